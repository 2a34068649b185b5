//! Rule: routes, methods, error shapes and caching equal those of the service this one replaces.

use catalog_edge::http::Body;
use catalog_edge::snapshot;

use crate::ask::{Answer, edge, without_documents};
use crate::sample;

fn ask(method: &str, target: &str) -> Answer {
    edge().ask(method, target)
}

#[test]
fn every_read_says_that_it_is_json_and_how_long_it_keeps() {
    for (target, cache) in [
        ("/stats", "public, max-age=600, stale-while-revalidate=3600"),
        ("/languages", "public, max-age=600, stale-while-revalidate=3600"),
        ("/libraries?x=1", "public, max-age=600, stale-while-revalidate=3600"),
        ("/libraries/plotly/images", "public, max-age=300, stale-while-revalidate=3600"),
        ("/plots/filter", "public, max-age=60, stale-while-revalidate=600"),
        ("/health", "no-store"),
    ] {
        let answer = ask("GET", target);
        assert_eq!(answer.status, 200, "{target}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{target}");
        assert_eq!(answer.header("cache-control"), Some(cache), "{target}");
        answer.json();
    }
}

#[test]
fn lists_are_ordered_by_name_as_people_read_it() {
    let names = |target: &str, list: &str| {
        let body = ask("GET", target).json();
        body[list].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("/languages", "languages"), ["Julia", "Python", "R"]);
    assert_eq!(names("/libraries", "libraries"), ["\"Unused\"", "ggplot2", "Matplotlib", "Plotly"]);
}

#[test]
fn health_tells_what_it_answers_from() {
    let bytes = snapshot::build(&sample::sample(), sample::documents()).unwrap();
    let digest = snapshot::open(&bytes).unwrap().digest.to_string();
    let health = ask("GET", "/health").json();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["snapshot"]["digest"], digest);
    assert_eq!(health["snapshot"]["changed"], "2026-01-02T03:04:05Z");
    assert_eq!((&health["snapshot"]["documents"], &health["snapshot"]["code"]), (&true.into(), &true.into()));
    let worker = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"), "digest": "c0de", "cloudflare_version": null,
    });
    assert_eq!(health["worker"], worker);
    let health = without_documents().get("/health").json();
    assert_eq!((&health["snapshot"]["documents"], &health["snapshot"]["code"]), (&false.into(), &false.into()));
    assert_eq!(health["counts"]["images"], 8);
    assert_eq!(health["counts"]["plots"], 9);
}

/// In reply to a HEAD, the platform sends the length of the body, but not the body.
#[test]
fn a_head_is_answered_as_a_get() {
    for target in
        ["/stats", "/plots/filter?lib=plotly", "/libraries/nope/images", "/plots/filter?limit=0", "/nope", "/specs"]
    {
        let (head, get) = (ask("HEAD", target), ask("GET", target));
        assert_eq!((head.status, &head.headers, &head.body), (get.status, &get.headers, &get.body), "{target}");
        assert!(get.body != Body::Empty, "{target}");
    }
}

#[test]
fn a_library_without_images_has_an_empty_list_and_an_unknown_one_is_not_found() {
    assert_eq!(ask("GET", "/libraries/unused/images").text(), r#"{"library":"unused","images":[]}"#);
    for (target, body) in [
        ("/libraries/x/images", r#"{"status":404,"message":"Library 'x' not found","path":"/libraries/x/images"}"#),
        (
            "/libraries/Plotly/images",
            r#"{"status":404,"message":"Library 'Plotly' not found","path":"/libraries/Plotly/images"}"#,
        ),
        ("/libraries/%20/images", r#"{"status":404,"message":"Library ' ' not found","path":"/libraries/ /images"}"#),
        ("/libraries/%22/images", r#"{"status":404,"message":"Library '\"' not found","path":"/libraries/\"/images"}"#),
    ] {
        let answer = ask("GET", target);
        assert_eq!((answer.status, answer.text()), (404, body));
        assert_eq!(answer.header("content-type"), Some("application/json"));
    }
}

#[test]
fn unknown_routes_are_not_found_whatever_the_method() {
    for target in ["/nope", "/plots", "/plots/", "/plots/filter/x", "/Stats", "/libraries/a/b/images"] {
        for method in ["GET", "PATCH", "BREW"] {
            let answer = ask(method, target);
            assert_eq!((answer.status, answer.text()), (404, r#"{"detail":"Not Found"}"#), "{target}");
        }
    }
}

#[test]
fn other_methods_are_told_which_are_allowed() {
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", ""] {
        let answer = ask(method, "/stats");
        assert_eq!((answer.status, answer.text()), (405, r#"{"detail":"Method Not Allowed"}"#));
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
}

#[test]
fn a_trailing_slash_redirects_for_every_method() {
    for method in ["GET", "HEAD", "PUT"] {
        let answer = ask(method, "/plots/filter/?lib=a%2Cb");
        assert_eq!((answer.status, answer.header("location")), (307, Some("/plots/filter?lib=a%2Cb")));
        assert_eq!(answer.body, Body::Empty);
    }
}

#[test]
fn unacceptable_limits_are_reported_in_pydantics_shape() {
    for (query, body) in [
        (
            "limit=0&offset=-1",
            concat!(
                r#"{"detail":[{"type":"greater_than_equal","loc":["query","limit"],"#,
                r#""msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1}},"#,
                r#"{"type":"greater_than_equal","loc":["query","offset"],"#,
                r#""msg":"Input should be greater than or equal to 0","input":"-1","ctx":{"ge":0}}]}"#
            )
            .to_owned(),
        ),
        (
            "limit=a%00%22",
            concat!(
                r#"{"detail":[{"type":"int_parsing","loc":["query","limit"],"#,
                r#""msg":"Input should be a valid integer, unable to parse string as an integer","input":"a\u0000\""}]}"#
            )
            .to_owned(),
        ),
        (
            &*format!("offset={}", "9".repeat(4301)),
            format!(
                "{}{}\"}}]}}",
                concat!(
                    r#"{"detail":[{"type":"int_parsing_size","loc":["query","offset"],"#,
                    r#""msg":"Unable to parse input string as an integer, exceeded maximum size","input":""#
                ),
                "9".repeat(4301)
            ),
        ),
    ] {
        let answer = ask("GET", &format!("/plots/filter?{query}"));
        assert_eq!((answer.status, answer.text()), (422, &*body));
    }
}

#[test]
fn limit_and_offset_are_echoed_as_numbers_of_any_size() {
    let nines = "9".repeat(4300);
    let answer = ask("GET", &format!("/plots/filter?offset=0_7.0&limit={nines}"));
    assert!(answer.text().ends_with(&format!("\"offset\":7,\"limit\":{nines}}}")));
    assert!(ask("GET", "/plots/filter").text().ends_with("\"offset\":0,\"limit\":null}"));
}

#[test]
fn more_groups_than_anyone_types_are_answered() {
    let query = "lang=python&".repeat(2_000);
    let body = ask("GET", &format!("/plots/filter?{query}")).json();
    assert_eq!(body["orCounts"].as_array().unwrap().len(), 2_000);
    assert_eq!(body["orCounts"][1_999], serde_json::json!({"python": 5}));
}
