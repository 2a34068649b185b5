//! Rule: the format does not change by accident. This release writes the files in `snapshots/golden`, and opens them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/get.rs"]
mod get;
#[path = "support/sample.rs"]
mod sample;

use std::{collections::BTreeSet, fs, path::PathBuf};

use catalog_edge::{
    digest::Digest,
    documents::{Document, DocumentSet},
    http::{Policy, Service},
    model::Facet,
    snapshot::{self, SnapshotError},
};

fn golden(name: &str) -> PathBuf {
    xtask::path("snapshots/golden").join(name)
}

fn body(service: &Service<'_>, target: &str) -> String {
    get::get(service, target).1
}

#[test]
fn the_sample_is_written_as_the_golden_file() {
    let bytes = snapshot::build(&sample::sample(), sample::documents()).unwrap();
    let path = golden(&format!("v{}.snap", snapshot::VERSION));
    if fs::read(&path).ok().as_ref() != Some(&bytes) {
        let written = xtask::path("build/written.snap");
        fs::create_dir_all(xtask::path("build")).unwrap();
        fs::write(&written, &bytes).unwrap();
        panic!(
            "{} is not what this release writes ({}). Released formats never change: raise the version. \
             Where this one is not released yet and the change is meant, copy the new file over the old.",
            path.display(),
            written.display()
        );
    }
}

#[test]
fn golden_files_of_all_versions_are_kept() {
    let kept: BTreeSet<_> = fs::read_dir(golden("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let expected: BTreeSet<_> = (1..=snapshot::VERSION).map(|version| format!("v{version}.snap").into()).collect();
    assert_eq!(kept, expected);
}

#[test]
fn golden_files_of_older_versions_are_refused() {
    for version in 1..snapshot::VERSION {
        let bytes = fs::read(golden(&format!("v{version}.snap"))).unwrap();
        let error = snapshot::open(&bytes).map(drop).unwrap_err();
        assert_eq!(error, SnapshotError::UnsupportedVersion { expected: snapshot::VERSION, found: version });
    }
}

#[test]
fn the_golden_file_answers() {
    let bytes = fs::read(golden(&format!("v{}.snap", snapshot::VERSION))).unwrap();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    assert_eq!(body(&service, "/stats"), r#"{"specs":4,"plots":9,"libraries":4,"languages":3,"lines_of_code":360}"#);
    assert_eq!(
        body(&service, "/libraries/ggplot2/images"),
        concat!(
            r#"{"library":"ggplot2","images":[{"spec_id":"bar-basic","library":"ggplot2","language":"r","#,
            r#""url":"https://images.example/plots/bar-basic/r/ggplot2/plot-light.png","html":""},"#,
            r#"{"spec_id":"scatter-basic","library":"ggplot2","language":"r","#,
            r#""url":"https://images.example/plots/scatter-basic/r/ggplot2/plot-light.png","html":null}]}"#
        )
    );
    let filter: serde_json::Value =
        serde_json::from_str(&body(&service, "/plots/filter?dep=MASS&lang=python&limit=1")).unwrap();
    assert_eq!(filter["total"], 1);
    assert_eq!(filter["images"][0]["spec_id"], "line-a\"b");
    assert_eq!(filter["images"][0]["title"], "Line \\ \"quoted\" é\u{1}");
    assert_eq!(filter["orCounts"][1], serde_json::json!({"python": 1}));
    assert_eq!(filter["specTitles"]["without-preview"], "No preview yet");
    let catalog = &service.snapshot().unwrap().catalog;
    // Bars in Matplotlib and in ggplot2, lines in both libraries, the basic scatter plot in all four.
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(|row| catalog.newest_ranks().get(row)), [6, 5, 0, 3, 4, 1, 2, 1]);
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(|row| catalog.quality_ranks().get(row)), [1, 4, 1, 0, 1, 2, 5, 3]);
    // A type of plot, and a title. The id of the spec repeats its title.
    let sources = [catalog.find(Facet::Plot, "line").unwrap(), catalog.values() + 1];
    assert!(catalog.words().beginning_with("line").eq(sources.map(|source| (source, true))));
    assert_eq!(catalog.label_text(Facet::Lib, 3), "\"Unused\"");
    assert_eq!(catalog.unimplemented(), ["without-impls"]);
    let digest = Digest::of(b"documents of the sample");
    assert_eq!(catalog.document_set(), Some(DocumentSet { digest, has_code: true }));
    let code = |spec, library| catalog.code_document(spec, "r", library).map(Document::path);
    assert_eq!(code(3, "ggplot2").as_deref(), Some("codes/1/3.json"));
    assert_eq!(code(3, "plotly"), None);
}
