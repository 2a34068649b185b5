//! Rule: with an origin, every request that is not answered here goes there unchanged, and nowhere else. Without an
//! origin, the reply is 404 or 405.

use std::time::Duration;

use catalog_edge::http::{Outcome, Policy, Request, Service, Variables};
use catalog_edge::snapshot;

use crate::ask::{Edge, edge, without_documents};
use crate::sample::{documents, sample};

const ORIGIN: &str = "https://api.example:8443";

fn before_origin(edge: Edge) -> Edge {
    edge.under(&Variables { cors_origins: Some("https://anyplot.ai"), origin: Some(ORIGIN), ..Variables::default() })
}

fn ask(edge: &Edge, method: &str, target: &str) -> Result<u16, String> {
    edge.outcome(&Request { method, ..Request::default() }, target).map(|answer| answer.status)
}

#[test]
fn unknown_paths_and_methods_go_to_the_origin_as_they_came() {
    let edge = before_origin(edge());
    for (method, target) in [
        ("GET", "/nope"),
        ("GET", "/nope/?a=%20b&&c"),
        ("GET", "/"),
        ("GET", "/docs"),
        ("GET", "/docs/"),
        ("GET", "/openapi.json"),
        ("POST", "/feedback"),
        ("POST", "/stats"),
        ("DELETE", "/plots/filter?lib=a"),
        ("OPTIONS", "/nope"),
        ("BREW", "/stats"),
        ("GET", "/a%2Fb/%252e%252e/c|'%zz"),
        ("GET", "//evil.example/x"),
        ("GET", "/@evil.example"),
        ("GET", "/https://evil.example"),
    ] {
        assert_eq!(ask(&edge, method, target), Err(format!("{ORIGIN}{target}")), "{method} {target}");
    }
}

#[test]
fn what_the_snapshot_lacks_goes_to_the_origin() {
    let without = before_origin(without_documents());
    let mut records = sample();
    records.impls.iter_mut().for_each(|record| record.has_code = false);
    let without_code = before_origin(Edge::of(&records));
    for target in ["/specs", "/specs/map", "/specs/scatter-basic", "/specs/scatter-basic/matplotlib/code"] {
        assert_eq!(ask(&without, "GET", target), Err(format!("{ORIGIN}{target}")));
        let expected = if target.ends_with("/code") { Err(format!("{ORIGIN}{target}")) } else { Ok(200) };
        assert_eq!(ask(&without_code, "GET", target), expected);
    }
}

#[test]
fn what_is_known_is_answered_here_and_so_is_what_is_known_not_to_be() {
    let edge = before_origin(edge());
    for (method, target, status) in [
        ("GET", "/stats", 200),
        ("HEAD", "/stats", 200),
        ("GET", "/specs/scatter-basic/matplotlib/code", 200),
        ("GET", "/specs/nope", 404),
        ("GET", "/libraries/nope/images", 404),
        ("GET", "/plots/filter?limit=0", 422),
        ("GET", "/stats/", 307),
        ("GET", "/explore", 200),
    ] {
        assert_eq!(ask(&edge, method, target), Ok(status), "{method} {target}");
    }
}

#[test]
fn preflights_are_answered_here_for_known_paths_and_there_for_others() {
    let edge = before_origin(edge());
    let preflight = Request {
        method: "OPTIONS",
        origin: Some("https://anyplot.ai"),
        requested_method: Some("POST"),
        ..Request::default()
    };
    assert_eq!(edge.outcome(&preflight, "/stats").map(|answer| answer.status), Ok(200));
    assert_eq!(edge.outcome(&preflight, "/feedback").map(|_| ()), Err(format!("{ORIGIN}/feedback")));
}

#[test]
fn paths_that_would_be_read_as_others_go_nowhere() {
    for edge in [edge(), before_origin(edge()), before_origin(without_documents())] {
        for target in [
            "/./plots/filter",
            "/a/%2e%2e/plots/filter",
            "/plots\\filter",
            "/stats/.",
            "/..",
            "/stats\t",
            "/%2E./specs?x",
            "/a%2F..%2Fstats",
            "/specs/../images",
        ] {
            for method in ["GET", "POST", "OPTIONS"] {
                assert_eq!(ask(&edge, method, target), Ok(400), "{method} {target}");
            }
        }
    }
}

#[test]
fn methods_that_no_client_may_send_are_refused_here() {
    for method in ["CONNECT", "TRACE", "TRACK"] {
        assert_eq!(ask(&before_origin(edge()), method, "/nope"), Ok(404));
        assert_eq!(ask(&before_origin(edge()), method, "/stats"), Ok(405));
    }
}

#[test]
fn the_wait_for_the_origin_is_the_deployments() {
    let bytes = snapshot::build(&sample(), documents()).unwrap();
    for (seconds, expected) in [(None, 30), (Some("300"), 300)] {
        let variables = Variables { origin: Some(ORIGIN), origin_timeout: seconds, ..Variables::default() };
        let service = Service::open(&bytes, Policy::parse(&variables).unwrap()).unwrap();
        match service.respond(&Request { method: "GET", url: "https://edge.example/nope", ..Request::default() }) {
            Outcome::Forward(forward) => assert_eq!(forward.timeout, Duration::from_secs(expected)),
            Outcome::Reply(reply) => panic!("answered with {}", reply.head.status),
        }
    }
}
