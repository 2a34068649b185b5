//! Rule: every implementation that has code has a document of it, without its `# noqa:` comments; with `--no-code` none
//! has one.

use catalog_edge::snapshot;
use serde_json::json;

use crate::support::{Database, Target, exported_all};

/// The text of the code document of an implementation, if it has one.
fn code(target: &Target, spec: usize, language: &str, library: &str) -> Option<String> {
    let bytes = target.bytes();
    let catalog = snapshot::open(&bytes).unwrap().catalog;
    catalog.code_document(spec, language, library).map(|document| target.document_text(document))
}

#[test]
fn code_is_keyed_by_spec_and_has_the_language_of_the_implementation() {
    let target = exported_all(&Database::with("UPDATE impls SET language_id = 'r' WHERE library_id = 'pygal'"), &[]);
    let expected = r#"{"spec_id":"bar","library":"pygal","language":"r","code":"one\ntwo\nthree"}"#;
    assert_eq!(code(&target, 0, "r", "pygal").as_deref(), Some(expected));
    assert_eq!(code(&target, 0, "python", "pygal"), None);
    assert_eq!(code(&target, 1, "r", "lattice"), None, "pie is in altair alone");
}

#[test]
fn noqa_comments_go_with_the_white_space_before_them() {
    let database = Database::with(
        r"UPDATE impls SET code = E'import x  # noqa: F401\nif x:\n\n\t\u00a0# noqa: E1 # noqa: E2\n\u001c# noqa:\n    y  # noqa\n'
          WHERE spec_id = 'pie'",
    );
    let target = exported_all(&database, &[]);
    let body: serde_json::Value = serde_json::from_str(&code(&target, 1, "python", "altair").unwrap()).unwrap();
    assert_eq!(body["code"], "import x\nif x:\n    y  # noqa\n");
}

#[test]
fn code_that_is_all_comment_is_a_document_and_no_code_is_none() {
    let database = Database::with(
        "UPDATE impls SET code = '# noqa: all' WHERE library_id = 'pygal';
         UPDATE impls SET code = '' WHERE library_id = 'lattice'; UPDATE impls SET code = NULL WHERE spec_id = 'pie'",
    );
    let target = exported_all(&database, &[]);
    let of_pygal = json!({"spec_id": "bar", "library": "pygal", "language": "python", "code": ""});
    assert_eq!(code(&target, 0, "python", "pygal").map(|text| serde_json::from_str(&text).unwrap()), Some(of_pygal));
    assert_eq!(code(&target, 0, "r", "lattice"), None);
    assert_eq!(code(&target, 1, "python", "altair"), None);
    assert!(code(&target, 0, "python", "altair").is_some());
}

#[test]
fn code_without_preview_is_a_document() {
    let target = exported_all(&Database::with("UPDATE impls SET preview_url_light = NULL"), &[]);
    assert!(code(&target, 0, "r", "lattice").is_some());
}

#[test]
fn no_code_leaves_code_out_and_nothing_else() {
    let database = Database::new();
    let (all, without) = (exported_all(&database, &[]), exported_all(&database, &["--no-code"]));
    let has_code = |target: &Target| snapshot::open(&target.bytes()).unwrap().catalog.document_set().unwrap().has_code;
    assert!(has_code(&all) && !has_code(&without));
    assert_eq!(code(&without, 0, "python", "altair"), None);
    for document in snapshot::open(&without.bytes()).unwrap().catalog.all_documents() {
        assert_eq!(without.document_text(document), all.document_text(document));
    }
}
