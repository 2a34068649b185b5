//! Rule: `doctor` finds what slows the catalogue down, its own migration mends it, and it never changes anything itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../support/mod.rs"]
mod support;

mod findings;
mod forms;
mod line_count;
mod mending;
mod partitions;
mod planner;
mod tools;
