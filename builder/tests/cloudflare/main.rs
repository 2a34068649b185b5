//! Rule: the stand-in of Cloudflare does what wrangler expects of the real one, runs what is uploaded, and has every fault
//! that tests of deployments request.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

mod faults;
#[path = "../support/mod.rs"]
mod support;
mod worker;
