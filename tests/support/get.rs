//! A GET to a service, for tests that need only the reply.

use catalog_edge::http::{Body, Outcome, Request, Service};

/// Status and body. For a document, the path of its asset.
pub(crate) fn get(service: &Service<'_>, target: &str) -> (u16, String) {
    let url = format!("https://edge.example{target}");
    let request = Request { method: "GET", url: &url, ..Request::default() };
    match service.respond(&request) {
        Outcome::Forward(forward) => panic!("{target} was forwarded to {}", forward.url),
        Outcome::Reply(reply) => {
            let body = match reply.body {
                Body::Empty => String::new(),
                Body::Bytes(bytes) => String::from_utf8(bytes.into_owned()).unwrap(),
                Body::Chunked(first, rest) => String::from_utf8(service.whole(&request, first, *rest)).unwrap(),
                Body::Document(path) | Body::Page(path) => path,
            };
            (reply.head.status, body)
        }
    }
}
