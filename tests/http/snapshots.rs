//! Rule: a client may have the snapshot that replies are computed from, and can find out cheaply if it is still the same. A
//! deployment can refuse that.

use catalog_edge::http::{Body, Request, Variables};
use catalog_edge::snapshot;

use crate::ask::{Edge, edge};
use crate::sample::{documents, sample};

const CURRENT: &str = "/snapshots/current";

fn file(edge: &Edge) -> String {
    format!("/snapshots/{}", edge.digest())
}

fn under(browser: &str) -> Edge {
    edge().under(&Variables { browser: Some(browser), ..Variables::default() })
}

#[test]
fn the_current_snapshot_is_named_with_all_that_a_client_must_know() {
    let edge = edge();
    let bytes = snapshot::build(&sample(), documents()).unwrap().len();
    let answer = edge.get(CURRENT);
    let expected = serde_json::json!({
        "digest": edge.digest(), "format": snapshot::VERSION, "revision": 4, "bytes": bytes,
    });
    assert_eq!((answer.status, answer.json()), (200, expected));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    // The tag of the replies that are computed from it.
    let tag = answer.header("etag");
    assert_eq!(tag, edge.get("/stats").header("etag"));
    let held = edge.send(&Request { method: "GET", if_none_match: tag, ..Request::default() }, CURRENT);
    assert_eq!((held.status, held.body), (304, Body::Empty));
}

#[test]
fn the_snapshot_is_a_compressed_file_that_is_kept_for_good() {
    let edge = edge();
    for method in ["GET", "HEAD"] {
        let answer = edge.ask(method, &file(&edge));
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, Body::Document(format!("{}.snap.gz", edge.digest())));
        assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        let held = edge.send(&Request { method, if_none_match: Some("*"), ..Request::default() }, &file(&edge));
        assert_eq!((held.status, held.header("content-encoding")), (304, None));
    }
}

#[test]
fn no_other_snapshot_is_there() {
    for name in ["0".repeat(32), "current.snap".to_owned(), edge().digest().to_uppercase(), "%2Fx".to_owned()] {
        let answer = edge().get(&format!("/snapshots/{name}"));
        assert_eq!((answer.status, answer.header("cache-control")), (404, Some("no-store")), "{name}");
    }
    for path in ["/snapshots", "/snapshots/current/x"] {
        assert_eq!(edge().get(path).status, 404, "{path}");
    }
}

#[test]
fn pages_of_listed_sites_may_read_both() {
    let edge = edge().under(&Variables { cors_origins: Some("https://a.example"), ..Variables::default() });
    for target in [CURRENT, &file(&edge)] {
        for (origin, allowed) in [("https://a.example", Some("https://a.example")), ("https://b.example", None)] {
            let request = Request { method: "GET", origin: Some(origin), ..Request::default() };
            assert_eq!(edge.send(&request, target).header("access-control-allow-origin"), allowed, "{target}");
        }
    }
}

#[test]
fn a_deployment_can_keep_its_snapshot() {
    assert_eq!(under("on").get(CURRENT).status, 200);
    let off = under("off");
    for target in [CURRENT, &file(&off)] {
        for method in ["GET", "HEAD", "POST"] {
            let answer = off.ask(method, target);
            assert_eq!((answer.status, answer.text()), (404, r#"{"detail":"Not Found"}"#), "{method} {target}");
        }
    }
    assert_eq!(off.get("/health").status, 200);
    let origin = Some("https://api.example");
    let forwarding = edge().under(&Variables { browser: Some("off"), origin, ..Variables::default() });
    let request = Request { method: "GET", ..Request::default() };
    assert_eq!(forwarding.outcome(&request, CURRENT).unwrap_err(), format!("https://api.example{CURRENT}"));
}
