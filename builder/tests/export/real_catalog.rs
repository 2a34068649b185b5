//! Rule: the real catalogue is exported whole, the same bytes every time, and within its budgets.

use std::fs;

use catalog_edge::http::{Body, Outcome, Policy, Request, Service};
use serde_json::Value;

use crate::support::{Builder, Target, real_catalog};

#[test]
fn real_catalog_is_exported_whole() {
    let Some(database) = real_catalog() else { return };
    let target = Target::new();
    let run = Builder::export(&database.url(), &target.path()).args(&["--json"]).run().succeeded();
    let summary = run.json();
    for (figure, value) in
        [("specs", 324), ("images", 3623), ("implementations", 3623), ("libraries", 15), ("lines_of_code", 641_037)]
    {
        assert_eq!(summary[figure], value, "{figure}");
    }
    assert_eq!(summary["unreachable"], serde_json::json!([]));
    assert!(summary["snapshot"]["bytes"].as_u64().unwrap() <= 150_000, "{summary}");
    assert!(summary["snapshot"]["gzip_bytes"].as_u64().unwrap() <= 65_000, "{summary}");

    // Rewriting every other row moves it to the end of the heap.
    let bytes = target.bytes();
    database.run("UPDATE impls SET issue = issue WHERE spec_id < 'm'; UPDATE specs SET issue = issue WHERE id > 'm'");
    Builder::export(&database.url(), &target.path()).run().succeeded();
    assert!(target.bytes() == bytes, "another order of rows gave other bytes");
}

#[test]
fn every_code_of_the_real_catalog_is_found_without_its_language() {
    let Some(database) = real_catalog() else { return };
    let target = Target::new();
    Builder::export_all(&database.url(), &target.path()).run().succeeded();
    let bytes = target.bytes();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    let records = catalog_edge::http::served_records(&service.snapshot().unwrap().catalog).unwrap();
    assert_eq!(records.impls.len(), 3_623);
    for record in &records.impls {
        let (spec, library) = (&record.spec, &record.library);
        for query in ["", "?language="] {
            let url = format!("https://edge.example/specs/{spec}/{library}/code{query}");
            let request = Request { method: "GET", url: &url, ..Request::default() };
            let Outcome::Reply(reply) = service.respond(&request) else { panic!("{url} went to an origin") };
            let (200, Body::Document(path)) = (reply.head.status, reply.body) else {
                panic!("{url}: {:?}", reply.head)
            };
            let document = fs::read(target.path().with_extension("documents").join(path)).unwrap();
            let code: Value = serde_json::from_slice(&document).unwrap();
            let named = ["spec_id", "library", "language"].map(|key| code[key].as_str().unwrap());
            assert_eq!(named, [&**spec, &**library, &*record.language], "{url}");
        }
    }
}
