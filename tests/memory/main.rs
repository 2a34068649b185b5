//! Rule: the worker's linear memory is bounded by the size of the catalogue, whatever is asked.
//!
//! An isolate has 128 MB. The bounds allow 50 MB for a million images.

#![allow(clippy::unwrap_used, reason = "tests end by panics")]

use serde_json::Value;
use xtask::run::{command, read};
use xtask::{bundle, snapshot};

const IMAGES: u64 = 100_000;
/// Most bytes, for each image and besides.
const OF_IMAGE: u64 = 48;
const FIXED: u64 = 2 << 20;

#[test]
fn memory_stays_within_its_bounds_after_the_costliest_requests() {
    bundle::worker().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.snap");
    snapshot::synthetic(IMAGES, &file).unwrap();

    let script = "tests/memory/measure.mjs";
    let figures =
        read(&mut command("node_modules/.bin/node", ["--no-warnings", script, &file.to_string_lossy()])).unwrap();
    let figures: Value = serde_json::from_str(&figures).unwrap();
    let (opened, asked) = (figures["opened"].as_u64().unwrap(), figures["asked"].as_u64().unwrap());
    assert!(opened > std::fs::metadata(&file).unwrap().len(), "the snapshot itself is part of it: {figures}");
    assert!(asked >= opened && asked <= FIXED + OF_IMAGE * IMAGES, "{figures}");
}
