//! The service as a function: one file for each policy it keeps, which opens with the rule it proves.

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
mod unavailable;
mod validators;
