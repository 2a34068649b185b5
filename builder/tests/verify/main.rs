//! Rule: `verify` finds a snapshot right exactly when it is, and lists what differs; exit code 6 when something does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../support/mod.rs"]
mod support;

mod against_database;
mod alone;
