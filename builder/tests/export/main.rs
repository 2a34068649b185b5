//! `catalog-builder export` as its operators meet it: the real binary against a real PostgreSQL.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../../../tests/support/openapi.rs"]
#[allow(dead_code, reason = "the tests of the description itself are elsewhere")]
mod description;
#[path = "../support/mod.rs"]
mod support;

mod command_line;
mod conformance;
mod connecting;
mod document_budgets;
mod document_publishing;
mod documents;
mod documents_of_code;
mod on_a_terminal;
mod openapi;
mod output_paths;
mod preview_urls;
mod publishing;
mod reach;
mod reading;
mod real_catalog;
mod refusing;
mod requirements;
mod secrets;
mod shells;
mod tls;
