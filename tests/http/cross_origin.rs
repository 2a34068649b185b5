//! Rule: pages of listed origins and `http://localhost:<port>` may read all replies, including errors, and send any
//! request; no other page may. A reply has `Vary: Origin` exactly if it depends on the origin.

use catalog_edge::http::{Request, Variables};

use crate::ask::{Answer, Edge, edge};

const ALLOWED: [&str; 5] = [
    "https://anyplot.ai",
    "https://www.anyplot.ai",
    "http://localhost:3000",
    "http://localhost:1",
    "http://localhost:99999",
];
const DENIED: [&str; 13] = [
    "https://evil.example",
    "https://ANYPLOT.ai",
    "https://anyplot.ai/",
    "http://anyplot.ai",
    "https://anyplot.ai.evil.example",
    "http://localhost",
    "http://localhost:",
    "http://localhost:80a",
    "http://localhost:000080",
    "https://localhost:3000",
    "http://127.0.0.1:3000",
    "null",
    "*",
];

fn site(localhost: &str) -> Edge {
    edge().under(&Variables {
        cors_origins: Some("https://anyplot.ai, https://www.anyplot.ai"),
        cors_localhost: Some(localhost),
        ..Variables::default()
    })
}

fn from<'r>(origin: &'r str, method: &'r str) -> Request<'r> {
    Request { method, origin: Some(origin), ..Request::default() }
}

fn is_shared(answer: &Answer, origin: &str) -> bool {
    let credentials = answer.header("access-control-allow-credentials");
    match answer.header("access-control-allow-origin") {
        Some(allowed) => {
            assert_eq!((allowed, credentials), (origin, Some("true")));
            // Preflights have no timing header.
            let is_preflight = answer.header("access-control-max-age").is_some();
            assert_eq!(answer.header("timing-allow-origin"), Some(origin).filter(|_| !is_preflight));
            true
        }
        None => {
            let fields = answer.headers.iter().map(|(name, _)| name);
            assert_eq!(
                fields.filter(|name| name.contains("allow-origin") || name.starts_with("access-control")).count(),
                0,
                "{answer:?}"
            );
            false
        }
    }
}

#[test]
fn replies_and_errors_are_shared_with_allowed_origins_alone() {
    let edge = site("on");
    for (method, target, status) in [
        ("GET", "/stats", 200),
        ("HEAD", "/stats", 200),
        ("GET", "/specs/scatter-basic", 200),
        ("GET", "/openapi.json", 200),
        ("HEAD", "/openapi.json", 200),
        ("GET", "/health", 200),
        ("GET", "/plots/filter?limit=0", 422),
        ("GET", "/libraries/nope/images", 404),
        ("GET", "/nope", 404),
        ("POST", "/stats", 405),
        ("OPTIONS", "/stats", 405),
        ("GET", "/stats/", 307),
    ] {
        for origin in ALLOWED {
            let answer = edge.send(&from(origin, method), target);
            assert_eq!(answer.status, status, "{method} {target}");
            assert!(is_shared(&answer, origin), "{method} {target} {origin}");
            assert_eq!(
                answer.header("access-control-expose-headers"),
                Some("etag, retry-after, snapshot-digest, snapshot-changed"),
                "{target}"
            );
        }
        for origin in DENIED {
            assert!(!is_shared(&edge.send(&from(origin, method), target), origin), "{method} {target} {origin}");
        }
        assert!(!is_shared(&edge.ask(method, target), ""), "{method} {target}");
    }
}

#[test]
fn not_modified_is_shared_too() {
    let request = Request { if_none_match: Some("*"), ..from("https://anyplot.ai", "GET") };
    let answer = site("on").send(&request, "/stats");
    assert_eq!(answer.status, 304);
    assert!(is_shared(&answer, "https://anyplot.ai"));
}

#[test]
fn localhost_can_be_switched_off() {
    let edge = site("off");
    assert!(!is_shared(&edge.send(&from("http://localhost:3000", "GET"), "/stats"), ""));
    assert!(is_shared(&edge.send(&from("https://anyplot.ai", "GET"), "/stats"), "https://anyplot.ai"));
}

