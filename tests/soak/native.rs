//! The right reply to a request, from the same service without the runtime.

use std::fs;
use std::path::PathBuf;

use catalog_edge::http::{Body, Outcome, Reply, Request, Service};

use crate::requests::Asked;

/// The service that the worker is built of, and the folder of its assets.
pub(crate) struct Native<'a> {
    pub(crate) service: Service<'a>,
    pub(crate) assets: PathBuf,
}

/// A reply: status, header fields in order of their names, body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Value of the field `name`.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(field, value)| (field == name).then_some(value.as_str()))
    }
}

impl Native<'_> {
    /// The answer that the worker must send.
    pub(crate) fn answer(&self, asked: &Asked) -> Answer {
        let url = format!("http://localhost{}", asked.target);
        let request = Request {
            method: asked.method,
            url: &url,
            origin: asked.header("Origin"),
            if_none_match: asked.header("If-None-Match"),
            requested_method: asked.header("Access-Control-Request-Method"),
            requested_headers: asked.header("Access-Control-Request-Headers"),
        };
        let Outcome::Reply(reply) = self.service.respond(&request) else {
            panic!("{asked:?} was forwarded");
        };
        let (reply, body) = self.with_body(&request, reply);
        let headers = self.service.headers(&reply.head);
        let mut headers: Vec<(String, String)> =
            headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_owned())).collect();
        headers.sort();
        let has_body = asked.method != "HEAD" && reply.head.status != 304;
        Answer { status: reply.head.status, headers, body: if has_body { body } else { Vec::new() } }
    }

    /// The reply with its body, or the failure if its asset is missing.
    fn with_body<'s>(&'s self, request: &Request<'_>, reply: Reply<'s>) -> (Reply<'s>, Vec<u8>) {
        let asset = |path: &str| fs::read(self.assets.join(path)).ok();
        let found = match &reply.body {
            Body::Empty => Some(Vec::new()),
            Body::Bytes(bytes) => Some(bytes.to_vec()),
            Body::Chunked(first, rest) => Some(self.service.whole(request, first.clone(), (**rest).clone())),
            Body::Document(path) | Body::Page(path) => asset(path),
        };
        match found {
            Some(body) => (reply, body),
            None => {
                let status = if matches!(reply.body, Body::Page(_)) { 404 } else { 503 };
                let failure = self.service.failure(request, status);
                let Body::Bytes(body) = &failure.body else { panic!("a failure has a body") };
                let body = body.to_vec();
                (failure, body)
            }
        }
    }
}
