//! Compares a folder of documents with its catalogue.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::{catalog::Catalog, digest::Digest, documents::Manifest};

/// Error of a folder that does not contain exactly the documents of a catalogue.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DocumentsError {
    /// A file or folder cannot be read, or is not there.
    #[error("cannot read '{}' of the documents: run export again", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A file does not belong to the documents of the catalogue.
    #[error("'{}' is not one of the snapshot's documents: remove it, or run export again", .0.display())]
    Stray(PathBuf),
    /// A document is damaged, or belongs to another export.
    #[error("the documents in '{}' have digest {found}, expected {expected}: run export again", folder.display())]
    DigestMismatch {
        /// Their folder.
        folder: PathBuf,
        /// Digest in the snapshot.
        expected: Digest,
        /// Digest of the files.
        found: Digest,
    },
}

/// Checks that `folder` contains exactly the documents that go with `catalog`, unchanged. Returns their size in bytes.
/// If the catalogue has no documents, the folder is not read.
///
/// # Errors
/// [`DocumentsError`] names the first file that is missing or unexpected, or reports that contents differ.
pub fn verify_documents(folder: &Path, catalog: &Catalog<'_>) -> Result<u64, DocumentsError> {
    let Some(documents) = catalog.document_set() else { return Ok(0) };
    let (mut manifest, mut expected, mut bytes) = (Manifest::default(), BTreeSet::new(), 0);
    for document in catalog.all_documents() {
        let path = folder.join(document.path());
        let content = fs::read(&path).map_err(|source| DocumentsError::Unreadable { path: path.clone(), source })?;
        bytes += content.len() as u64;
        manifest.add(document, &content);
        expected.insert(path);
    }
    find_stray(folder, &expected)?;
    let found = manifest.digest();
    if found != documents.digest {
        return Err(DocumentsError::DigestMismatch { folder: folder.to_path_buf(), expected: documents.digest, found });
    }
    Ok(bytes)
}

/// Finds anything in `folder` that is neither expected nor a folder.
fn find_stray(folder: &Path, expected: &BTreeSet<PathBuf>) -> Result<(), DocumentsError> {
    let unreadable = |source| DocumentsError::Unreadable { path: folder.to_path_buf(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        if entry.file_type().map_err(unreadable)?.is_dir() {
            find_stray(&path, expected)?;
        } else if !expected.contains(&path) {
            return Err(DocumentsError::Stray(path));
        }
    }
    Ok(())
}
