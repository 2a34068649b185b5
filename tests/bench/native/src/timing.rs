//! Microseconds a call: the median of a few batches.

use std::hint::black_box;
use std::time::{Duration, Instant};

const BATCHES: usize = 9;
/// Least time of a batch, so that reading the clock costs nothing beside it.
const BATCH: Duration = Duration::from_micros(400);

/// Median of the batches, and how far apart their quartiles lie, as a share of it.
pub(crate) struct Timed {
    pub(crate) us: f64,
    pub(crate) spread: f64,
}

/// Times `call`, often.
pub(crate) fn batches<T>(mut call: impl FnMut() -> T) -> Timed {
    let once = once(&mut call);
    let repeats = (BATCH.as_secs_f64() / once.max(1e-9)).ceil().clamp(1.0, 200.0) as u32;
    let mut times: Vec<f64> = (0..BATCHES)
        .map(|_| {
            let begun = Instant::now();
            for _ in 0..repeats {
                black_box(call());
            }
            begun.elapsed().as_secs_f64() / f64::from(repeats) * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let us = times[BATCHES / 2];
    Timed { us, spread: (times[BATCHES * 3 / 4] - times[BATCHES / 4]) / us }
}

/// Seconds of one call.
pub(crate) fn once<T>(call: &mut impl FnMut() -> T) -> f64 {
    let begun = Instant::now();
    black_box(call());
    begun.elapsed().as_secs_f64()
}
