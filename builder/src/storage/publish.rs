//! Puts a file in place at one instant: with [`staging`](super::staging), the one place that renames.
//!
//! The bytes go to a temporary file in the target's folder, reach the disk, then take the target's name. Whoever opens
//! the target, and whatever happens meanwhile (an error, a full disk, a kill, a power cut), finds the old file or the
//! new one, whole.
//!
//! A run that is killed leaves its temporary file. The next one removes it: every run holds a lock on its own file, so
//! one that can be locked belongs to nobody.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use catalog_edge::snapshot::{DocumentsError, Location, LocationError, SnapshotError};
use tempfile::{Builder, NamedTempFile};

use crate::failure::{ExitCode, Failure};
use crate::interrupt::Interrupted;

/// The place of a snapshot that is to be published.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(super) location: Location,
    pub(super) folder: PathBuf,
    name: OsString,
}

/// Why a file was not published. Up to [`Step::Rename`] the old one is as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PublishError {
    #[error(transparent)]
    Location(LocationError),
    #[error("'{}' is {what}: give --out the path of a file", path.display())]
    NotAFile { path: PathBuf, what: &'static str },
    #[error("'{}', the folder of the documents, is no folder: move it away, or give --out another name", .0.display())]
    NotAFolder(PathBuf),
    #[error("cannot {step} '{}'{}", path.display(), remedy(.source))]
    Io {
        step: Step,
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "'{}' is locked by {}, which this run waited for {:.1} s: let it end, or end it, then try again",
        path.display(), process(*.holder), waited.as_secs_f64()
    )]
    Busy { path: PathBuf, holder: Option<u32>, waited: Duration },
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    #[error("the documents just written are not whole, so nothing was published: see that nobody else writes there")]
    Documents(#[from] DocumentsError),
    #[error("the snapshot just built does not open, so it was not published: this is a fault of catalog-builder")]
    Unsound(#[source] SnapshotError),
}

/// What was being done.
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
    #[error("put in place the documents")]
    RenameDocuments,
    #[error("replace")]
    Rename,
    #[error("be sure that a power cut would not undo the new")]
    SyncFolder,
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        let code = match error {
            PublishError::Interrupted(interrupted) => return interrupted.into(),
            // The path itself is wrong, whatever is on the disk.
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

pub(super) const RANDOM: usize = 12;
pub(super) const SUFFIX: &str = ".tmp";

impl Destination {
    /// Looks at `path` and changes nothing. A symbolic link stands for the file it leads to, and stays.
    pub(crate) fn at(path: &Path) -> Result<Self, PublishError> {
        let location = Location::to_write(path)?;
        let path = location.file();
        // To rename over a device or pipe would remove it.
        match path.metadata() {
            Ok(entry) if entry.is_dir() => return Err(PublishError::NotAFile { path: path.into(), what: "a folder" }),
            Ok(entry) if !entry.is_file() => {
                return Err(PublishError::NotAFile { path: path.into(), what: "a device or pipe" });
            }
            _ => {}
        }
        let documents = location.documents();
        if documents.symlink_metadata().is_ok() && !documents.is_dir() {
            return Err(PublishError::NotAFolder(documents.into()));
        }
        let name = path.file_name().unwrap_or_default().to_os_string();
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Ok(Self { location, folder, name })
    }

    /// The file this is about.
    pub(crate) fn path(&self) -> &Path {
        self.location.file()
    }

    /// Makes `bytes` the content of the file.
    pub(crate) fn publish(&self, bytes: &[u8]) -> Result<(), PublishError> {
        let fail_at = |step, path: PathBuf| move |source| PublishError::Io { step, path, source };
        fs::create_dir_all(&self.folder).map_err(fail_at(Step::CreateFolder, self.folder.clone()))?;
        self.remove_leftovers();
        let mut temporary = self.temporary().map_err(fail_at(Step::CreateTemporary, self.folder.clone()))?;
        let written = temporary.write_all(bytes).and_then(|()| temporary.as_file().sync_all());
        written.map_err(fail_at(Step::Write, self.path().into()))?;
        temporary.persist(self.path()).map_err(|failed| fail_at(Step::Rename, self.path().into())(failed.error))?;
        sync_folder(&self.folder)
    }

    /// A new temporary file, locked; it removes itself unless it is renamed.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        loop {
            let file = Builder::new()
                .prefix(&self.prefix())
                .suffix(SUFFIX)
                .rand_bytes(RANDOM)
                // As any other file, by the user's umask: the snapshot is read by others than its writer.
                .permissions(Permissions::from_mode(0o666))
                .tempfile_in(&self.folder)?;
            match file.as_file().try_lock() {
                // Between creation and lock another run took it for a leftover.
                Err(TryLockError::WouldBlock) => {}
                Ok(()) if file.as_file().metadata()?.nlink() == 0 => {}
                // Where the file system has no locks nobody can take this file for a leftover either.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
            }
        }
    }

    /// Removes what killed runs left. A leftover that stays does no harm, so no failure here is one of the export.
    fn remove_leftovers(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if is_file
                && self.is_temporary(&entry.file_name())
                && let Ok(file) = File::open(entry.path())
                && file.try_lock().is_ok()
            {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    pub(super) fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(&self.name);
        prefix.push(".");
        prefix
    }

    fn is_temporary(&self, name: &OsStr) -> bool {
        let random = name
            .as_encoded_bytes()
            .strip_prefix(self.prefix().as_encoded_bytes())
            .and_then(|rest| rest.strip_suffix(SUFFIX.as_bytes()));
        random.is_some_and(|random| random.len() == RANDOM && random.iter().all(u8::is_ascii_alphanumeric))
    }
}

/// Waits until the names in `folder` are on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), PublishError> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network and container file systems sync no folders; there is nothing more to be done on those.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced.map_err(|source| PublishError::Io { step: Step::SyncFolder, path: folder.into(), source }),
    }
}

#[cfg(test)]
mod tests;
