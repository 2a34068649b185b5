//! One digest for many documents.

use std::collections::BTreeMap;

use super::document::Document;
use crate::digest::Digest;

/// The digests of documents, by path. They may be added in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, Digest>);

impl Manifest {
    /// Adds a document and its content.
    pub fn add(&mut self, document: Document, content: &[u8]) {
        self.0.insert(document.path(), Digest::of(content));
    }

    /// The digest of all documents: XXH3-128 of one line for each document, ascending by path. A line is the digest of
    /// the content, two spaces, the path and a newline. `xxh128sum` prints the same lines, so files can be checked by
    /// hand.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let lines: String = self.0.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect();
        Digest::of(lines.as_bytes())
    }

    /// Number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there are no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(documents: &[(Document, &str)]) -> Manifest {
        let mut manifest = Manifest::default();
        documents.iter().for_each(|(document, content)| manifest.add(*document, content.as_bytes()));
        manifest
    }

    #[test]
    fn digest_is_that_of_the_listing_ascending_by_path() {
        let code = Document::Code { pair: 1, spec: 20 };
        let listing = format!(
            "{}  codes/1/20.json\n{}  map.json\n{}  specs/10.json\n{}  specs/2.json\n",
            Digest::of(b"a"),
            Digest::of(b"b"),
            Digest::of(b"d"),
            Digest::of(b"c")
        );
        let documents = [(Document::Spec(2), "c"), (code, "a"), (Document::Spec(10), "d"), (Document::SpecMap, "b")];
        assert_eq!(manifest(&documents).digest(), Digest::of(listing.as_bytes()));
        assert_eq!((manifest(&documents).len(), manifest(&documents).is_empty()), (4, false));
        assert_eq!((Manifest::default().len(), Manifest::default().is_empty()), (0, true));
    }

    #[test]
    fn digest_depends_on_every_path_and_content_and_not_on_the_order() {
        let (a, b) = (Document::Spec(1), Document::Spec(2));
        let digest = manifest(&[(a, "x"), (b, "y")]).digest();
        assert_eq!(manifest(&[(b, "y"), (a, "x")]).digest(), digest);
        for other in [&[(a, "y"), (b, "x")][..], &[(a, "x"), (b, "")], &[(a, "x")], &[]] {
            assert_ne!(manifest(other).digest(), digest, "{other:?}");
        }
    }
}
