//! Rule: every reply says how long it may be cached, so that no cache guesses. The answer of a route is cached as the
//! table says. Redirects, errors and preflights are never cached, because a sync or a deployment can change each of
//! them.

use catalog_edge::http::{Policy, Request, Service, Variables};

use crate::ask::{Answer, Edge, edge, outcome};

const FIGURES: &str = "public, max-age=600, stale-while-revalidate=3600";
const LISTS: &str = "public, max-age=300, stale-while-revalidate=3600";
const FILTER: &str = "public, max-age=60, stale-while-revalidate=600";

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// A target of a route, how long its answer may be cached, and a target of that route that is an error, if any.
type Row = (&'static str, &'static str, Option<(&'static str, u16)>);

const ROUTES: [Row; 19] = [
    ("/health", "no-store", None),
    ("/stats", FIGURES, None),
    ("/languages", FIGURES, None),
    ("/libraries", FIGURES, None),
    ("/libraries/plotly/images", LISTS, Some(("/libraries/nope/images", 404))),
    ("/plots/filter?lib=plotly", FILTER, Some(("/plots/filter?limit=0", 422))),
    ("/specs", LISTS, None),
    ("/specs/map", LISTS, None),
    ("/specs/bar-basic", LISTS, Some(("/specs/nope", 404))),
    ("/specs/bar-basic/images", LISTS, Some(("/specs/without-impls/images", 404))),
    ("/specs/bar-basic/matplotlib/code", LISTS, Some(("/specs/bar-basic/nope/code", 404))),
    ("/openapi.json", "no-cache", None),
    ("/catalog-edge.js", "no-cache", None),
    ("/snapshots/current", "no-cache", Some(("/snapshots/nope", 404))),
    ("/explore", "no-cache", None),
    ("/docs", "no-cache", None),
    ("/site/explore.css", "no-cache", Some(("/site/explore.html", 404))),
    ("/site/previews/a.svg", "no-cache", Some(("/nope", 404))),
    ("/site/immutable/explore-A1B2C3D4.js", IMMUTABLE, Some(("/site/immutable/../x", 400))),
];

const PAGE: &str = "https://anyplot.ai";

fn site() -> Edge {
    edge().under(&Variables { cors_origins: Some(PAGE), ..Variables::default() })
}

/// Checks that a reply has one `Cache-Control` field with this value.
#[track_caller]
fn is_kept(answer: &Answer, status: u16, control: &str, what: &str) {
    assert_eq!(answer.status, status, "{what}");
    let fields = answer.headers.iter().filter(|(name, _)| *name == "cache-control").map(|(_, value)| &**value);
    assert_eq!(fields.collect::<Vec<_>>(), [control], "{what}: {status}");
}

#[test]
fn every_route_says_with_every_status_how_long_its_reply_may_be_kept() {
    let edge = site();
    for (target, control, error) in ROUTES {
        for origin in [None, Some(PAGE), Some("https://evil.example")] {
            for method in ["GET", "HEAD"] {
                let request = Request { method, origin, ..Request::default() };
                is_kept(&edge.send(&request, target), 200, control, target);
                let held = Request { if_none_match: Some("*"), ..request };
                is_kept(&edge.send(&held, target), 304, control, target);
                if let Some((target, status)) = error {
                    is_kept(&edge.send(&request, target), status, "no-store", target);
                    is_kept(&edge.send(&held, target), status, "no-store", target);
                }
                let (path, query) = target.split_once('?').unwrap_or((target, ""));
                is_kept(&edge.send(&request, &format!("{path}/?{query}")), 307, "no-store", target);
            }
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
                let request = Request { method, origin, ..Request::default() };
                is_kept(&edge.send(&request, target), 405, "no-store", target);
            }
        }
        // Pages are for themselves alone, so a preflight for one is refused.
        let granted = if ["/explore", "/docs", "/catalog-edge.js"].contains(&target) || target.starts_with("/site/") {
            400
        } else {
            200
        };
        for (origin, method, status) in
            [(PAGE, "GET", granted), (PAGE, "BREW", 400), ("https://evil.example", "GET", 400)]
        {
            let (origin, requested_method) = (Some(origin), Some(method));
            let preflight = Request { method: "OPTIONS", origin, requested_method, ..Request::default() };
            is_kept(&edge.send(&preflight, target), status, "no-store", target);
        }
    }
    for method in ["GET", "HEAD"] {
        is_kept(&edge.ask(method, "/"), 307, "no-store", "/");
    }
    for method in ["GET", "HEAD", "POST", "OPTIONS", "BREW"] {
        is_kept(&edge.ask(method, "/nope"), 404, "no-store", "/nope");
        is_kept(&edge.ask(method, "/./stats"), 400, "no-store", "/./stats");
    }
}

#[test]
fn no_failure_is_kept() {
    let policy = || Policy::parse(&Variables { cors_origins: Some(PAGE), ..Variables::default() }).unwrap();
    let service = Service::unavailable(policy());
    for (target, ..) in ROUTES {
        for method in ["GET", "HEAD", "POST"] {
            let request = Request { method, ..Request::default() };
            is_kept(&outcome(&service, &request, target).unwrap(), 503, "no-store", target);
        }
        for status in [400, 404, 408, 500, 502, 503, 504] {
            let request = Request { method: "GET", url: target, ..Request::default() };
            let reply = service.failure(&request, status);
            assert!(service.headers(&reply.head).contains(&("cache-control", "no-store".into())), "{status}");
        }
    }
}
