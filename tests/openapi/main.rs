//! Rule: `src/site/openapi.json` is a valid description of exactly the replies that the service sends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test binary uses its share of what supports them")]

#[path = "../support"]
mod support {
    pub(crate) mod catalogs;
    pub(crate) mod markdown;
    pub(crate) mod mutants;
    pub(crate) mod openapi;
    pub(crate) mod queries;
}

mod document;
mod guide;
mod mutants;
mod parameters;
mod replies;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use catalog_edge::http::{Body, Outcome, Policy, Request, Service, Variables};
use catalog_edge::snapshot::Location;
use serde_json::Value;
use support::openapi::{Answer, Description};
use xtask::snapshot;

const PAGE: &str = "https://anyplot.ai";

fn description() -> &'static Description {
    static READ: OnceLock<Description> = OnceLock::new();
    READ.get_or_init(Description::read)
}

fn opened(snapshot: Vec<u8>) -> Service<'static> {
    let variables = Variables { cors_origins: Some(PAGE), cors_localhost: Some("on"), ..Variables::default() };
    Service::open(snapshot.leak(), Policy::parse(&variables).unwrap()).unwrap()
}

/// The synthetic catalogue: as large as the real one, with documents.
fn made_up() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| snapshot::default().unwrap())
}

/// A service that answers from it.
fn service() -> &'static Service<'static> {
    static OPENED: OnceLock<Service<'static>> = OnceLock::new();
    OPENED.get_or_init(|| opened(fs::read(made_up()).unwrap()))
}

fn ask(service: &Service<'_>, request: &Request<'_>, target: &str) -> Answer {
    let url = format!("https://edge.example{target}");
    let request = Request { url: &url, ..*request };
    let Outcome::Reply(reply) = service.respond(&request) else {
        panic!("{target} was forwarded to an origin");
    };
    let headers = service.headers(&reply.head).into_iter();
    Answer {
        status: reply.head.status,
        headers: headers.map(|(name, value)| (name.to_owned(), value.into_owned())).collect(),
        body: match reply.body {
            // The platform leaves out the body.
            _ if request.method == "HEAD" => Vec::new(),
            Body::Empty => Vec::new(),
            Body::Bytes(bytes) => bytes.into_owned(),
            Body::Chunked(first, rest) => service.whole(&request, first, *rest),
            // For a 304, it is enough that the document exists.
            Body::Document(_) if reply.head.status == 304 => Vec::new(),
            Body::Document(path) | Body::Page(path) => {
                fs::read(Location::of(made_up()).unwrap().documents().join(path)).unwrap()
            }
        },
    }
}

fn get(target: &str) -> Answer {
    ask(service(), &Request { method: "GET", ..Request::default() }, target)
}

/// The answer to a request, which must conform to the description.
#[track_caller]
fn conforms(request: &Request<'_>, target: &str) -> Answer {
    let answer = ask(service(), request, target);
    if let Err(why) = description().check(request.method, target, &answer) {
        panic!("{request:?} {target}: {why}\n{:?}", answer.headers);
    }
    answer
}

/// An image of the synthetic catalogue.
fn image() -> &'static Value {
    static FOUND: OnceLock<Value> = OnceLock::new();
    FOUND.get_or_init(|| {
        let reply: Value = serde_json::from_slice(&get("/plots/filter?lang=python&limit=1").body).unwrap();
        reply["images"][0].clone()
    })
}

/// A target that a described path answers with 200.
fn example(template: &str) -> String {
    let name = |key: &str| image()[key].as_str().unwrap();
    let id = if template.starts_with("/libraries/") { name("library") } else { name("spec_id") };
    let path = template.replace("{id}", id).replace("{library}", name("library")).replace("{facet}", "lib");
    match template {
        "/plots/filter" => format!("{path}?lib={}&values=1&limit=1", name("library")),
        "/plots/facets/{facet}" => format!("{path}?q={}", name("library")),
        _ => path,
    }
}

/// Every object in the document with the key, and its location.
fn with_key<'d>(value: &'d Value, key: &str, at: &str, found: &mut Vec<(String, &'d Value)>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(place, value)| (place.to_string(), value)).collect(),
        _ => return,
    };
    if value.get(key).is_some() {
        found.push((at.to_owned(), value));
    }
    for (name, value) in members {
        with_key(value, key, &format!("{at}/{name}"), found);
    }
}

fn all_with_key(key: &str) -> Vec<(String, &'static Value)> {
    let mut found = Vec::new();
    with_key(&description().document, key, "", &mut found);
    found
}
