//! A search for the requests that cost the worker most: `hostile SNAPSHOT [SECONDS [SEED]]`.
//!
//! From a random request it goes on to a changed one if that costs more, and begins anew after many changes without gain.
//! The cost is the CPU time of a whole reply beyond copying its bytes. The costliest requests are printed as JSON, each
//! with its milliseconds and the bytes of its body.

mod asked;
mod cost;

use std::cmp::Reverse;
use std::io::Write;
use std::time::{Duration, Instant};
use std::{env, error::Error, fs, io};

use catalog_edge::http::{Policy, Service, served_records};
use catalog_edge::snapshot;
use fastrand::Rng;
use serde_json::json;

use asked::{Asked, Vocabulary};
use cost::{Cost, Meter};

/// Changes without gain after which a climb ends.
const PATIENCE: usize = 60;

/// Number of requests that are printed.
const SHOWN: usize = 12;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let bytes = fs::read(arguments.next().ok_or("no snapshot is named: give its path")?)?;
    let seconds = arguments.next().map_or(Ok(60), |text| text.parse())?;
    let mut chance = Rng::with_seed(arguments.next().map_or(Ok(1), |text| text.parse())?);
    let vocabulary = Vocabulary::of(&served_records(&snapshot::open(&bytes)?.catalog)?);
    let service = Service::open(&bytes, Policy::default())?;
    let meter = Meter::new(&service);

    let end = Instant::now() + Duration::from_secs(seconds);
    let mut found: Vec<(Cost, Asked)> = Vec::new();
    while Instant::now() < end {
        let (cost, asked) = climb(&meter, &vocabulary, &mut chance, end);
        found.push((cost, asked));
        found.sort_by_key(|(cost, _)| Reverse(cost.time));
        found.truncate(SHOWN);
    }
    let mut out = io::stdout().lock();
    for (cost, asked) in &found {
        let milliseconds = (cost.time.as_secs_f64() * 1e5).round() / 1e2;
        writeln!(out, "{}", json!({ "ms": milliseconds, "bytes": cost.bytes, "target": asked.target() }))?;
    }
    Ok(())
}

/// The costliest request on the way from a random one.
fn climb(meter: &Meter<'_>, vocabulary: &Vocabulary, chance: &mut Rng, end: Instant) -> (Cost, Asked) {
    let mut best = Asked::random(vocabulary, chance);
    let mut highest = meter.cost(&best.target(), Duration::ZERO);
    let mut patience = PATIENCE;
    while patience > 0 && Instant::now() < end {
        let mut changed = best.clone();
        for _ in 0..chance.usize(1..4) {
            changed.change(vocabulary, chance);
        }
        let cost = meter.cost(&changed.target(), highest.time);
        if cost.time > highest.time {
            (best, highest, patience) = (changed, cost, PATIENCE);
        } else {
            patience -= 1;
        }
    }
    (highest, best)
}
