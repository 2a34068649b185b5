//! Rule: whatever fails, and at whatever moment, the published snapshot is a whole old one or a whole new one, nothing
//! is left beside it, and the run says what happened.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../support/mod.rs"]
mod support;

mod budgets;
mod cost;
mod network;
mod proxy;
mod racing;
mod server;
mod signals;
mod stopping;
mod turns;
