//! The whole output of the generator, as digests.

#![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

use catalog_edge::catalog::CatalogBuilder;
use catalog_edge::digest::Digest;
use catalog_edge::documents::Document;

use super::*;
use crate::documents::render::{Renderer, Sink};
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;

/// Text of a failure.
pub(super) const MEANT: &str = "The generator's output is another one. If this is meant, replace the digests on the right \
                                by those on the left, and say in CHANGELOG.md that synthetic catalogues change";

/// Keeps the names and contents of all documents.
#[derive(Debug, Default)]
struct Kept(String);

impl Sink for Kept {
    fn take(&mut self, document: Document, content: &[u8]) -> Result<(), Failure> {
        self.0 += &format!("{}\n{}\n", document.path(), String::from_utf8_lossy(content));
        Ok(())
    }
}

fn documents(records: &Records, seed: u64, scope: DocumentScope) -> String {
    let catalog = CatalogBuilder::of(records).unwrap();
    let mut renderer = Renderer::new(catalog.document_plan(scope.code()), Kept::default());
    show(records, seed, scope, &mut renderer).unwrap();
    renderer.finish().unwrap().0.0
}

fn pictures(records: &Records, seed: u64) -> String {
    draw(records, seed).map(|(spec, pictures)| format!("{spec}: {pictures:?}\n")).collect()
}

#[test]
fn output_is_that_of_every_other_platform_and_version() {
    for (images, seed, expected) in [
        (
            0,
            1,
            [
                "ae31c38a811ff2de1e36165135133c83",
                "a86e6788c73a132ba657b6dadf701de0",
                "a86e6788c73a132ba657b6dadf701de0",
                "99aa06d3014798d86001c324468d497f",
            ],
        ),
        (
            100,
            2,
            [
                "1094a53253460989fe9b6e13b8d7e33c",
                "760230ec1de44acee322529646f719c3",
                "0f10f6afd1cfa47db37023cdaf859fab",
                "4b741e5aba962ebf5d262a9dd90cb22b",
            ],
        ),
        (
            3_623,
            1,
            [
                "66634ab7588689c5ffe92c73813be985",
                "91776ed705bfa778072a7972f8b764ac",
                "57e8929bd84eb3111517356c44a9bdd4",
                "55e65703b64045854ef0a062a985c730",
            ],
        ),
    ] {
        let records = synth(images, seed, Previews::Here).map_impls(Iterator::collect);
        let texts = [
            format!("{records:?}"),
            documents(&records, seed, DocumentScope::Details),
            documents(&records, seed, DocumentScope::All),
            pictures(&records, seed),
        ];
        let digests = texts.map(|text| Digest::of(text.as_bytes()).to_string());
        assert_eq!(digests, expected, "{images} images, seed {seed}. {MEANT}");
    }
}
