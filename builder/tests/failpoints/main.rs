//! Rule: whichever call to the system fails while a snapshot and its documents are published, the folder holds the old
//! ones whole or the new ones whole, the run says what failed, and the next run completes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../support/mod.rs"]
mod support;

mod calls;
mod published;
mod space;
