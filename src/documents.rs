//! Documents: large bodies that need no computation. They are generated at export and served byte for byte as static
//! assets.
//!
//! A [`Document`] names one body and its file. A [`DocumentPlan`] lists all documents that a catalogue needs. A
//! [`Manifest`] computes one digest of all of them, which the snapshot stores. The other types are the bodies, with
//! their keys in reply order. Nothing here reads or writes files.

mod bodies;
mod document;
mod manifest;
mod plan;

pub use bodies::{CodeBody, ImplDetail, Json, SpecDetail, SpecListEntry, SpecMapEntry};
pub use document::{Document, DocumentSet};
pub use manifest::Manifest;
pub use plan::DocumentPlan;
