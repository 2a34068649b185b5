//! Folders that hold snapshots and documents.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{PublishError, Step};

/// Folders that were created on the way, the deepest last. The empty ones are removed with this value.
#[derive(Debug)]
pub(super) struct Created(Vec<PathBuf>);

impl Created {
    /// Creates `folder` and its parents if they are missing. Errors are left to the code that writes there.
    pub(super) fn with(folder: &Path) -> Self {
        let created = Self(missing(folder));
        let _ = fs::create_dir_all(folder);
        created
    }
}

impl Drop for Created {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // This fails for a folder that is not empty, which is in use.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Returns those of `folder` and its parents that do not exist, the deepest last.
fn missing(folder: &Path) -> Vec<PathBuf> {
    let exists = |folder: &&Path| folder.as_os_str().is_empty() || folder.exists();
    let mut missing: Vec<_> = folder.ancestors().take_while(|folder| !exists(folder)).map(Path::to_path_buf).collect();
    missing.reverse();
    missing
}

/// Waits until the entries of `folder` are on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), PublishError> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network and container file systems cannot sync folders.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced.map_err(|source| PublishError::Io { step: Step::SyncFolder, path: folder.into(), source }),
    }
}
