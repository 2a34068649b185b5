//! The service as a function. Each file tests one policy, and begins with the rule.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../support/sample.rs"]
mod sample;

mod ask;
mod caching;
mod cross_origin;
mod documents;
mod forwarding;
mod pages;
mod revision;
mod routes;
mod snapshots;
mod unavailable;
mod validators;
