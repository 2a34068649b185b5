//! Rule: every 200 of the API carries a weak `ETag` of the snapshot; who holds that one gets 304 and no body, but only
//! where the answer would have been a 200.

use catalog_edge::http::{Body, Request};

use crate::ask::{Edge, edge};
use crate::sample::sample;

const TARGETS: [&str; 11] = [
    "/health",
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

fn held<'r>(method: &'r str, field: &'r str) -> Request<'r> {
    Request { method, if_none_match: Some(field), ..Request::default() }
}

#[test]
fn every_200_carries_the_tag_of_its_snapshot() {
    let edge = edge();
    let tag = format!("W/\"{}-1\"", edge.digest());
    for target in TARGETS {
        let answer = edge.get(target);
        assert_eq!((answer.status, answer.header("etag")), (200, Some(&*tag)), "{target}");
    }
}

#[test]
fn another_catalogue_has_another_tag() {
    let mut changed = sample();
    changed.specs[0].title.push('!');
    let tag = |edge: Edge| edge.get("/stats").header("etag").map(str::to_owned);
    assert_ne!(tag(Edge::of(&changed)), tag(edge()));
}

#[test]
fn who_holds_the_tag_is_not_sent_the_body_again() {
    let edge = edge();
    for target in TARGETS {
        let whole = edge.get(target);
        let tag = whole.header("etag").unwrap();
        let strong = tag.strip_prefix("W/").unwrap();
        for field in [tag.to_owned(), strong.to_owned(), format!("\"x\", {tag}"), "*".to_owned()] {
            for method in ["GET", "HEAD"] {
                let answer = edge.send(&held(method, &field), target);
                assert_eq!((answer.status, &answer.body), (304, &Body::Empty), "{method} {target} {field}");
                for name in ["etag", "cache-control", "vary", "snapshot-digest", "x-content-type-options"] {
                    assert_eq!(answer.header(name), whole.header(name), "{target}: {name}");
                }
                assert_eq!(answer.header("content-type"), None, "{target}");
            }
        }
    }
}

#[test]
fn who_holds_another_tag_is_sent_the_body() {
    for field in ["W/\"0123-1\"", "\"*\"", "", "garbage", "\""] {
        let answer = edge().send(&held("GET", field), "/stats");
        assert_eq!(answer.status, 200, "{field}");
        assert!(!answer.text().is_empty());
    }
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
