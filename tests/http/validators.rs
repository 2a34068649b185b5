//! Rule: every 200 has a weak `ETag` of the content it was computed from. A client that sends it back gets 304 without
//! a body, but only if the answer would have been a 200. For documents and pages this is known only when their asset is
//! found.

use catalog_edge::http::{Body, Request, WorkerIdentity};

use crate::ask::{Answer, Edge, RELEASE, edge};
use crate::sample::sample;

/// Paths that are answered from the snapshot alone.
const TARGETS: [&str; 10] = [
    "/stats",
    "/languages",
    "/libraries",
    "/libraries/plotly/images",
    "/plots/filter?lib=plotly",
    "/specs",
    "/specs/map",
    "/specs/scatter-basic",
    "/specs/scatter-basic/images",
    "/specs/scatter-basic/matplotlib/code",
];
/// Paths that are bundled with the code.
const PAGES: [&str; 5] = ["/explore?lib=plotly", "/docs", "/openapi.json", "/site/explore.css", "/site/a/b.js"];

fn all() -> impl Iterator<Item = &'static str> {
    TARGETS.into_iter().chain(PAGES).chain(["/health"])
}

fn tag(answer: &Answer) -> &str {
    answer.header("etag").unwrap()
}

fn held<'r>(method: &'r str, field: &'r str) -> Request<'r> {
    Request { method, if_none_match: Some(field), ..Request::default() }
}

#[test]
fn every_200_carries_the_tag_of_its_snapshot() {
    let edge = edge();
    let tag = format!("W/\"{}-4\"", edge.digest());
    for target in TARGETS {
        let answer = edge.get(target);
        assert_eq!((answer.status, answer.header("etag")), (200, Some(&*tag)), "{target}");
    }
    for target in PAGES {
        let answer = edge.get(target);
        assert_eq!((answer.status, answer.header("etag")), (200, Some("W/\"c0de\"")), "{target}");
    }
}

#[test]
fn pages_have_another_tag_if_the_code_is_another_and_health_if_it_says_another_thing() {
    let mut changed = sample();
    changed.specs[0].title.push('!');
    let code = WorkerIdentity { digest: Some("0ther"), ..RELEASE };
    let version = WorkerIdentity { cloudflare_version: Some("8a5b"), ..RELEASE };
    for (edge, differs) in [
        (Edge::of(&changed), ["/stats", "/health"].as_slice()),
        (self::edge().in_release(code), &["/explore", "/openapi.json", "/health"]),
        (self::edge().in_release(version), &["/health"]),
        (self::edge(), &[]),
    ] {
        for target in ["/stats", "/explore", "/openapi.json", "/health"] {
            let (one, other) = (self::edge().get(target), edge.get(target));
            assert_eq!(tag(&one) != tag(&other), differs.contains(&target), "{target}");
        }
    }
}

#[test]
fn every_tag_is_weak() {
    for target in all() {
        let answer = edge().get(target);
        let opaque = tag(&answer).strip_prefix("W/\"").and_then(|tag| tag.strip_suffix('"'));
        assert!(opaque.is_some_and(|opaque| !opaque.is_empty() && !opaque.contains('"')), "{target}");
    }
}

#[test]
fn another_catalog_has_another_tag() {
    let mut changed = sample();
    changed.specs[0].title.push('!');
    assert_ne!(tag(&Edge::of(&changed).get("/stats")), tag(&edge().get("/stats")));
}

#[test]
fn who_holds_the_tag_is_not_sent_the_body_again() {
    let edge = edge();
    for target in all() {
        let whole = edge.get(target);
        let tag = tag(&whole);
        let strong = tag.strip_prefix("W/").unwrap();
        for field in [tag.to_owned(), strong.to_owned(), format!("\"x\", {tag}"), "*".to_owned()] {
            for method in ["GET", "HEAD"] {
                let answer = edge.send(&held(method, &field), target);
                assert_eq!(answer.status, 304, "{method} {target} {field}");
                match &whole.body {
                    Body::Document(_) | Body::Page(_) => assert_eq!(answer.body, whole.body, "{target}"),
                    _ => assert_eq!(answer.body, Body::Empty, "{target}"),
                }
                let fields = whole.headers.iter().filter(|(name, _)| *name != "content-type");
                assert!(answer.headers.iter().eq(fields), "{target}: {:?}", answer.headers);
            }
        }
    }
}

#[test]
fn who_holds_another_tag_is_sent_the_body() {
    for field in ["W/\"0123-1\"", "\"*\"", "", "garbage", "\""] {
        for target in all() {
            let answer = edge().send(&held("GET", field), target);
            assert_eq!(answer.status, 200, "{target} {field}");
            assert!(answer.body != Body::Empty, "{target}");
        }
    }
    // Each reply is compared with its own tag.
    let page = edge().get("/explore");
    assert_eq!(edge().send(&held("GET", tag(&page)), "/stats").status, 200);
}

#[test]
fn errors_have_no_tag_and_are_never_not_modified() {
    for (target, status) in [
        ("/nope", 404),
        ("/libraries/nope/images", 404),
        ("/specs/nope", 404),
        ("/specs/nope/images", 404),
        ("/specs/scatter-basic/nope/code", 404),
        ("/plots/filter?limit=0", 422),
        ("/stats/", 307),
    ] {
        let answer = edge().send(&held("GET", "*"), target);
        assert_eq!((answer.status, answer.header("etag")), (status, None), "{target}");
    }
    let answer = edge().send(&held("POST", "*"), "/stats");
    assert_eq!((answer.status, answer.header("etag")), (405, None));
}
