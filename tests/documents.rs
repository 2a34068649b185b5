//! Rule: every spec with an implementation has a document, and so has every code; nothing else has. A folder of
//! documents belongs to one snapshot, complete and unchanged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/catalogs.rs"]
#[allow(dead_code, reason = "shared with the other laws")]
mod catalogs;
#[path = "support/sample.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod sample;

use std::{collections::BTreeSet, fs, path::PathBuf};

use catalog_edge::{
    catalog::CatalogBuilder,
    digest::Digest,
    documents::{Document, DocumentSet, Manifest},
    model::{Facet, Records},
    snapshot::{self, DocumentsError, verify_documents},
};
use proptest::prelude::*;

/// The specs with an implementation, by number.
fn specs(records: &Records) -> Vec<&str> {
    let used: BTreeSet<&str> = records.impls.iter().map(|record| &*record.spec).collect();
    used.into_iter().collect()
}

/// Documents with any content, of specs and, if `has_code`, of code.
fn with(has_code: bool) -> Option<DocumentSet> {
    Some(DocumentSet { digest: Digest::of(b""), has_code })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_code_is_found_by_its_names_and_no_other(records in catalogs::records(0..80)) {
        let bytes = snapshot::build(&records, with(true)).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        let specs = specs(&records);
        let mut found = BTreeSet::new();
        for (number, spec) in specs.iter().enumerate() {
            prop_assert_eq!(catalog.find(Facet::Spec, spec), Some(catalog.values_of(Facet::Spec).start + number));
            for language in &records.languages {
                for library in &records.libraries {
                    let has_code = records.impls.iter().any(|record| {
                        (&*record.spec, &record.language, &record.library) == (*spec, &language.id, &library.id)
                            && record.has_code
                    });
                    let document = catalog.code_document(number, &language.id, &library.id);
                    prop_assert_eq!(document.is_some(), has_code);
                    // No two codes have the same document.
                    prop_assert!(document.is_none_or(|document| found.insert(document)));
                }
            }
            prop_assert_eq!(catalog.code_document(number, "no such", "library"), None);
        }
        prop_assert_eq!(catalog.code_document(specs.len(), "r", "r"), None);
        prop_assert_eq!(catalog.document_set().unwrap().has_code, !found.is_empty());
        found.extend([Document::SpecList, Document::SpecMap]);
        found.extend((0..specs.len()).map(Document::Spec));
        let all = catalog.all_documents();
        prop_assert_eq!(all.len(), found.len());
        prop_assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), found);
    }

    #[test]
    fn documents_are_planned_as_the_snapshot_numbers_them(records in catalogs::records(0..80), has_code: bool) {
        let bytes = snapshot::build(&records, with(has_code)).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        let builder = CatalogBuilder::of(&records).unwrap();
        let plan = builder.document_plan(has_code);
        let all = catalog.all_documents();
        prop_assert_eq!(plan.all(), &*all);
        prop_assert_eq!(plan.count(), all.len());
        let is_code = |document: &&Document| matches!(document, Document::Code { .. });
        prop_assert_eq!(plan.code_count(), all.iter().filter(is_code).count());
        for spec in records.specs.iter().map(|spec| &*spec.id).chain(["no such"]) {
            let number = catalog.find(Facet::Spec, spec).map(|value| value - catalog.values_of(Facet::Spec).start);
            prop_assert_eq!(plan.spec(spec), number.map(Document::Spec));
            for (language, library) in records.impls.iter().map(|item| (&*item.language, &*item.library)).chain([("r", "r")]) {
                let code = number.and_then(|number| catalog.code_document(number, language, library));
                prop_assert_eq!(plan.code(spec, language, library), code);
            }
        }
        prop_assert!(snapshot::write(builder, with(has_code)).unwrap() == bytes);
    }

    #[test]
    fn every_library_has_its_language_and_nothing_else_has_one(records in catalogs::records(0..20), other in ".{0,8}") {
        let bytes = snapshot::build(&records, None).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        for library in &records.libraries {
            let language = catalog.language_of(&library.id);
            prop_assert_eq!(language.as_deref(), Some(&*library.language));
            // For instance, a library's language, framework and name are not libraries.
            for text in [&library.language, &library.name, &library.framework, &other] {
                let is_library = records.libraries.iter().any(|library| library.id == *text);
                prop_assert_eq!(catalog.language_of(text).is_some(), is_library);
            }
        }
    }

    #[test]
    fn snapshot_without_documents_says_nothing_of_code(records in catalogs::records(0..40)) {
        let bytes = snapshot::build(&records, None).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        prop_assert_eq!(catalog.document_set(), None);
        prop_assert!(catalog.all_documents().is_empty());
        let mut codeless = records;
        codeless.impls.iter_mut().for_each(|record| record.has_code = false);
        prop_assert!(snapshot::build(&codeless, None).unwrap() == bytes);
    }
}

/// The sample's snapshot, and a folder with a file for each of its documents.
fn folder(name: &str) -> (Vec<u8>, PathBuf) {
    let folder = xtask::path("build/tests/documents").join(name);
    let _ = fs::remove_dir_all(&folder);
    let catalog = CatalogBuilder::of(&sample::sample()).unwrap();
    let mut manifest = Manifest::default();
    for document in catalog.document_plan(true).all() {
        let content = format!("{document:?}");
        let path = folder.join(document.path());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &content).unwrap();
        manifest.add(document, content.as_bytes());
    }
    let documents = DocumentSet { digest: manifest.digest(), has_code: true };
    (snapshot::write(catalog, Some(documents)).unwrap(), folder)
}

#[test]
fn whole_folder_is_verified() {
    let (bytes, folder) = folder("whole");
    let catalog = snapshot::open(&bytes).unwrap().catalog;
    let content = catalog.all_documents().iter().map(|document| format!("{document:?}").len() as u64).sum::<u64>();
    assert_eq!(verify_documents(&folder, &catalog).unwrap(), content);
}

#[test]
fn folder_with_a_file_missing_changed_or_too_many_is_refused_by_name() {
    let (bytes, folder) = folder("damaged");
    let catalog = snapshot::open(&bytes).unwrap().catalog;
    let code = folder.join("codes/0/1.json");
    let whole = fs::read(&code).unwrap();

    fs::write(&code, "changed").unwrap();
    let error = verify_documents(&folder, &catalog).unwrap_err();
    assert!(matches!(error, DocumentsError::DigestMismatch { .. }), "{error}");

    fs::remove_file(&code).unwrap();
    let error = verify_documents(&folder, &catalog).unwrap_err();
    assert!(matches!(&error, DocumentsError::Unreadable { path, .. } if *path == code), "{error}");

    fs::write(&code, whole).unwrap();
    let stray = folder.join("codes/0/stray.json");
    fs::write(&stray, "").unwrap();
    let error = verify_documents(&folder, &catalog).unwrap_err();
    assert!(matches!(&error, DocumentsError::Stray(path) if *path == stray), "{error}");

    fs::remove_file(&stray).unwrap();
    verify_documents(&folder, &catalog).unwrap();
}

#[test]
fn folder_that_is_not_there_is_refused_unless_there_are_no_documents() {
    let (bytes, folder) = folder("nowhere");
    let catalog = snapshot::open(&bytes).unwrap().catalog;
    fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(verify_documents(&folder, &catalog), Err(DocumentsError::Unreadable { .. })));
    let bytes = snapshot::build(&sample::sample(), None).unwrap();
    assert_eq!(verify_documents(&folder, &snapshot::open(&bytes).unwrap().catalog).unwrap(), 0);
}
