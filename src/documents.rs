//! DocumentSet: large bodies that need no computing, rendered at export and served byte for byte as static assets.
//!
//! A [`Document`] names one body and its file, [`DocumentPlan`] finds all that a catalogue needs, and [`Manifest`] gives
//! all of them one digest, which the snapshot keeps. The other types are the bodies, key by key in reply order. Nothing here
//! reads or writes files.

mod bodies;
mod manifest;
mod plan;

pub use bodies::{CodeBody, ImplDetail, Json, SpecDetail, SpecListEntry, SpecMapEntry};
pub use manifest::Manifest;
pub use plan::DocumentPlan;

use crate::digest::Digest;

/// Identity of the documents that go with a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentSet {
    /// Digest of all their paths and contents, as [`Manifest::digest`] gives it.
    pub digest: Digest,
    /// True if documents of code are among them.
    pub has_code: bool,
}

/// What a document is of. Numbers stand for names, which may hold anything a path may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Document {
    /// `GET /specs`: a list of [`SpecListEntry`].
    SpecList,
    /// `GET /specs/map`: a list of [`SpecMapEntry`].
    SpecMap,
    /// `GET /specs/{id}` of the spec of this number: a [`SpecDetail`].
    Spec(usize),
    /// `GET /specs/{id}/{library}/code`: a [`CodeBody`].
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

    /// Where it lies in the folder of the snapshot's documents.
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
