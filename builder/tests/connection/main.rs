//! Connections to servers and poolers of other people: what libpq does, and a sentence with a remedy for each failure.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../support/mod.rs"]
mod support;

mod certificates;
mod environment;
mod fake;
mod parameters;
mod poolers;
mod refusals;
mod several_servers;
