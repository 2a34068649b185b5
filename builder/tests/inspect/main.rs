//! Rule: `inspect` says what is in a snapshot, and answers as the edge does; what is no snapshot is said to be none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use catalog_edge::digest::Digest;
use catalog_edge::documents::DocumentSet;
use catalog_edge::http::{Policy, Service};
use catalog_edge::model::{Facet, IMPL_TAG_FACETS, Impl, Language, Library, Records, SPEC_TAG_FACETS, Spec};
use catalog_edge::snapshot;

use support::{Builder, Run, Target, get};

fn inspect(file: &Path, arguments: &[&str]) -> Run {
    Builder::new(&["inspect", file.to_str().unwrap()]).args(arguments).run()
}

/// Two specs in two libraries, one of whose values would command a terminal.
fn records() -> Records {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let spec = |id: &str, plot: &[&str]| Spec {
        id: id.into(),
        title: format!("Title of {id}"),
        tags: SPEC_TAG_FACETS.map(|facet| if facet == Facet::Plot { texts(plot) } else { vec![] }),
    };
    let image = |spec: &str, library: &str, techniques: &[&str]| Impl {
        spec: spec.into(),
        language: "python".into(),
        library: library.into(),
        url_light: Some(format!("https://images.example/{spec}/{library}.png")),
        tags: IMPL_TAG_FACETS.map(|facet| if facet == Facet::Tech { texts(techniques) } else { vec![] }),
        line_count: Some(7),
        ..Impl::default()
    };
    let library = |id: &str| Library {
        id: id.into(),
        name: id.into(),
        language: "python".into(),
        framework: "none".into(),
        version: None,
        documentation_url: None,
        description: None,
    };
    let python = Language {
        id: "python".into(),
        name: "Python".into(),
        file_extension: ".py".into(),
        runtime_version: None,
        documentation_url: None,
        description: None,
    };
    Records {
        languages: vec![python],
        libraries: vec![library("altair"), library("pygal")],
        specs: vec![spec("bar", &["bar"]), spec("pie", &["pie", "round"]), spec("unused", &["new"])],
        impls: vec![
            image("bar", "altair", &["facets", "\u{1b}[2J"]),
            image("bar", "pygal", &["facets"]),
            image("pie", "altair", &["colors"]),
        ],
        changed: Some("2026-05-04T03:02:01Z".into()),
        source: "inspect's test".into(),
    }
}

fn small() -> Target {
    let target = Target::new();
    fs::write(target.path(), snapshot::build(&records(), None).unwrap()).unwrap();
    target
}

#[test]
fn everything_about_the_file_is_in_the_json() {
    let target = small();
    let found = inspect(&target.path(), &["--json"]).succeeded().json();
    let bytes = target.bytes();
    assert_eq!(found["digest"], snapshot::open(&bytes).unwrap().digest.to_string());
    assert_eq!((&found["format"], &found["bytes"]), (&snapshot::VERSION.into(), &bytes.len().into()));
    assert_eq!((&found["changed"], &found["source"]), (&"2026-05-04T03:02:01Z".into(), &"inspect's test".into()));
    for (count, value) in [("specs", 2), ("images", 3), ("implementations", 3), ("libraries", 2), ("lines_of_code", 21)]
    {
        assert_eq!(found["counts"][count], value, "{count}");
    }
    assert_eq!(found["specs_without_implementations"], 1);
    let facet = |name: &str| found["facets"].as_array().unwrap().iter().find(|facet| facet["facet"] == name).unwrap();
    assert_eq!(
        facet("lib")["top"],
        serde_json::json!([
            {"value": "altair", "images": 2}, {"value": "pygal", "images": 1}
        ])
    );
    assert_eq!(facet("lib")["postings"], serde_json::json!(null));
    // Spec tags are posted once a spec, tags of implementations once an image.
    assert_eq!((&facet("plot")["values"], &facet("plot")["postings"]["members"]), (&3.into(), &3.into()));
    assert_eq!((&facet("tech")["values"], &facet("tech")["postings"]["members"]), (&3.into(), &4.into()));
    assert_eq!(facet("tech")["top"][0], serde_json::json!({"value": "facets", "images": 2}));
    assert_eq!(facet("dep")["postings"]["bits_per_member"], 0.0);
}

