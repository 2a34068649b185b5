//! Snapshots that lie on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use catalog_edge::snapshot::{self, Location, LocationError, Snapshot, SnapshotError};

use crate::failure::{ExitCode, Failure};

/// The bytes of a file that should be a snapshot.
#[derive(Debug)]
pub(crate) struct SnapshotFile {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// Why a file cannot be looked into.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("cannot read '{}': give the path of a snapshot", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("'{}' is empty: an export was cut short by something else than catalog-builder; export it anew", .0.display())]
    Empty(PathBuf),
    #[error("'{}' is no sound snapshot", path.display())]
    Unsound {
        path: PathBuf,
        #[source]
        source: SnapshotError,
    },
}

impl SnapshotFile {
    /// Reads the file at `path`.
    pub(crate) fn read(path: &Path) -> Result<Self, FileError> {
        let bytes = fs::read(path).map_err(|source| FileError::Read { path: path.into(), source })?;
        if bytes.is_empty() {
            return Err(FileError::Empty(path.into()));
        }
        Ok(Self { path: path.into(), bytes })
    }

    /// Where it lies, for people.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// All of it.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Opens it, which checks its structure.
    pub(crate) fn open(&self) -> Result<Snapshot<'_>, FileError> {
        snapshot::open(&self.bytes).map_err(|source| self.unsound(source))
    }

    /// The folder of the documents of `snapshot`, opened from this file.
    pub(crate) fn documents_folder(&self, snapshot: &Snapshot<'_>) -> Result<PathBuf, LocationError> {
        Ok(Location::of(&self.path)?.documents().join(snapshot.digest.to_string()))
    }

    /// The error that this file is unsound.
    pub(crate) fn unsound(&self, error: impl Into<SnapshotError>) -> FileError {
        FileError::Unsound { path: self.path.clone(), source: error.into() }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let code = match error {
            FileError::Read { .. } => ExitCode::Other,
            // There is a file, but it is no snapshot.
            FileError::Empty(_) | FileError::Unsound { .. } => ExitCode::Finding,
        };
        Self::new(code, error)
    }
}
