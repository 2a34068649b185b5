//! Rule: a deployment makes the new release live, or leaves what was live, and its exit code says which.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

mod api_faults;
mod bundling;
mod by_hand;
mod live_faults;
mod operator;
mod outcomes;
mod random_syncs;
mod refusals;
mod smoke;
#[path = "../support/mod.rs"]
mod support;