#[test]
fn documents_that_go_with_it_are_counted() {
    let with = |documents| {
        let target = Target::new();
        fs::write(target.path(), snapshot::build(&records(), documents).unwrap()).unwrap();
        inspect(&target.path(), &["--json"]).succeeded().json()["documents"].clone()
    };
    assert_eq!(with(None), serde_json::json!(null));
    let digest = Digest::of(b"any");
    // The list, the map and two specs.
    let expected = serde_json::json!({"digest": digest.to_string(), "count": 4, "has_code": false});
    assert_eq!(with(Some(DocumentSet { digest, has_code: false })), expected);
}

#[test]
fn sections_account_for_the_file() {
    let target = small();
    let found = inspect(&target.path(), &["--json"]).succeeded().json();
    let sections = found["sections"].as_array().unwrap();
    let names = sections.iter().map(|section| section["name"].as_str().unwrap().len() as u64).sum::<u64>();
    let content = sections.iter().map(|section| section["bytes"].as_u64().unwrap()).sum::<u64>();
    // Beside names and content there is the header, and a few bytes of MessagePack for each of both.
    let rest = target.bytes().len() as u64 - names - content;
    assert!((39..=39 + 3 + 7 * sections.len() as u64).contains(&rest), "{rest} bytes of {} sections", sections.len());
    let postings = |section: &&serde_json::Value| section["name"] == "tags.tech.postings";
    let tech = found["facets"].as_array().unwrap().iter().find(|facet| facet["facet"] == "tech").unwrap();
    let bytes = sections.iter().find(postings).unwrap()["bytes"].as_u64().unwrap();
    assert_eq!(tech["postings"]["bytes"], bytes);
    assert_eq!(tech["postings"]["bits_per_member"].as_f64().unwrap(), bytes as f64 * 8.0 / 4.0);
}

#[test]
fn people_get_tables_that_command_no_terminal() {
    let run = inspect(&small().path(), &[]).succeeded();
    for words in ["images", "digest", "inspect's test", "facets 2", r"\u{1b}[2J 1", "tags.tech.postings"] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert!(!run.out.contains('\u{1b}') && run.err.is_empty());
}

#[test]
fn query_is_answered_by_the_code_of_the_edge() {
    let target = small();
    let bytes = target.bytes();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    for query in [
        "",
        "lib=altair&plot=pie,bar",
        "tech=%1B[2J",
        "plot=no%20such&limit=1",
        "spec=bar&offset=1",
        "q=b&not.lib=altair&values=1&sort=newest",
    ] {
        let (_, body) = get(&service, &format!("/plots/filter?{query}"));
        let run = inspect(&target.path(), &["--json", "--query", query]).succeeded();
        assert_eq!(run.out, body + "\n", "{query}");
    }
    let run = inspect(&target.path(), &["--query", "lib=altair"]).succeeded();
    assert!(run.out.starts_with("2 matching images"), "{}", run.out);
    for words in ["bar  python  altair  https://images.example/bar/altair.png", "counts for group 1", "pygal 1"] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
}

#[test]
fn values_of_a_facet_are_searched_by_the_code_of_the_edge() {
    let target = small();
    let bytes = target.bytes();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    for query in ["", "q=al", "lib=pygal&limit=1"] {
        let (_, body) = get(&service, &format!("/plots/facets/lib?{query}"));
        let run = inspect(&target.path(), &["--json", "--facet", "lib", "--query", query]).succeeded();
        assert_eq!(run.out, body + "\n", "{query}");
    }
    let run = inspect(&target.path(), &["--facet", "lib", "--query", "q=alt"]).succeeded();
    assert_eq!(run.out, "1 values, 1 in this page\n  altair 2\n");
    inspect(&target.path(), &["--facet", "colour"]).failed(2, &["colour", "possible values: lang, lib, spec"]);
    inspect(&target.path(), &["--facet", "lib", "--query", "limit=2000"]).failed(2, &["status 422", "1000"]);
}

