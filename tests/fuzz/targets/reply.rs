//! Rule: any request is answered, and each reply keeps the laws below. Filters, lists of images and statistics are the
//! bytes of the naive model.
//!
//! An input is a request as text: method and target in the first line, a header in each further line.

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

use catalog_edge::http::{Body, Outcome, Policy, Reply, Request, Service, Variables};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use support::{naive::Naive, sample::sample};

/// Address of this service, and of the one behind it.
const EDGE: &str = "https://edge.example";
const ORIGIN: &str = "https://origin.example";

struct Services {
    alone: Service<'static>,
    in_front: Service<'static>,
    naive: Naive,
}

static SERVICES: LazyLock<Services> = LazyLock::new(|| {
    let snapshot = include_bytes!("../../../snapshots/golden/v2.snap");
    let open = |origin| {
        let cors_origins = Some("https://listed.example");
        let variables = Variables { cors_origins, cors_localhost: Some("on"), origin, ..Variables::default() };
        Service::open(snapshot, Policy::parse(&variables).unwrap()).unwrap()
    };
    Services { alone: open(None), in_front: open(Some(ORIGIN)), naive: Naive::new(&sample()) }
});

/// The request in `text`. `None` if no HTTP parser passes it on.
fn request<'t>(text: &'t str, url: &'t mut String) -> Option<Request<'t>> {
    let mut lines = text.lines();
    let (method, target) = lines.next()?.split_once(' ')?;
    // A platform passes on a path without spaces and control characters.
    if method.is_empty() || !target.starts_with('/') || target.contains(|c: char| c <= ' ' || c == '\u{7f}') {
        return None;
    }
    *url = format!("{EDGE}{target}");
    let mut request = Request { method, url, ..Request::default() };
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        if value.contains(char::is_control) {
            return None;
        }
        match name {
            "origin" => request.origin = Some(value),
            "if-none-match" => request.if_none_match = Some(value),
            "access-control-request-method" => request.requested_method = Some(value),
            "access-control-request-headers" => request.requested_headers = Some(value),
            _ => {}
        }
    }
    Some(request)
}

fn reply<'s>(service: &'s Service<'_>, request: &Request<'_>) -> Reply<'s> {
    match service.respond(request) {
        Outcome::Reply(reply) => reply,
        Outcome::Forward(forward) => panic!("forwarded to {}", forward.url),
    }
}

fn field(service: &Service<'_>, reply: &Reply<'_>, name: &str) -> Option<String> {
    let fields = service.headers(&reply.head);
    fields.into_iter().find(|(field, _)| *field == name).map(|(_, value)| value.into_owned())
}

/// Laws of every reply to `request`.
fn is_lawful(service: &Service<'_>, request: &Request<'_>, reply: &Reply<'_>) {
    assert!(matches!(reply.head.status, 200 | 304 | 307 | 400 | 404 | 405 | 422), "{}", reply.head.status);
    for (name, value) in service.headers(&reply.head) {
        assert!(!name.contains(|c: char| c.is_uppercase()), "{name}");
        assert!(!value.contains(char::is_control), "{name}: {value}");
    }
    let is_json = field(service, reply, "content-type").as_deref() == Some("application/json");
    if let (Body::Bytes(body), true) = (&reply.body, is_json) {
        serde_json::from_slice::<Value>(body).unwrap();
    }
    assert_eq!(reply.head.status == 304, reply.body == Body::Empty && field(service, reply, "etag").is_some());
    if matches!(request.method, "GET" | "HEAD") {
        for method in ["GET", "HEAD"] {
            let other = self::reply(service, &Request { method, ..*request });
            assert_eq!((&other.head, &other.body), (&reply.head, &reply.body));
        }
    }
    // Pages and documents become a 304 in the same way, but have no body here.
    if let (200, Some(tag)) = (reply.head.status, field(service, reply, "etag")) {
        let again = self::reply(service, &Request { if_none_match: Some(&tag), ..*request });
        assert_eq!(again.head.status, 304);
        assert_eq!(field(service, &again, "etag"), Some(tag));
    }
}

/// The reply of the naive model to a GET of `target`, if it knows the route and the name in it. It does not decode names.
fn expected(naive: &Naive, target: &str) -> Option<(u16, String)> {
    let (target, _) = target.split_once('#').unwrap_or((target, ""));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let reply = match segments[..] {
        ["plots", "filter"] => naive.filter(query),
        ["plots", "facets", facet] => naive.facet_search(facet, query),
        ["stats"] => (200, naive.stats()),
        ["libraries", id, "images"] => naive.library_images(id, query),
        ["specs", id, "images"] => naive.spec_images(id),
        _ => return None,
    };
    Some(reply).filter(|(status, _)| *status != 404)
}

fuzz_target!(|text: &str| {
    let Services { alone, in_front, naive } = &*SERVICES;
    let mut url = String::new();
    let Some(request) = request(text, &mut url) else { return };
    let answer = reply(alone, &request);
    is_lawful(alone, &request, &answer);
    if let (200 | 422, "GET", Body::Bytes(body)) = (answer.head.status, request.method, &answer.body)
        && let Some((status, expected)) = expected(naive, &request.url[EDGE.len()..])
    {
        assert_eq!((answer.head.status, str::from_utf8(body).unwrap()), (status, &*expected));
    }

    match in_front.respond(&request) {
        Outcome::Reply(reply) => is_lawful_in_front(in_front, &reply),
        Outcome::Forward(forward) => {
            let reference = forward.url.strip_prefix(ORIGIN).unwrap();
            assert!(reference.starts_with('/'));
            assert!(request.url.ends_with(reference) || request.url.contains('#'));
        }
    }
});

/// Laws of a reply that was not left to the service behind this one.
fn is_lawful_in_front(service: &Service<'_>, reply: &Reply<'_>) {
    assert!(!matches!(reply.head.status, 404 | 405) || field(service, reply, "content-type").is_some());
    assert!(service.headers(&reply.head).iter().all(|(_, value)| !value.contains(char::is_control)));
}
