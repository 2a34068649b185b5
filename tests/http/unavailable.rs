//! Rule: a fault is answered in the service's shape and without details, and pages that may read replies may read it. A
//! service without a snapshot leaves everything to the origin, if there is one.

use catalog_edge::http::{Policy, Request, Service, Variables};

use crate::ask::{edge, outcome};

fn policy(origin: Option<&str>) -> Policy {
    Policy::parse(&Variables { cors_origins: Some("https://anyplot.ai"), origin, ..Variables::default() }).unwrap()
}

const REQUEST: Request<'_> = Request {
    method: "GET",
    url: "",
    origin: Some("https://anyplot.ai"),
    if_none_match: Some("*"),
    requested_method: None,
    requested_headers: None,
};

#[test]
fn without_a_snapshot_everything_is_unavailable() {
    let service = Service::unavailable(policy(None));
    for target in ["/stats", "/nope", "/explore"] {
        let answer = outcome(&service, &REQUEST, target).unwrap();
        let body = format!(r#"{{"status":503,"message":"Service unavailable","path":"{target}"}}"#);
        assert_eq!((answer.status, answer.text()), (503, &*body));
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://anyplot.ai"));
        assert_eq!(answer.header("snapshot-digest"), None);
        assert_eq!(answer.header("retry-after"), Some("30"));
    }
}

#[test]
fn without_a_snapshot_the_origin_answers_everything() {
    let service = Service::unavailable(policy(Some("https://api.example")));
    assert_eq!(outcome(&service, &REQUEST, "/stats?a").unwrap_err(), "https://api.example/stats?a");
}

#[test]
fn faults_have_the_shape_of_the_service() {
    let service = Service::unavailable(policy(None));
    for (status, message) in [
        (400, "Host must be one name or address: send one Host field"),
        (404, "Page not found"),
        (408, "Request body did not arrive"),
        (500, "Internal server error"),
        (502, "Origin unavailable"),
        (503, "Service unavailable"),
        (504, "Origin timed out"),
    ] {
        let request = Request { url: "https://edge.example/a%20b?c=d", ..REQUEST };
        let reply = service.failure(&request, status);
        assert_eq!(reply.head.status, status);
        let retry = service.headers(&reply.head).into_iter().any(|(name, _)| name == "retry-after");
        assert_eq!(retry, status == 503);
        let body = format!(r#"{{"status":{status},"message":"{message}","path":"/a b"}}"#);
        assert_eq!(reply.body, catalog_edge::http::Body::Bytes(body.into_bytes().into()));
        let headers = service.headers(&reply.head);
        for (name, value) in [
            ("content-type", "application/json"),
            ("access-control-allow-origin", "https://anyplot.ai"),
            ("vary", "Origin"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert!(headers.contains(&(name, value.into())), "{status}: {headers:?}");
        }
    }
    assert_eq!(edge().get("/stats").header("access-control-allow-origin"), None);
}