#[test]
fn query_that_the_edge_refuses_is_wrong_usage_with_its_reply() {
    let run = inspect(&small().path(), &["--query", "limit=0"]);
    run.failed(2, &["refuses the query 'limit=0' with status 422", r#""loc":["query","limit"]"#]);
}

#[test]
fn parameter_that_the_worker_ignores_causes_a_warning() {
    let target = small();
    let run = inspect(&target.path(), &["--query", "langs=r&lib=altair"]).succeeded();
    assert_eq!(run.err, "warning: the worker ignores the parameter 'langs': did you mean 'lang'?\n");
    assert!(run.out.starts_with("2 matching images"), "{}", run.out);
    let run = inspect(&target.path(), &["--facet", "lib", "--query", "colour=red"]).succeeded();
    assert!(run.err.starts_with("warning: the worker ignores the parameter 'colour': it knows lang, "), "{}", run.err);
    for arguments in [&["--query", "lib=altair"][..], &["--query", "x=1", "--quiet"], &["--query", "x=1", "--json"]] {
        assert_eq!(inspect(&target.path(), arguments).succeeded().err, "", "{arguments:?}");
    }
}

#[test]
fn list_of_images_is_cut_to_a_page_unless_the_query_has_a_limit() {
    let target = Target::new();
    let out = target.path();
    let synth = ["synth", "--no-documents", "--images", "1300", "--out", out.to_str().unwrap()];
    Builder::new(&synth).run().succeeded();
    let images = |query: &str| {
        let run = inspect(&target.path(), &["--query", query]).succeeded();
        let count = run.out.lines().filter(|line| line.contains("  https://")).count();
        (run.out.lines().next().unwrap().to_owned(), count, run.out)
    };
    let (first, count, text) = images("");
    assert_eq!((&*first, count), ("1,300 matching images, 20 in this page", 20));
    assert!(text.contains("\n  and 1,280 more: add limit=20&offset=20 to the query\n"), "{text}");
    for (query, page) in [("limit=50", 50), ("%6Cimit=21", 21), ("offset=1290", 10), ("limit=5&offset=3", 5)] {
        let (first, count, text) = images(query);
        assert_eq!((first, count), (format!("1,300 matching images, {page} in this page"), page), "{query}");
        assert!(!text.contains("add limit"), "{query}: {text}");
    }
}

#[test]
fn file_that_is_no_snapshot_is_code_6_and_says_why() {
    let target = small();
    let whole = target.bytes();
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    for (content, words) in [
        (&b""[..], "is an empty file"),
        (b"PK\x03\x04", "caused by: not a catalogue snapshot"),
        (&whole[..whole.len() - 1], "caused by: snapshot holds"),
        (&damaged, "caused by: snapshot is damaged"),
    ] {
        fs::write(target.path(), content).unwrap();
        inspect(&target.path(), &[]).failed(6, &[target.path().to_str().unwrap(), words]);
    }
    let mut newer = whole;
    newer[11] += 1;
    fs::write(target.path(), newer).unwrap();
    let words = format!("' has snapshot format {}, but this catalog-builder", snapshot::VERSION + 1);
    inspect(&target.path(), &[]).failed(6, &[&words, "install a newer catalog-builder"]);
    inspect(target.folder(), &[]).failed(1, &["cannot read", "give the path of a snapshot"]);
    inspect(&target.folder().join("none"), &[]).failed(10, &["none' does not exist: give the path of a snapshot"]);
}
