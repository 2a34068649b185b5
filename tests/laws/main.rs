//! The engine and the naive model return the same bytes for every catalogue and every query. Other laws hold for any
//! engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod chunks;
mod cuts;
mod exclusion;
mod facet_search;
mod groups;
mod large;
mod model;
mod order;
mod parameters;
mod shuffle;
#[path = "../support/mod.rs"]
mod support;
mod words;

use catalog_edge::{
    http::{Policy, Service},
    model::Records,
    snapshot,
};
use proptest::prelude::*;
use serde_json::Value;

use self::support::{get::get, naive::Naive, python};

fn built(records: &Records) -> Vec<u8> {
    snapshot::build(records, None).expect("the records are sound")
}

fn open(snapshot: &[u8]) -> Service<'_> {
    Service::open(snapshot, Policy::default()).expect("a snapshot just built is sound")
}

/// Engine and naive model, with the same records.
struct Pair {
    snapshot: Vec<u8>,
    naive: Naive,
}

impl Pair {
    fn new(records: &Records) -> Self {
        Self { snapshot: built(records), naive: Naive::new(records) }
    }

    fn service(&self) -> Service<'_> {
        open(&self.snapshot)
    }
}

fn filter(service: &Service<'_>, query: &str) -> (u16, String) {
    get(service, &format!("/plots/filter?{query}"))
}

/// The reply to a request that is in order.
fn reply(service: &Service<'_>, target: &str) -> Value {
    let (status, body) = get(service, target);
    assert_eq!(status, 200, "{target} {body}");
    serde_json::from_str(&body).expect("a reply is JSON")
}

fn filtered(service: &Service<'_>, query: &str) -> Value {
    reply(service, &format!("/plots/filter?{query}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| number.try_into().ok()).expect("a count")
}

/// Spec, language and library of an image.
type Key = [String; 3];

/// The images of a filter's reply, in order.
fn images(reply: &Value) -> Vec<Key> {
    let key = |image: &Value| ["spec_id", "language", "library"].map(|name| text(&image[name]).to_owned());
    list(&reply["images"]).iter().map(key).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Returns true if a list in a query string can have this text as one of its values.
fn can_be_sent(value: &str) -> bool {
    !value.is_empty() && !value.contains(',') && python::strip(value) == value
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() }
}
