//! Errors of writing files.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::time::Duration;

use catalog_edge::snapshot::{DocumentsError, LocationError, SnapshotError};

use crate::failure::{ExitCode, Failure};
use crate::interrupt::Interrupted;

/// Error of a file that was not published. Up to [`Step::Rename`], the old file is unchanged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PublishError {
    #[error(transparent)]
    Location(LocationError),
    #[error("'{}' is {what}: give --out the path of a file", path.display())]
    NotAFile { path: PathBuf, what: &'static str },
    #[error("'{}' is not a folder, but the documents go there: move it away, or give --out another name", .0.display())]
    NotAFolder(PathBuf),
    #[error("cannot {step} '{}'{}", path.display(), remedy(.source))]
    Io {
        step: Step,
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "'{}' is locked by {}, and this run waited {:.1} s for it: let it end, or end it, then try again",
        path.display(), process(*.holder), waited.as_secs_f64()
    )]
    Busy { path: PathBuf, holder: Option<u32>, waited: Duration },
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    #[error(
        "the documents just written are incomplete, so nothing was published: check that nothing else writes there"
    )]
    Documents(#[from] DocumentsError),
    #[error("the snapshot just built does not open, so it was not published: this is a bug in catalog-builder")]
    Unsound(#[source] SnapshotError),
}

/// Step that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Step {
    #[error("look at")]
    Look,
    #[error("create folder")]
    CreateFolder,
    #[error("create a temporary file in")]
    CreateTemporary,
    #[error("write a temporary file beside")]
    Write,
    #[error("write document")]
    WriteDocument,
    #[error("write preview")]
    WritePreview,
    #[error("rename the documents to")]
    RenameDocuments,
    #[error("replace")]
    Rename,
    #[error("make sure that a power cut does not undo the new")]
    SyncFolder,
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        let code = match error {
            PublishError::Interrupted(interrupted) => return interrupted.into(),
            // The path itself is wrong.
            PublishError::Location(LocationError::Name(_) | LocationError::LinkedName { .. }) => ExitCode::Usage,
            PublishError::Unsound(_) => ExitCode::Other,
            _ => ExitCode::Output,
        };
        Self::new(code, error)
    }
}

impl From<LocationError> for PublishError {
    fn from(error: LocationError) -> Self {
        match error {
            LocationError::Unreadable { path, source } => Self::Io { step: Step::Look, path, source },
            error => Self::Location(error),
        }
    }
}

fn process(holder: Option<u32>) -> String {
    holder.map_or_else(|| "another process".into(), |number| format!("process {number}"))
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied => ": let this user write to the folder, or write elsewhere",
        ErrorKind::ReadOnlyFilesystem => ": the file system is read-only, write elsewhere",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ": free some space there, or write elsewhere",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => ": a part of the path is a file, correct the path",
        ErrorKind::InvalidFilename => ": the name is too long or invalid, choose another",
        _ => "",
    }
}
