//! Rule: the npm packages of a release run on a machine with nothing but Node.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

mod deploy_job;
mod installed;
mod launcher;
mod readme;
mod registry;
#[path = "../support/mod.rs"]
mod support;
mod workflow;
