//! Rule: a query string is read as by the naive model, whose parser is written from the behaviour of Python's libraries. The
//! answers tell how it was read.

#![no_main]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a fuzz target fails by panicking")]

#[path = "../../support"]
mod support {
    #![allow(dead_code, unused_imports, reason = "tests use the rest")]
    pub(crate) mod naive;
    pub(crate) mod python;
    pub(crate) mod sample;
}

use std::sync::LazyLock;

use catalog_edge::http::{Body, Outcome, Policy, Request, Service};
use libfuzzer_sys::fuzz_target;
use support::{naive::Naive, sample::sample};

static SERVICE: LazyLock<Service<'static>> =
    LazyLock::new(|| Service::open(include_bytes!("../../../snapshots/golden/v2.snap"), Policy::default()).unwrap());

static NAIVE: LazyLock<Naive> = LazyLock::new(|| Naive::new(&sample()));

/// Status and body of the reply to a GET of `target`.
fn reply(target: &str) -> (u16, String) {
    match SERVICE.respond(&Request { method: "GET", url: target, ..Request::default() }) {
        Outcome::Reply(reply) => match reply.body {
            Body::Bytes(body) => (reply.head.status, String::from_utf8(body.into_owned()).unwrap()),
            body => panic!("{target}: {body:?}"),
        },
        Outcome::Forward(_) => panic!("nothing is behind this service"),
    }
}

fuzz_target!(|query: &str| {
    // What follows is no query.
    if query.contains('#') {
        return;
    }
    assert_eq!(reply(&format!("/plots/filter?{query}")), NAIVE.filter(query));
    assert_eq!(reply(&format!("/plots/facets/spec?{query}")), NAIVE.facet_search("spec", query));
    assert_eq!(reply(&format!("/libraries/plotly/images?{query}")), NAIVE.library_images("plotly", query));
});
