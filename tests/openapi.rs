//! Rule: `src/site/openapi.json` is a valid description of exactly the replies that the service sends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test binary uses its share of what supports them")]

mod support {
    pub(crate) mod catalogs;
    pub(crate) mod mutants;
    pub(crate) mod openapi;
    pub(crate) mod queries;
}

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use catalog_edge::http::{Body, Outcome, Policy, Request, Service, Variables};
use catalog_edge::model::{Facet, Records};
use catalog_edge::snapshot::Location;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{
    catalogs, mutants,
    openapi::{Answer, Description, compiled, refusals, schema_name},
    queries,
};
use xtask::{path, setup, snapshot};

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
            Body::Chunked(count) => service.whole(&request, count),
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
    let path = template.replace("{id}", id).replace("{library}", name("library"));
    if template == "/plots/filter" { format!("{path}?lib={}&limit=1", name("library")) } else { path }
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

#[test]
fn the_description_is_valid_openapi() {
    setup::npm_packages().unwrap();
    let official = path("node_modules/@seriousme/openapi-schema-validator/schemas/v3.1/schema.json");
    let official = compiled(&serde_json::from_slice(&fs::read(official).unwrap()).unwrap());
    let document = &description().document;
    assert_eq!(refusals(&official, document), None);
    let mut broken = document.clone();
    broken["paths"]["/stats"]["get"]["responses"]["200"].as_object_mut().unwrap().remove("description");
    assert_ne!(refusals(&official, &broken), None);

    // The official schema does not check the schemas within the document.
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{name} is no JSON schema");
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_referred_to() {
    let described = description();
    let references: BTreeSet<&str> =
        all_with_key("$ref").into_iter().map(|(_, object)| object["$ref"].as_str().unwrap()).collect();
    for reference in &references {
        let found = reference.strip_prefix('#').and_then(|pointer| described.document.pointer(pointer));
        assert!(found.is_some(), "{reference} leads nowhere");
    }
    // These responses belong to no operation.
    let apart = [
        "BadGateway",
        "BadRequest",
        "GatewayTimeout",
        "MethodNotAllowed",
        "Preflight",
        "PreflightRefused",
        "RequestTimeout",
        "TrailingSlash",
        "UnknownRoute",
    ];
    for (kind, components) in described.document["components"].as_object().unwrap() {
        for name in components.as_object().unwrap().keys() {
            let is_used = references.contains(&*format!("#/components/{kind}/{name}"));
            assert_eq!(is_used, !apart.contains(&&**name), "{kind}/{name}");
        }
    }
}

#[test]
fn objects_say_whether_they_may_have_more_keys_and_which_may_be_missing() {
    let schemas = all_with_key("type").into_iter().filter(|(at, _)| at.starts_with("/components/schemas/"));
    let is_object = |schema: &Value| schema["type"] == "object" || schema["type"][0] == "object";
    let objects: Vec<_> = schemas.filter(|(_, schema)| is_object(schema)).collect();
    assert!(objects.len() > 20, "found only {} objects", objects.len());
    for (at, schema) in objects {
        let Some(properties) = schema["properties"].as_object() else {
            assert!(schema.get("additionalProperties").is_some(), "{at}");
            continue;
        };
        assert_eq!(schema["additionalProperties"], false, "{at}");
        let required: Vec<&str> =
            schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let optional: Vec<_> = properties.keys().filter(|name| !required.contains(&&***name)).collect();
        let expected: &[&str] = match at.rsplit('/').next() {
            Some("ParameterError") => &["ctx"],
            Some("FilterReply") => &["counts", "globalCounts", "images", "orCounts", "specTitles"],
            _ => &[],
        };
        assert_eq!(optional, expected, "{at}");
    }
}

#[test]
fn examples_are_what_their_schemas_say() {
    let examples = all_with_key("example");
    assert!(examples.len() > 15, "found only {} examples", examples.len());
    for (at, object) in examples {
        let schema = compiled(&json!({
            "allOf": [object["schema"]],
            "components": description().document["components"],
        }));
        assert_eq!(refusals(&schema, &object["example"]), None, "{at}");
    }
}

#[test]
fn the_facets_are_the_parameters_of_a_filter_and_the_keys_of_its_counts() {
    let names = Facet::ALL.map(Facet::name);
    let document = &description().document;
    let parameters = document["paths"]["/plots/filter"]["get"]["parameters"].as_array().unwrap();
    let parameters = parameters.iter().map(|parameter| description().resolved(parameter)["name"].as_str().unwrap());
    assert_eq!(parameters.collect::<Vec<_>>(), [&names[..], &["limit", "offset", "omit", "If-None-Match"]].concat());
    let counts = &document["components"]["schemas"]["FacetCounts"];
    assert_eq!(counts["required"], json!(names));
    let keys: BTreeSet<&str> = counts["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(names));
}

#[test]
fn what_can_be_omitted_is_described_and_is_then_missing() {
    let document = &description().document;
    let reply = &document["components"]["schemas"]["FilterReply"];
    let parameters = document["paths"]["/plots/filter"]["get"]["parameters"].as_array().unwrap();
    let omit = parameters.iter().find(|parameter| parameter["name"] == "omit").unwrap();
    let parts = omit["schema"]["items"]["enum"].as_array().unwrap().iter().map(|part| part.as_str().unwrap());
    let keys = |reply: &Value| reply.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let request = Request { method: "GET", ..Request::default() };
    let answered = |target: &str| keys(&serde_json::from_slice(&conforms(&request, target).body).unwrap());
    let all = keys(&reply["properties"]);
    let mut left = all.clone();
    for part in parts.clone() {
        let answer = answered(&format!("/plots/filter?lang=python&omit={part}"));
        let without: BTreeSet<_> = all.iter().filter(|key| *key != part).cloned().collect();
        assert_eq!(answer, without, "{part}");
        left.remove(part);
    }
    let list = parts.collect::<Vec<_>>().join(",");
    assert_eq!(answered(&format!("/plots/filter?omit={list}")), left);
    let required: BTreeSet<_> = reply["required"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
    assert!(left.iter().eq(required));
}

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
    for (target, status) in [
        ("/libraries/nope/images", 404),
        ("/specs/nope", 404),
        ("/specs/nope/images", 404),
        ("/specs/nope/nope/code", 404),
        ("/plots/filter?limit=0", 422),
        ("/plots/filter?limit=x&offset=-1", 422),
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
    for image in images {
        let name = |key: &str| image[key].as_str().unwrap();
        let (spec, library) = (name("spec_id"), name("library"));
        targets.extend([
            format!("/specs/{spec}"),
            format!("/specs/{spec}/images"),
            format!("/specs/{spec}/{library}/code?language={}", name("language")),
            format!("/libraries/{library}/images"),
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

#[test]
fn a_body_that_is_wrong_in_one_place_is_refused() {
    let errors = ["/libraries/nope/images", "/plots/filter?limit=0", "/nope"].map(str::to_owned);
    let mut seen = BTreeSet::new();
    for target in description().paths().map(example).chain(errors) {
        let answer = get(&target);
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let response = description().response("GET", &target, answer.status).unwrap();
        let schema = &response["content"]["application/json"]["schema"];
        let name = schema_name(schema);
        assert_eq!(description().check_body(name, &body), Ok(()), "{target}");
        let mutants = mutants::mutants(description(), schema, &body);
        assert!(mutants.len() > 5, "{target}: found only {} mutants", mutants.len());
        for (what, mutant) in mutants {
            assert!(description().check_body(name, &mutant).is_err(), "{target}: {name} takes {what}: {mutant}");
        }
        seen.insert(name.to_owned());
    }
    // All complete bodies except one, which is plain text.
    let names = all_with_key("application/json").into_iter();
    let names = names.map(|(_, content)| schema_name(&content["application/json"]["schema"]).to_owned());
    assert_eq!(seen, names.collect());
}

#[test]
fn a_head_that_is_wrong_in_one_place_is_refused() {
    let request = Request { method: "GET", origin: Some(PAGE), ..Request::default() };
    let answer = conforms(&request, "/stats");
    let refused = |change: &dyn Fn(&mut Answer)| {
        let mut changed = answer.clone();
        change(&mut changed);
        description().check("GET", "/stats", &changed).is_err()
    };
    assert!(answer.headers.len() > 8, "{:?}", answer.headers);
    for (place, field) in answer.headers.iter().enumerate() {
        assert!(refused(&|answer| answer.headers[place].1.clear()), "{field:?}");
        assert!(refused(&|answer| answer.headers.push(field.clone())), "{field:?}");
        let is_optional =
            field.0.starts_with("access-control-") || ["timing-allow-origin", "snapshot-changed"].contains(&&*field.0);
        assert_eq!(refused(&|answer| drop(answer.headers.remove(place))), !is_optional, "{field:?}");
    }
    assert!(refused(&|answer| answer.headers.push(("x-surplus".to_owned(), "1".to_owned()))));
    assert!(refused(&|answer| answer.status = 201));
    assert!(refused(&|answer| answer.body.clear()));
    assert!(refused(&|answer| answer.body.push(b'x')));
}
