//! The file: a header that says what it is, and the sections of a catalogue in MessagePack.
//!
//! [`build`] and [`open`] are the two ends; `snapshots/FORMAT.md` describes what lies between them.

#[cfg(not(target_arch = "wasm32"))]
mod document_folder;
mod error;
mod header;
#[cfg(not(target_arch = "wasm32"))]
mod location;

#[cfg(not(target_arch = "wasm32"))]
pub use document_folder::{DocumentsError, verify_documents};
pub use error::SnapshotError;
#[cfg(not(target_arch = "wasm32"))]
pub use location::{Location, LocationError};

use std::borrow::Borrow;

use crate::{
    catalog::{Catalog, CatalogBuilder, Sections},
    digest::Digest,
    documents::DocumentSet,
    model::{Records, Refusal},
};
use header::Header;

/// The format version this crate writes, and the only one it reads.
pub const VERSION: u32 = header::VERSION;

/// An opened snapshot, borrowing from its bytes.
#[derive(Clone, Debug)]
pub struct Snapshot<'a> {
    /// Identifies the content: same records, same digest.
    pub digest: Digest,
    /// Content of the snapshot.
    pub catalog: Catalog<'a>,
}

/// Builds the snapshot of `records`, which goes with `documents`: the same bytes for the same records in any order.
///
/// # Errors
/// [`Refusal`] names the record that cannot be represented.
pub fn build(records: &Records, documents: Option<DocumentSet>) -> Result<Vec<u8>, Refusal> {
    write(&CatalogBuilder::new(records)?, documents)
}

/// Builds the snapshot of the records that `catalog` has indexed, as [`build`] does.
///
/// # Errors
/// As [`build`].
pub fn write<R: Borrow<Records>>(
    catalog: &CatalogBuilder<R>,
    documents: Option<DocumentSet>,
) -> Result<Vec<u8>, Refusal> {
    let sections = catalog.sections(documents)?;
    // The payload is written behind the place of its header: as a value of its own it would be in memory twice.
    let mut bytes = vec![0; Header::LEN];
    // Writing byte strings into memory cannot fail; an empty payload would not open.
    let _ = rmp_serde::encode::write(&mut bytes, &sections);
    let (header, payload) = bytes.split_at_mut(Header::LEN);
    header.copy_from_slice(&Header::of(payload).to_bytes());
    Ok(bytes)
}

/// Opens the snapshot in `bytes`, checking all of it once.
///
/// # Errors
/// [`SnapshotError`] says in which way `bytes` are not a whole snapshot of this version.
pub fn open(bytes: &[u8]) -> Result<Snapshot<'_>, SnapshotError> {
    let (header, sections) = read(bytes)?;
    Ok(Snapshot { digest: header.digest, catalog: Catalog::open(&sections)? })
}

/// The stored parts of the snapshot in `bytes`, as `snapshots/FORMAT.md` describes them, without a look into them.
///
/// # Errors
/// As [`open`], but for what is within a section.
pub fn sections(bytes: &[u8]) -> Result<Sections<'_>, SnapshotError> {
    Ok(read(bytes)?.1)
}

fn read(bytes: &[u8]) -> Result<(Header, Sections<'_>), SnapshotError> {
    let (header, payload) = Header::read(bytes)?;
    let sections = Sections::read(payload).map_err(|error| SnapshotError::Malformed(error.to_owned()))?;
    Ok((header, sections))
}
