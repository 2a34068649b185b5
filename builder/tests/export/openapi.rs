//! Rule: what is answered to every recorded request, from the exported real catalogue, is what the API's description says.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;

use catalog_edge::http::{Body, Outcome, Policy, Request, Service, Variables};
use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::conformance::golden;
use crate::description::{Answer, Description};
use crate::support::real_catalog;
use crate::support::{Builder, Target};

/// Parts of a recorded request that matter here. Its body may hold numbers longer than any type.
#[derive(Debug, Deserialize)]
struct Recorded {
    method: String,
    target: String,
    request_headers: BTreeMap<String, String>,
    status: u16,
}

fn recorded() -> Vec<Recorded> {
    let mut lines = String::new();
    GzDecoder::new(File::open(golden("requests.ndjson.gz")).unwrap()).read_to_string(&mut lines).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn replies_to_recorded_requests_are_as_described() {
    let Some(database) = real_catalog() else { return };
    let target = Target::new();
    Builder::export_all(&database.url(), &target.path()).run().succeeded();
    let bytes = target.bytes();
    let variables = Variables {
        cors_origins: Some("https://anyplot.ai, https://www.anyplot.ai"),
        cors_localhost: Some("on"),
        ..Variables::default()
    };
    let service = Service::open(&bytes, Policy::parse(&variables).unwrap()).unwrap();
    let documents = target.documents();
    let description = Description::read();

    let requests = recorded();
    assert!(requests.len() > 500, "{} requests are few", requests.len());
    for Recorded { method, target, request_headers, status } in requests {
        let header = |name: &str| request_headers.get(name).map(String::as_str);
        let request = Request {
            method: &method,
            url: &format!("https://edge.example{target}"),
            origin: header("Origin"),
            if_none_match: header("If-None-Match"),
            requested_method: header("Access-Control-Request-Method"),
            requested_headers: header("Access-Control-Request-Headers"),
        };
        let Outcome::Reply(reply) = service.respond(&request) else { panic!("{target} went to an origin") };
        let headers = service.headers(&reply.head).into_iter();
        let answer = Answer {
            status: reply.head.status,
            headers: headers.map(|(name, value)| (name.to_owned(), value.into_owned())).collect(),
            body: match reply.body {
                // The platform leaves it out.
                _ if method == "HEAD" => Vec::new(),
                Body::Empty => Vec::new(),
                Body::Bytes(bytes) => bytes.into_owned(),
                Body::Chunked(first, rest) => service.whole(&request, first, *rest),
                Body::Document(path) | Body::Page(path) => fs::read(documents.join(path)).unwrap(),
            },
        };
        assert_eq!(answer.status, status, "{method} {target}");
        assert_eq!(description.check(&method, &target, &answer), Ok(()), "{method} {target}");
    }
}
