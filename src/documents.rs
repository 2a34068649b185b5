//! Documents: large bodies that need no computing, rendered at export and served byte for byte as static assets.
//!
//! A [`Document`] says what a body is of and where it lies, [`Manifest`] gives all of them one digest, which the
//! snapshot keeps, and the other types are what the bodies hold, key by key in reply order. Nothing here reads or
//! writes files.

mod bodies;
mod manifest;

pub use bodies::{CodeBody, ImplDetail, Json, SpecDetail, SpecListEntry, SpecMapEntry};
pub use manifest::Manifest;

use crate::digest::Digest;

/// The documents that go with a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Documents {
    /// Digest of all their paths and contents, as [`Manifest::digest`] gives it.
    pub digest: Digest,
    /// Whether there are documents of code.
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
