//! Snapshot files.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use catalog_edge::snapshot::{self, Location, LocationError, Snapshot, SnapshotError};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::{ExitCode, Failure};

/// A file that should be a snapshot, and its bytes.
#[derive(Debug)]
pub(crate) struct SnapshotFile {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// Error of a file that cannot be read as a snapshot.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("cannot read '{}': give the path of a snapshot", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("'{}' does not exist: give the path of a snapshot", .0.display())]
    Missing(PathBuf),
    #[error("'{}' is an empty file, not a snapshot: run export again", .0.display())]
    Empty(PathBuf),
    #[error(
        "'{}' has snapshot format {found}, but this catalog-builder reads format {expected}: install a newer \
         catalog-builder", path.display()
    )]
    Newer { path: PathBuf, found: u32, expected: u32 },
    #[error("'{}' is not a sound snapshot", path.display())]
    Unsound {
        path: PathBuf,
        #[source]
        source: SnapshotError,
    },
}

impl SnapshotFile {
    /// Reads the file at `path`.
    pub(crate) fn read(path: &Path) -> Result<Self, FileError> {
        let bytes = fs::read(path).map_err(|source| match source.kind() {
            ErrorKind::NotFound => FileError::Missing(path.into()),
            _ => FileError::Read { path: path.into(), source },
        })?;
        if bytes.is_empty() {
            return Err(FileError::Empty(path.into()));
        }
        Ok(Self { path: path.into(), bytes })
    }

    /// Returns the bytes compressed with gzip, as small as it makes them.
    pub(crate) fn compressed(&self) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing into memory cannot fail.
        let _infallible = encoder.write_all(&self.bytes);
        encoder.finish().unwrap_or_default()
    }

    /// Returns the path, for people.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Returns the path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Opens the snapshot, which checks its structure.
    pub(crate) fn open(&self) -> Result<Snapshot<'_>, FileError> {
        snapshot::open(&self.bytes).map_err(|source| self.unsound(source))
    }

    /// Returns the folder of the documents of `snapshot`, which was opened from this file.
    pub(crate) fn documents_folder(&self, snapshot: &Snapshot<'_>) -> Result<PathBuf, LocationError> {
        Ok(Location::of(&self.path)?.documents().join(snapshot.digest.to_string()))
    }

    /// Returns the error of a file that does not open.
    pub(crate) fn unsound(&self, error: impl Into<SnapshotError>) -> FileError {
        let path = self.path.clone();
        match error.into() {
            SnapshotError::UnsupportedVersion { expected, found } if found > expected => {
                FileError::Newer { path, found, expected }
            }
            source => FileError::Unsound { path, source },
        }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let code = match error {
            FileError::Missing(_) => ExitCode::Missing,
            FileError::Read { .. } => ExitCode::Other,
            // The file exists, but is no snapshot.
            FileError::Empty(_) | FileError::Newer { .. } | FileError::Unsound { .. } => ExitCode::Finding,
        };
        Self::new(code, error)
    }
}
