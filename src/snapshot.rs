//! The snapshot file: a header that identifies it, and the sections of a catalogue in MessagePack.
//!
//! [`build`] writes it, [`open`] reads it, and `snapshots/FORMAT.md` describes its bytes.

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
    /// Identity of the content: the same records have the same digest.
    pub digest: Digest,
    /// Size of the file.
    pub bytes: usize,
    /// Content of the snapshot.
    pub catalog: Catalog<'a>,
}

/// Builds the snapshot of `records`, which goes with `documents`. The same records in any order give the same bytes.
///
/// # Errors
/// [`Refusal`] names the record that cannot be represented.
pub fn build(records: &Records, documents: Option<DocumentSet>) -> Result<Vec<u8>, Refusal> {
    write(CatalogBuilder::of(records)?, documents)
}

/// Builds the snapshot of the records that `catalog` holds, as [`build`] does.
///
/// # Errors
/// As [`build`].
pub fn write(catalog: CatalogBuilder, documents: Option<DocumentSet>) -> Result<Vec<u8>, Refusal> {
    let sections = catalog.sections(documents)?;
    // The payload is written after the space for its header. As a separate value, it would be in memory twice.
    let mut bytes = vec![0; Header::LEN];
    // Writing byte strings into memory cannot fail. An empty payload would not open.
    let _ = rmp_serde::encode::write(&mut bytes, &sections);
    let (header, payload) = bytes.split_at_mut(Header::LEN);
    header.copy_from_slice(&Header::of(payload).to_bytes());
    Ok(bytes)
}

/// Opens the snapshot in `bytes`. Checks all of it once.
///
/// # Errors
/// [`SnapshotError`] describes why `bytes` are not a whole snapshot of this version.
pub fn open(bytes: &[u8]) -> Result<Snapshot<'_>, SnapshotError> {
    let (header, sections) = read(bytes)?;
    Ok(Snapshot { digest: header.digest, bytes: bytes.len(), catalog: Catalog::open(&sections)? })
}

/// Path of the compressed file of the snapshot with this digest, among the assets of a deployment.
#[must_use]
pub fn compressed_path(digest: &str) -> String {
    format!("{digest}.snap.gz")
}

/// The sections of the snapshot in `bytes`, as `snapshots/FORMAT.md` describes them. Their contents are not checked.
///
/// # Errors
/// As [`open`], except for errors within a section.
pub fn sections(bytes: &[u8]) -> Result<Sections<'_>, SnapshotError> {
    Ok(read(bytes)?.1)
}

fn read(bytes: &[u8]) -> Result<(Header, Sections<'_>), SnapshotError> {
    let (header, payload) = Header::read(bytes)?;
    let sections = Sections::read(payload).map_err(|error| SnapshotError::Malformed(error.to_owned()))?;
    Ok((header, sections))
}
