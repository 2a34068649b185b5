//! Rule: every reply is as described: to every path and method, to what is wrong, and without a snapshot.

use std::{collections::BTreeSet, sync::OnceLock};

use catalog_edge::http::{Body, Policy, Request, Service};
use catalog_edge::model::{Facet, Records};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{catalogs, openapi::Answer, queries};
use crate::{PAGE, ask, conforms, description, example, get, opened, service};

/// Each variant of the router's enum begins with its path.
#[test]
fn every_described_path_is_answered_as_described() {
    for template in description().paths() {
        let target = example(template);
        for origin in [None, Some(PAGE), Some("http://localhost:5173"), Some("https://evil.example")] {
            for method in ["GET", "HEAD"] {
                let request = Request { method, origin, ..Request::default() };
                assert_eq!(conforms(&request, &target).status, 200, "{method} {target}");
                let request = Request { if_none_match: Some("*"), ..request };
                assert_eq!(conforms(&request, &target).status, 304, "{method} {target}");
            }
            let (path, query) = target.split_once('?').map_or((&*target, ""), |(path, query)| (path, query));
            let request = Request { method: "GET", origin, ..Request::default() };
            assert_eq!(conforms(&request, &format!("{path}/?{query}")).status, 307, "{path}/");
            let request = Request { method: "POST", origin, ..Request::default() };
            assert_eq!(conforms(&request, &target).status, 405, "{target}");
        }
    }
}

#[test]
fn every_error_is_answered_as_described() {
    let many_groups = format!("/plots/filter?{}", (0..65).map(|group| format!("&lib={group}")).collect::<String>());
    let many_exclusions = format!("/plots/facets/lib?not.lib={}", "a,".repeat(1_001));
    for (target, status) in [
        ("/libraries/nope/images", 404),
        ("/specs/nope", 404),
        ("/specs/nope/images", 404),
        ("/specs/nope/nope/code", 404),
        ("/plots/filter?limit=0", 422),
        ("/plots/filter?limit=x&offset=-1", 422),
        ("/plots/filter?sort=best&facets=lib,x,y&fields=x&omit=x&values=0&not.x=a&not.%0A=b", 422),
        (&many_groups, 422),
        (&many_exclusions, 422),
        ("/plots/filter?sort=random", 422),
        ("/plots/filter?sort=random&seed=4294967296", 422),
        ("/plots/filter?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q", 422),
        ("/plots/facets/nope?limit=0", 404),
        ("/plots/facets/lib?limit=1001&offset=x&not.x=a", 422),
        ("/libraries/nope/images?sort=relevance", 404),
        ("/libraries/matplotlib/images?sort=relevance", 422),
        ("/libraries/matplotlib/images?sort=random&limit=0", 422),
        ("/nope", 404),
        ("/./stats", 400),
        ("/plots\\filter", 400),
    ] {
        for (method, origin) in [("GET", None), ("HEAD", None), ("GET", Some(PAGE))] {
            let request = Request { method, origin, ..Request::default() };
            assert_eq!(conforms(&request, target).status, status, "{target}");
        }
    }
}

#[test]
fn preflights_are_answered_as_described() {
    for (origin, requested_method, requested_headers, status) in [
        (Some(PAGE), Some("GET"), None, 200),
        (Some(PAGE), Some("POST"), Some("content-type"), 200),
        (Some(PAGE), Some("BREW"), None, 400),
        (Some("https://evil.example"), Some("GET"), None, 400),
        (Some("https://evil.example"), Some("BREW"), None, 400),
        (None, Some("GET"), None, 405),
        (Some(PAGE), None, None, 405),
    ] {
        let request = Request { method: "OPTIONS", origin, requested_method, requested_headers, ..Request::default() };
        assert_eq!(conforms(&request, "/stats").status, status, "{request:?}");
    }
}

#[test]
fn failures_are_as_described_with_and_without_a_snapshot() {
    let unavailable = Service::unavailable(Policy::default());
    for (service, statuses) in [(service(), &[400, 408, 500, 502, 503, 504][..]), (&unavailable, &[500, 503])] {
        for &status in statuses {
            let target = if matches!(status, 400 | 408 | 502 | 504) { "/nope" } else { "/stats" };
            let request =
                Request { method: "GET", url: &format!("https://edge.example{target}"), ..Request::default() };
            let reply = service.failure(&request, status);
            let headers = service.headers(&reply.head).into_iter();
            let Body::Bytes(body) = reply.body else { panic!("{status} has no body") };
            let answer = Answer {
                status,
                headers: headers.map(|(name, value)| (name.to_owned(), value.into_owned())).collect(),
                body: body.into_owned(),
            };
            assert_eq!(description().check("GET", target, &answer), Ok(()), "{status}");
        }
    }
}

#[test]
fn all_resources_of_a_catalog_are_as_described() {
    let everything: Value = serde_json::from_slice(&get("/plots/filter").body).unwrap();
    let images = everything["images"].as_array().unwrap();
    assert!(images.len() > 3_000, "found only {} images", images.len());
    let mut targets = BTreeSet::from(["/plots/filter".to_owned()]);
    for facet in Facet::ALL.map(Facet::name) {
        targets.extend([
            format!("/plots/facets/{facet}?limit=1000"),
            format!("/plots/facets/{facet}?q=a&words=b&lang=python&not.lib=plotly&offset=1"),
            format!("/plots/filter?facets={facet}&values=2&lang=python&not.lib=plotly&q=a&sort=relevance&fields=url"),
        ]);
    }
    for image in images {
        let name = |key: &str| image[key].as_str().unwrap();
        let (spec, library) = (name("spec_id"), name("library"));
        targets.extend([
            format!("/specs/{spec}"),
            format!("/specs/{spec}/images"),
            format!("/specs/{spec}/{library}/code?language={}", name("language")),
            format!("/libraries/{library}/images"),
            format!("/libraries/{library}/images?sort=random&seed=7&offset=3&limit=5"),
        ]);
    }
    assert!(targets.len() > 4_000, "found only {} targets", targets.len());
    for target in targets {
        let request = Request { method: "GET", ..Request::default() };
        assert_eq!(conforms(&request, &target).status, 200, "{target}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replies_to_generated_queries_are_as_described(pieces in queries::query()) {
        static OPENED: OnceLock<(Records, Service<'static>)> = OnceLock::new();
        let (records, service) = OPENED.get_or_init(|| {
            let records = catalogs::large(300, 30, catalogs::Urls::Mixed);
            let bytes = catalog_edge::snapshot::build(&records, None).unwrap();
            (records, opened(bytes))
        });
        let target = format!("/plots/filter?{}", queries::spell(&pieces, records));
        let answer = ask(service, &Request { method: "GET", ..Request::default() }, &target);
        prop_assert_eq!(description().check("GET", &target, &answer), Ok(()));
    }
}
