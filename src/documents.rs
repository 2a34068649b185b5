//! Documents: large bodies that need no computing, rendered at export and served byte for byte as static assets.
//!
//! A [`Document`] names one body and its file, [`DocumentPlan`] finds all that a catalogue needs, and [`Manifest`] gives
//! all of them one digest, which the snapshot keeps. The other types are the bodies, key by key in reply order. Nothing here
//! reads or writes files.

mod bodies;
mod document;
mod manifest;
mod plan;

pub use bodies::{CodeBody, ImplDetail, Json, SpecDetail, SpecListEntry, SpecMapEntry};
pub use document::{Document, DocumentSet};
pub use manifest::Manifest;
pub use plan::DocumentPlan;
