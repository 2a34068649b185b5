//! A document: its body and its file.

use crate::digest::Digest;

/// Identity of the documents that go with a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentSet {
    /// Digest of all their paths and contents, as [`Manifest::digest`](super::Manifest::digest) gives it.
    pub digest: Digest,
    /// True if documents of code are among them.
    pub has_code: bool,
}

/// Name of a document. It has numbers instead of ids, because an id may contain characters that a path may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Document {
    /// `GET /specs`: a list of [`SpecListEntry`](super::SpecListEntry).
    SpecList,
    /// `GET /specs/map`: a list of [`SpecMapEntry`](super::SpecMapEntry).
    SpecMap,
    /// `GET /specs/{id}` of the spec of this number: a [`SpecDetail`](super::SpecDetail).
    Spec(usize),
    /// `GET /specs/{id}/{library}/code`: a [`CodeBody`](super::CodeBody).
    Code {
        /// Number of the language and library, among the pairs that have code.
        pair: usize,
        /// Number of the spec.
        spec: usize,
    },
}

impl Document {
    /// Returns every document of a catalogue of `specs` specs, with code for each pair and spec in `codes`.
    pub(crate) fn all(specs: usize, codes: impl IntoIterator<Item = (usize, usize)>) -> Vec<Self> {
        let mut all = vec![Self::SpecList, Self::SpecMap];
        all.extend((0..specs).map(Self::Spec));
        all.extend(codes.into_iter().map(|(pair, spec)| Self::Code { pair, spec }));
        all
    }

    /// Returns its path in the folder of the snapshot's documents.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::SpecList => "specs.json".to_owned(),
            Self::SpecMap => "map.json".to_owned(),
            Self::Spec(spec) => format!("specs/{spec}.json"),
            Self::Code { pair, spec } => format!("codes/{pair}/{spec}.json"),
        }
    }
}
