//! Rule: the deployed worker passes the smoke test of its own snapshot, and of no other.

use std::fs;
use std::time::Duration;

use catalog_edge::documents::Document;
use catalog_edge::snapshot;
use xtask::smoke::smoke;

use crate::assets::Site;

/// A spec's document as far as the smoke test looks.
fn content(document: Document) -> String {
    // The sample's specs with implementations, by number.
    let ids = ["bar-basic", "line-a\"b", "scatter-basic", "without-preview"];
    match document {
        Document::Spec(spec) => serde_json::json!({"id": ids[spec]}).to_string(),
        _ => "{}".to_owned(),
    }
}

#[test]
fn the_deployed_worker_passes_with_its_own_snapshot_alone() {
    let site = Site::with("smoke", content);
    let (server, _) = site.serve("smoke");
    let url = format!("http://127.0.0.1:{}", server.port());
    let digest = snapshot::open(&fs::read(&site.snapshot).unwrap()).unwrap().digest.to_string();
    smoke(&url, &digest, Duration::ZERO).unwrap();

    let other = "0123456789abcdef0123456789abcdef";
    let fault = format!("{:#}", smoke(&url, other, Duration::ZERO).unwrap_err());
    assert!(fault.contains(other) && fault.contains(&format!("its snapshot is {digest}")), "{fault}");
}

#[test]
fn a_worker_without_its_documents_does_not_pass() {
    let site = Site::with("smoke-mixed", content);
    let digest = snapshot::open(&fs::read(&site.snapshot).unwrap()).unwrap().digest.to_string();
    fs::remove_dir_all(&site.documents).unwrap();
    let (server, _) = site.serve("smoke-mixed");
    let url = format!("http://127.0.0.1:{}", server.port());
    let fault = format!("{:#}", smoke(&url, &digest, Duration::ZERO).unwrap_err());
    assert!(fault.contains("/specs/bar%2Dbasic answers 503"), "{fault}");
}
