//! Rule: documents and pages come from the asset layer, with the head that the service decided on. A document of
//! another snapshot is never served. A missing asset is also missing for a HEAD, and for a client that sends back its
//! tag.

use std::fs;
use std::path::{Path, PathBuf};

use catalog_edge::catalog::CatalogBuilder;
use catalog_edge::documents::{Document, DocumentSet, Manifest};
use catalog_edge::snapshot;
use xtask::path;
use xtask::workerd::Server;

use crate::edge::{PAGE, deployed, failure, get, serve};
use crate::raw_client::{Answer, request};
use crate::sample::sample;

/// Content of a document in these tests.
fn content(document: Document) -> String {
    format!(r#"{{"document":"{}"}}"#, document.path())
}

/// A folder of assets with the sample, its documents and a page.
pub(crate) struct Site {
    pub(crate) snapshot: PathBuf,
    assets: PathBuf,
    pub(crate) documents: PathBuf,
}

impl Site {
    pub(crate) fn new(name: &str) -> Self {
        Self::with(name, content)
    }

    /// The same with other contents of the documents.
    pub(crate) fn with(name: &str, content: impl Fn(Document) -> String) -> Self {
        let folder = path("build").join(format!("e2e-{name}"));
        let _ = fs::remove_dir_all(&folder);
        let catalog = CatalogBuilder::of(&sample()).unwrap();
        let mut manifest = Manifest::default();
        let all = catalog.document_plan(true).all();
        all.iter().for_each(|document| manifest.add(*document, content(*document).as_bytes()));

        let documents = DocumentSet { digest: manifest.digest(), has_code: true };
        let bytes = snapshot::write(catalog, Some(documents)).unwrap();
        let assets = folder.join("assets");
        let documents = assets.join(snapshot::open(&bytes).unwrap().digest.to_string());
        all.iter().for_each(|document| write(&documents.join(document.path()), &content(*document)));
        write(&assets.join("site/explore.html"), "<title>Explorer</title>");
        write(&assets.join("site/immutable/explore-A1B2C3D4.js"), "export {};");
        fs::write(folder.join("catalog.snap"), bytes).unwrap();
        Self { snapshot: folder.join("catalog.snap"), assets, documents }
    }

    pub(crate) fn serve(&self, name: &str) -> (Server, PathBuf) {
        serve(&deployed().with_catalog(&self.snapshot, &self.assets), name)
    }
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn text(answer: &Answer) -> &str {
    text_of(&answer.body)
}

fn text_of(body: &[u8]) -> &str {
    str::from_utf8(body).unwrap()
}

#[test]
fn documents_are_sent_as_they_were_written() {
    let (server, _) = Site::new("documents").serve("documents");
    for (target, document) in [
        ("/specs", Document::SpecList),
        ("/specs/map", Document::SpecMap),
        ("/specs/line-a%22b", Document::Spec(1)),
        ("/specs/scatter-basic/matplotlib/code", Document::Code { pair: 0, spec: 2 }),
    ] {
        let answer = request(server.port(), "GET", target, &[PAGE]).unwrap();
        assert_eq!((answer.status, text(&answer)), (200, &*content(document)), "{target}");
        for (name, value) in [
            ("content-type", "application/json"),
            ("cache-control", "public, max-age=300, stale-while-revalidate=3600"),
            ("access-control-allow-origin", "https://anyplot.ai"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{target}");
        }
        assert_eq!(answer.header("last-modified"), None, "{target}");
        let tag = answer.header("etag").unwrap();

        let head = request(server.port(), "HEAD", target, &[]).unwrap();
        assert_eq!((head.status, text(&head), head.header("etag")), (200, "", Some(tag)), "{target}");
        let held = request(server.port(), "GET", target, &[("If-None-Match", tag)]).unwrap();
        assert_eq!((held.status, text(&held), held.header("etag")), (304, "", Some(tag)), "{target}");
    }
}

#[test]
fn documents_of_another_snapshot_are_never_served() {
    let site = Site::new("mixed");
    fs::rename(&site.documents, site.assets.join("0123456789abcdef0123456789abcdef")).unwrap();
    let (server, log) = site.serve("mixed");
    for target in ["/specs", "/specs/scatter-basic"] {
        is_missing(&server, target, 503, "Service unavailable");
    }
    assert_eq!(get(&server, "/stats").status, 200);
    assert!(fs::read_to_string(log).unwrap().contains("specs/2.json: 404"));
}

#[test]
fn a_document_that_is_missing_is_unavailable_however_it_is_asked_for() {
    let site = Site::new("missing");
    fs::remove_file(site.documents.join("specs.json")).unwrap();
    fs::remove_dir_all(site.documents.join("codes")).unwrap();
    let (server, _) = site.serve("missing");
    for target in ["/specs", "/specs/scatter-basic/matplotlib/code"] {
        is_missing(&server, target, 503, "Service unavailable");
    }
    assert_eq!(get(&server, "/specs/map").status, 200);
}

/// Checks that a target whose asset is missing is a failure for every form of request.
fn is_missing(server: &Server, target: &str, status: u16, message: &str) {
    let tag = get(server, "/stats").header("etag").unwrap().to_owned();
    for held in [None, Some("*"), Some("\"x\", W/\"y\""), Some(&*tag)] {
        let mut headers = vec![PAGE];
        headers.extend(held.map(|tag| ("If-None-Match", tag)));
        let answer = request(server.port(), "GET", target, &headers).unwrap();
        failure(&answer, status, message, target);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{target}");
        assert_eq!(answer.header("retry-after"), Some("30").filter(|_| status == 503), "{target}");
        let head = request(server.port(), "HEAD", target, &headers).unwrap();
        assert_eq!((head.status, head.headers, text_of(&head.body)), (status, answer.headers, ""), "{target} {held:?}");
    }
}

#[test]
fn pages_have_the_tag_of_the_code() {
    let (server, _) = Site::new("tags").serve("tags");
    let health: serde_json::Value = serde_json::from_slice(&get(&server, "/health").body).unwrap();
    let tag = format!("W/\"{}\"", health["worker"]["digest"].as_str().unwrap());
    let page = get(&server, "/explore");
    assert_eq!((page.status, page.header("etag")), (200, Some(&*tag)));
    for held in [tag.clone(), tag.replace("W/", ""), "*".to_owned(), format!("\"x\", {tag}")] {
        for method in ["GET", "HEAD"] {
            let answer = request(server.port(), method, "/explore?x=1", &[("If-None-Match", &held)]).unwrap();
            assert_eq!(
                (answer.status, text(&answer), answer.header("etag")),
                (304, "", Some(&*tag)),
                "{method} {held}"
            );
            assert_eq!(answer.header("cache-control"), Some("no-cache"));
        }
    }
    assert_eq!(request(server.port(), "GET", "/explore", &[("If-None-Match", "\"other\"")]).unwrap().status, 200);
}

#[test]
fn pages_are_sent_under_their_policy_and_nothing_else_is() {
    let site = Site::new("pages");
    let (server, _) = site.serve("pages");
    let answer = get(&server, "/explore?lib=plotly");
    assert_eq!((answer.status, text(&answer)), (200, "<title>Explorer</title>"));
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(answer.header("content-security-policy").is_some());
    is_missing(&server, "/site/nope.js", 404, "Page not found");
    assert!(answer.header("link").unwrap().starts_with("</plots/filter?lib=plotly&"));
    let script = get(&server, "/site/immutable/explore-A1B2C3D4.js");
    assert_eq!((script.status, text(&script)), (200, "export {};"));
    for (name, value) in [
        ("content-type", Some("text/javascript; charset=utf-8")),
        ("cache-control", Some("public, max-age=31536000, immutable")),
        ("etag", answer.header("etag")),
        ("content-security-policy", None),
        ("link", None),
    ] {
        assert_eq!(script.header(name), value, "{name}");
    }
    // A page of an earlier version names files that are gone.
    is_missing(&server, "/site/immutable/explore-AAAAAAAA.js", 404, "Page not found");
    // The only address of this page is /explore.
    assert_eq!(get(&server, "/site/explore.html").status, 404);

    let root = get(&server, "/");
    assert_eq!((root.status, root.header("location")), (307, Some("/explore")));
    let digest = site.documents.file_name().unwrap().to_str().unwrap();
    for (target, status) in [(format!("/{digest}/specs.json"), 404), (format!("/site/../{digest}/specs.json"), 400)] {
        assert_eq!(get(&server, &target).status, status, "{target}");
    }
}
