#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use catalog_edge::catalog::CatalogBuilder;
use catalog_edge::documents::Json;

use super::*;
use crate::records::sample::{catalogue, image};
use crate::storage::destination::Destination;

/// Documents in memory, in the order in which they were rendered.
type Rendered = Vec<(Document, String)>;

impl Sink for Rendered {
    fn take(&mut self, document: Document, content: &[u8]) -> Result<(), Failure> {
        self.push((document, String::from_utf8(content.into()).unwrap()));
        Ok(())
    }
}

fn catalog() -> CatalogBuilder {
    CatalogBuilder::of(&catalogue(vec![image("bar", "r", "lattice"), image("pie", "r", "lattice")])).unwrap()
}

fn json_of(text: &str) -> Option<Box<Json>> {
    Some(Json::from_string(text.into()).unwrap())
}

fn spec<'a>(id: &'a str, title: &'a str, implementations: Vec<ImplDetail<'a>>) -> SpecDetail<'a> {
    SpecDetail {
        id,
        title,
        description: Some("Round"),
        applications: Vec::new(),
        data: Vec::new(),
        notes: Vec::new(),
        tags: json_of(r#"{"b":["c"]}"#),
        issue: None,
        suggested: None,
        created: None,
        updated: None,
        implementations,
    }
}

fn implementation(library_id: &str) -> ImplDetail<'_> {
    ImplDetail {
        library_id,
        library_name: "",
        language: "r",
        preview_url_light: None,
        preview_url_dark: None,
        preview_html_light: None,
        preview_html_dark: None,
        preview_url: None,
        preview_html: None,
        quality_score: None,
        code: (),
        generated_at: None,
        updated: None,
        generated_by: None,
        python_version: None,
        language_version: None,
        library_version: None,
        review_strengths: Vec::new(),
        review_weaknesses: Vec::new(),
        review_image_description: None,
        review_criteria_checklist: None,
        review_verdict: None,
        impl_tags: json_of(r#"{"d":["e"]}"#),
    }
}

fn code<'a>(spec_id: &'a str, library: &'a str) -> CodeBody<'a> {
    CodeBody { spec_id, library, language: "r", code: "plot()" }
}

#[test]
fn every_document_list_and_map_are_rendered_and_make_the_digest() {
    for has_code in [false, true] {
        let catalog = catalog();
        let mut renderer = Renderer::new(catalog.document_plan(has_code), Rendered::new());
        let shown = ImplDetail { preview_url_light: Some("/p"), quality_score: Some(9.5), ..implementation("lattice") };
        let best = ImplDetail { preview_url_dark: Some("/d"), quality_score: Some(8.0), ..implementation("lattice") };
        let details = [spec("bar", "Bars", vec![shown, implementation("grid")]), spec("pie", "Pies", vec![best])];
        details.iter().for_each(|detail| renderer.spec(detail).unwrap());
        let text = |body| serde_json::to_string(body).unwrap();
        let mut expected: Rendered =
            details.iter().enumerate().map(|(at, detail)| (Document::Spec(at), text(detail))).collect();
        if has_code {
            for (at, spec) in ["bar", "pie"].into_iter().enumerate().rev() {
                renderer.code(&code(spec, "lattice")).unwrap();
                let body = format!(r#"{{"spec_id":"{spec}","library":"lattice","language":"r","code":"plot()"}}"#);
                expected.push((Document::Code { pair: 0, spec: at }, body));
            }
        }
        let list = concat!(
            r#"[{"id":"bar","title":"Bars","description":"Round","tags":{"b":["c"]},"library_count":2},"#,
            r#"{"id":"pie","title":"Pies","description":"Round","tags":{"b":["c"]},"library_count":1}]"#
        );
        let map = concat!(
            r#"[{"id":"bar","title":"Bars","preview_url_light":"/p","preview_url_dark":null,"quality_score":9.5,"#,
            r#""tags":{"b":["c"]},"impl_tags":{"d":["e"]}},"#,
            r#"{"id":"pie","title":"Pies","preview_url_light":null,"preview_url_dark":"/d","quality_score":8.0,"#,
            r#""tags":{"b":["c"]},"impl_tags":{"d":["e"]}}]"#
        );
        expected.extend([(Document::SpecList, list.into()), (Document::SpecMap, map.into())]);

        let (rendered, documents) = renderer.finish().unwrap();
        assert_eq!(rendered, expected);
        let mut manifest = Manifest::default();
        expected.iter().for_each(|(document, content)| manifest.add(*document, content.as_bytes()));
        assert_eq!(documents, DocumentSet { digest: manifest.digest(), has_code });
    }
}

#[test]
fn rows_that_differ_when_they_are_read_again_are_refused() {
    let catalog = catalog();
    let mut renderer = Renderer::new(catalog.document_plan(true), Rendered::new());
    renderer.spec(&spec("bar", "Bars", vec![])).unwrap();
    let errors = [
        ("specs 'map', column id", renderer.spec(&spec("map", "Map", vec![])).unwrap_err()),
        ("impls 'bar/r/grid', column code", renderer.code(&code("bar", "grid")).unwrap_err()),
        // One spec and all code are missing.
        ("specs '*', column id", renderer.finish().err().unwrap()),
    ];
    for (cell, error) in errors {
        let reason = "differs when it is read again: let the export read a table, or a view that does not change";
        assert_eq!(error.to_string(), format!("{cell}: {reason}"));
    }
}

#[test]
fn best_implementation_has_a_preview_then_quality_then_the_greatest_library() {
    let light =
        |library, quality_score| ImplDetail { preview_url_light: Some("/p"), quality_score, ..implementation(library) };
    let dark = |library, quality_score| ImplDetail {
        preview_url_light: Some(""),
        preview_url_dark: Some("/p"),
        quality_score,
        ..implementation(library)
    };
    let none =
        |library, quality_score| ImplDetail { preview_url_light: Some(""), quality_score, ..implementation(library) };
    for (implementations, expected) in [
        (vec![], None),
        (vec![none("a", Some(1.0))], Some("a")),
        (vec![none("a", Some(2.0)), none("b", Some(1.0))], Some("a")),
        (vec![none("a", Some(9.0)), light("b", Some(1.0)), none("c", None)], Some("b")),
        (vec![none("z", Some(9.0)), dark("b", None), light("a", None)], Some("b")),
        (vec![light("a", Some(0.5)), light("b", None), dark("c", Some(0.25))], Some("a")),
        (vec![light("b", Some(1.0)), light("c", Some(1.0)), light("a", Some(1.0))], Some("c")),
    ] {
        assert_eq!(best(&implementations).map(|detail| detail.library_id), expected);
    }
}

#[test]
fn staging_folder_takes_documents_as_files() {
    let folder = tempfile::tempdir().unwrap();
    let destination = Destination::at(&folder.path().join("a.snap")).unwrap();
    let mut staging = Staging::beside(&destination).unwrap();
    Sink::take(&mut staging, Document::Spec(3), b"{}").unwrap();
    assert_eq!((staging.files(), staging.bytes()), (1, 2));
    let folders = fs::read_dir(folder.path().join("a.documents")).unwrap();
    let files: Vec<_> = folders.map(|folder| fs::read(folder.unwrap().path().join("specs/3.json")).unwrap()).collect();
    assert_eq!(files, [b"{}"]);
}
