//! Temporary files and folders, and those that killed runs left behind.
//!
//! A run holds locks on its temporary files and folders. If one can be locked, its run is gone, and the next run
//! removes it.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempDir};

const RANDOM: usize = 12;
const SUFFIX: &str = ".tmp";
/// Prefix of the names of temporary folders.
const FOLDER_PREFIX: &str = ".";

/// Creates a temporary file in `folder`, whose name begins with `prefix`, and locks it. It removes itself unless it is
/// renamed.
pub(super) fn create_file(folder: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    loop {
        let file = Builder::new()
            .prefix(prefix)
            .suffix(SUFFIX)
            .rand_bytes(RANDOM)
            // The umask decides, because other users read the snapshot.
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder)?;
        match file.as_file().try_lock() {
            // Between creation and lock another run took it for a leftover.
            Err(TryLockError::WouldBlock) => {}
            Ok(()) if file.as_file().metadata()?.nlink() == 0 => {}
            // If the file system has no locks, nobody can take this file for a leftover either.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Creates a temporary folder. The umask decides on its permissions, because other users read the documents.
pub(super) fn create_folder(parent: &Path) -> io::Result<TempDir> {
    let permissions = Permissions::from_mode(0o777);
    Builder::new().prefix(FOLDER_PREFIX).suffix(SUFFIX).rand_bytes(RANDOM).permissions(permissions).tempdir_in(parent)
}

/// Removes the temporary files of `prefix` that killed runs left in `folder`. Errors are ignored, because a leftover
/// does no harm.
pub(super) fn remove_leftover_files(folder: &Path, prefix: &OsStr) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file
            && is_temporary(&entry.file_name(), prefix)
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes the temporary folders that killed runs left in `parent`.
pub(super) fn remove_leftover_folders(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder
            && is_temporary(&entry.file_name(), OsStr::new(FOLDER_PREFIX))
            && let Ok(folder) = File::open(entry.path())
            && folder.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Removes `folder` from `parent`. It is renamed first, so that its name never belongs to an incomplete folder.
pub(super) fn remove_at_once(folder: &Path, parent: &Path) {
    let Ok(temporary) = create_folder(parent) else { return };
    // The system allows renaming a folder over an empty one.
    let _ = fs::rename(folder, temporary.path());
}

fn is_temporary(name: &OsStr, prefix: &OsStr) -> bool {
    let random = name
        .as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes())
        .and_then(|rest| rest.strip_suffix(SUFFIX.as_bytes()));
    random.is_some_and(|random| random.len() == RANDOM && random.iter().all(u8::is_ascii_alphanumeric))
}
