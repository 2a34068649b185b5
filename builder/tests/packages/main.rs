//! Rule: the npm packages of a release run on a machine with nothing but Node.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

mod deploy_job;
mod installed;
mod launcher;
#[allow(dead_code, reason = "other test binaries use the rest")]
#[path = "../../../tests/support/markdown.rs"]
mod markdown;
mod pages;
mod registry;
#[path = "../support/mod.rs"]
mod support;
mod workflow;