#[test]
fn caches_are_told_that_replies_depend_on_the_origin() {
    let vary = |edge: &Edge, target: &str| edge.get(target).header("vary").map(str::to_owned);
    for target in ["/stats", "/specs", "/openapi.json", "/plots/filter?limit=0", "/nope"] {
        assert_eq!(vary(&site("on"), target).as_deref(), Some("Origin"), "{target}");
        // If no origin may read, no reply depends on the origin.
        assert_eq!(vary(&edge(), target), None, "{target}");
    }
    for page in ["/explore", "/docs", "/site/explore.css", "/"] {
        assert_eq!(vary(&site("on"), page), None, "{page}");
    }
}

#[test]
fn preflights_of_allowed_origins_pass_on_any_path() {
    let edge = site("on");
    for (target, method) in [("/plots/filter", "GET"), ("/stats", "POST"), ("/nope", "DELETE"), ("/stats/", "PATCH")] {
        for headers in [None, Some("content-type, x-custom")] {
            let request = Request {
                requested_method: Some(method),
                requested_headers: headers,
                ..from("http://localhost:3000", "OPTIONS")
            };
            let answer = edge.send(&request, target);
            assert_eq!((answer.status, answer.text()), (200, "OK"), "{target}");
            assert!(is_shared(&answer, "http://localhost:3000"));
            assert_eq!(answer.header("access-control-max-age"), Some("600"));
            assert_eq!(answer.header("access-control-allow-headers"), headers);
            let methods = answer.header("access-control-allow-methods").unwrap();
            assert!(methods.split(", ").any(|allowed| allowed == method), "{methods}");
        }
    }
}

/// Pages are for themselves alone: no other site may read them, or is told in a preflight that it may.
#[test]
fn a_page_grants_nothing_in_any_reply() {
    let edge = site("on");
    for page in ["/explore", "/docs", "/site/explore.css", "/site/missing.css", "/catalog-edge.js"] {
        for method in ["GET", "HEAD", "POST", "DELETE"] {
            let request = Request { requested_method: Some(method), ..from("https://anyplot.ai", "OPTIONS") };
            let answer = edge.send(&request, page);
            assert_eq!((answer.status, answer.text()), (400, "Disallowed CORS origin"), "{method} {page}");
            assert!(!is_shared(&answer, ""));
            assert!(!is_shared(&edge.send(&from("https://anyplot.ai", method), page), ""), "{method} {page}");
        }
        for status in [404, 500, 503] {
            let failure = edge.failure(&from("https://anyplot.ai", "GET"), page, status);
            assert!(!is_shared(&failure, "") && failure.header("vary").is_none(), "{status} {page}");
        }
    }
    let failure = edge.failure(&from("https://anyplot.ai", "GET"), "/stats", 500);
    assert!(is_shared(&failure, "https://anyplot.ai"));
}

#[test]
fn preflights_say_what_is_not_allowed() {
    let edge = site("on");
    for (origin, method, fault) in [
        ("https://evil.example", "GET", "Disallowed CORS origin"),
        ("https://anyplot.ai", "get", "Disallowed CORS method"),
        ("https://anyplot.ai", "BREW", "Disallowed CORS method"),
        ("*", "", "Disallowed CORS origin, method"),
    ] {
        let request = Request { requested_method: Some(method), ..from(origin, "OPTIONS") };
        let answer = edge.send(&request, "/stats");
        assert_eq!((answer.status, answer.text()), (400, fault));
        assert_eq!(answer.header("access-control-allow-methods"), None);
        assert_eq!(is_shared(&answer, origin), origin == "https://anyplot.ai");
    }
}

#[test]
fn what_lacks_a_header_is_no_preflight() {
    let without_origin = Request { method: "OPTIONS", requested_method: Some("GET"), ..Request::default() };
    assert_eq!(site("on").send(&without_origin, "/stats").status, 405);
    assert_eq!(site("on").send(&from("https://anyplot.ai", "OPTIONS"), "/stats").status, 405);
    let get = Request { requested_method: Some("GET"), ..from("https://anyplot.ai", "GET") };
    assert_eq!(site("on").send(&get, "/stats").status, 200);
}
