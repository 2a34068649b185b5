//! The deployed modules in the runtime that they are deployed to.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]

#[allow(dead_code, reason = "other test binaries use the rest")]
#[path = "../support/markdown.rs"]
mod markdown;
#[path = "../support/sample.rs"]
mod sample;

mod assets;
mod edge;
mod faults;
mod head;
mod origin;
mod origin_paths;
mod origin_requests;
mod origin_uploads;
mod origin_websockets;
mod pages;
mod raw_client;
mod raw_origin;
mod readers;
mod replies;
mod snapshots;
