//! Rule: the runtime sends the replies of the service, to many clients at the same time and within bounded memory.

use std::{fs, thread};

use catalog_edge::http::{Body, Outcome, Policy, Reply, Request, Service, Variables};
use xtask::assets;

use crate::edge::{TARGETS, deployed, get, many_images, serve, snapshot_file};
use crate::raw_client::request;

#[test]
fn the_runtime_sends_what_the_service_replies() {
    let bytes = fs::read(snapshot_file()).unwrap();
    let variables =
        Variables { cors_origins: Some("https://a.example"), cors_localhost: Some("on"), ..Variables::default() };
    let service = Service::open(&bytes, Policy::parse(&variables).unwrap()).unwrap();
    let worker = deployed().with_variable("CORS_ORIGINS", "https://a.example");
    let (server, _) = serve(&worker, "replies");
    let headers = [
        vec![],
        vec![("Origin", "https://a.example")],
        vec![("Origin", "http://localhost:5173"), ("If-None-Match", "*")],
        vec![("Origin", "https://evil.example"), ("Access-Control-Request-Method", "GET")],
        vec![
            ("Origin", "https://a.example"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "x-a, x-b"),
        ],
    ];
    for target in TARGETS {
        for method in ["GET", "HEAD", "POST", "OPTIONS"] {
            for headers in &headers {
                let find = |name| headers.iter().find_map(|(field, value)| (*field == name).then_some(*value));
                let url = format!("http://localhost{target}");
                let Outcome::Reply(reply) = service.respond(&Request {
                    method,
                    url: &url,
                    origin: find("Origin"),
                    if_none_match: find("If-None-Match"),
                    requested_method: find("Access-Control-Request-Method"),
                    requested_headers: find("Access-Control-Request-Headers"),
                }) else {
                    panic!("{target} was forwarded");
                };
                let answer = request(server.port(), method, target, headers).unwrap();
                let context = format!("{method} {target} {headers:?}");
                assert_eq!(answer.status, reply.head.status, "{context}");
                let mut sent = answer.headers;
                // Fields that the runtime adds for the connection.
                sent.retain(|(name, _)| !["content-length", "transfer-encoding", "connection"].contains(&&**name));
                let mut fields: Vec<(String, String)> = service
                    .headers(&reply.head)
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value.into_owned()))
                    .collect();
                sent.sort();
                fields.sort();
                assert_eq!(sent, fields, "{context}");
                let body = match reply.body {
                    _ if method == "HEAD" => Vec::new(),
                    Body::Bytes(bytes) => bytes.into_owned(),
                    Body::Chunked(first, rest) => {
                        let url = format!("http://localhost{target}");
                        service.whole(&Request { method: "GET", url: &url, ..Request::default() }, first, *rest)
                    }
                    _ => Vec::new(),
                };
                assert!(answer.body == body, "{context}");
            }
        }
    }
}

#[test]
fn a_body_in_chunks_arrives_whole() {
    let file = many_images("whole");
    let bytes = fs::read(&file).unwrap();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    let (server, _) = serve(&deployed().with_catalog(&file, &assets::folder()), "many");
    for target in ["/plots/filter?lib=matplotlib", "/plots/filter?sort=newest", "/libraries/matplotlib/images"] {
        let url = format!("http://localhost{target}");
        let asked = Request { method: "GET", url: &url, ..Request::default() };
        let Outcome::Reply(Reply { head, body: Body::Chunked(first, rest) }) = service.respond(&asked) else {
            panic!("the reply to {target} is not in chunks");
        };
        let answer = get(&server, target);
        assert_eq!(answer.status, 200);
        for (name, value) in service.headers(&head) {
            assert_eq!(answer.header(name), Some(&*value), "{name}");
        }
        assert!(answer.body == service.whole(&asked, first, *rest), "{target}");
        let head = request(server.port(), "HEAD", target, &[]).unwrap();
        assert_eq!((head.status, head.body.len()), (200, 0));
    }
}

#[test]
fn a_trailing_slash_redirects() {
    let (server, _) = serve(&deployed(), "redirect");
    let answer = get(&server, "/stats/?a=b");
    assert_eq!((answer.status, answer.header("location")), (307, Some("/stats?a=b")));
    assert_eq!(answer.body, b"");
}

#[test]
fn replies_to_concurrent_requests_are_those_of_single_ones() {
    let (server, _) = serve(&deployed(), "concurrent");
    let ask = |method, target| {
        let answer = request(server.port(), method, target, &[]).unwrap();
        (answer.status, answer.headers, answer.body)
    };
    // Replies with and without a body. Many of them are the same cached response.
    let asked = TARGETS.map(|target| ["GET", "HEAD"].map(|method| (method, target))).concat();
    let expected: Vec<_> = asked.iter().map(|(method, target)| ask(method, target)).collect();
    thread::scope(|scope| {
        for first in 0..8 {
            let (ask, asked, expected) = (&ask, &asked, &expected);
            scope.spawn(move || {
                for number in first..first + 200 {
                    let at = number % asked.len();
                    let (method, target) = asked[at];
                    assert!(ask(method, target) == expected[at], "{method} {target}");
                }
            });
        }
    });
}

#[test]
fn memory_stays_bounded_over_two_thousand_large_replies() {
    let (server, _) = serve(&deployed(), "memory");
    let expected = get(&server, "/plots/filter").body;
    assert!(expected.len() > 1_000_000, "the reply has only {} bytes", expected.len());
    // The runtime decides when it collects garbage, so memory may grow for a while, but must stop growing.
    let mut resident = Vec::new();
    for _ in 0..4 {
        for _ in 0..500 {
            assert!(get(&server, "/plots/filter").body == expected);
        }
        resident.push(server.resident_bytes().unwrap() >> 20);
    }
    assert!(resident[3] < 600 && resident[3] < resident[1] + 200, "MiB after each 500 replies: {resident:?}");
}
