//! Rule: under a long mixed load every reply is right, none is a failure of the worker, and its memory stays flat.
//!
//! `npm run soak -- --requests N` runs longer than `npm test` does. The report is in `build/soak.json`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests end by panics")]

#[path = "../support"]
mod support {
    #![allow(dead_code, reason = "the laws use the rest")]
    pub(crate) mod catalogs;
    pub(crate) mod queries;
}

mod connection;
mod load;
mod native;
mod requests;

use std::fs;
use std::time::Instant;

use catalog_edge::http::{Policy, Service, Variables, WorkerIdentity, served_records};
use catalog_edge::snapshot;
use serde_json::json;
use xtask::terminal::say;
use xtask::workerd::{Server, Worker};
use xtask::{assets, bundle, path, release};

use load::{Round, Totals};

/// Requests of a round. Each round has requests of its own, so that a long run does not repeat a short one.
const ROUND: usize = 50_000;
/// Different requests of a round.
const DIFFERENT: usize = 1_000;
/// Memory of the second half of a run, at most, as a multiple of that of the first half.
const GROWTH: f64 = 1.5;

/// Number from the environment.
fn given(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
fn every_reply_of_a_long_mixed_load_is_right() {
    let (requests, seed) = (given("SOAK_REQUESTS", 100_000), given("SOAK_SEED", 1));
    bundle::bundle().unwrap();
    let folder = path("build/soak");
    let file = xtask::snapshot::default().unwrap();
    assets::assemble(&file, &folder.join("assets")).unwrap();
    let worker = Worker::deployed().unwrap().with_catalog(&file, &folder.join("assets"));
    let worker = worker.with_variable("CORS_ORIGINS", requests::PAGE).with_variable("CORS_LOCALHOST", "on");
    let server = Server::start(&worker, 0, Some(&folder.join("workerd.log"))).unwrap();

    let bytes = fs::read(&file).unwrap();
    let records = served_records(&snapshot::open(&bytes).unwrap().catalog).unwrap();
    let variables =
        Variables { cors_origins: Some(requests::PAGE), cors_localhost: Some("on"), ..Variables::default() };
    let digest = release::digest().unwrap().to_string();
    let identity = WorkerIdentity { digest: Some(&digest), ..WorkerIdentity::default() };
    let service = Service::open_in(identity, &bytes, Policy::parse(&variables).unwrap()).unwrap();
    let native = native::Native { service, assets: folder.join("assets") };

    let (mut totals, mut memory) = (Totals::default(), Vec::new());
    let started = Instant::now();
    let mut sent = 0;
    for round in 0.. {
        let exchanges = requests::of_round(&native, &records, seed, round, DIFFERENT);
        let number = ROUND.min(requests - sent);
        totals += Round { port: server.port(), exchanges: &exchanges, requests: number, seed: seed + round }.run();
        sent += number;
        memory.push(server.resident_bytes().unwrap() >> 20);
        say(format_args!("{sent} requests, {} wrong, memory {} MiB", totals.wrong.len(), memory[memory.len() - 1]));
        if sent == requests {
            break;
        }
    }

    let report = json!({
        "requests": sent,
        "seed": seed,
        "seconds": started.elapsed().as_secs_f64(),
        "by_status": totals.by_status,
        "bytes": totals.bytes,
        "broken_off": totals.broken_off,
        "wrong": totals.wrong,
        "memory_mib_after_each_round": memory,
    });
    fs::write(path("build/soak.json"), serde_json::to_string_pretty(&report).unwrap() + "\n").unwrap();
    let shown: Vec<_> = totals.wrong.iter().map(|wrong| format!("{wrong:.300}")).collect();
    assert!(shown.is_empty(), "wrong replies, of which build/soak.json has all: {shown:#?}");
    assert!(!totals.by_status.keys().any(|status| *status >= 500), "{:?}", totals.by_status);
    let (first, second) = memory.split_at(memory.len().div_ceil(2));
    let most = |half: &[u64]| half.iter().max().map_or(0.0, |most| *most as f64);
    assert!(most(second) <= most(first) * GROWTH, "MiB after each round: {memory:?}");
}
