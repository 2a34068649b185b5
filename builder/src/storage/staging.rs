//! Documents before they are published.
//!
//! Documents are written to a temporary folder in `X.documents/` and synced. The folder is renamed to the snapshot's
//! digest before `X.snap` is replaced, and after that the folders of other digests are removed. So the folder that the
//! published snapshot names is complete at every moment. The next run removes what a killed run leaves.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;

use catalog_edge::snapshot::{Snapshot, verify_documents};
use tempfile::TempDir;

use super::destination::Destination;
use super::error::{PublishError, Step};
use super::folders::{Created, sync_folder};
use super::temporary;

/// A folder of documents, which is removed with this value unless it is published.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: TempDir,
    /// Lock that shows other runs that the folder is in use.
    _lock: Option<File>,
    files: Vec<PathBuf>,
    bytes: u64,
    /// Parent folders, which are removed if nothing is published.
    _created: Created,
}

/// Number of threads that sync files. On ext4, 3,949 files took 10 s one by one. With this number they share the
/// commits of the journal and took 0.7 s. More threads were not faster.
const SYNCED_AT_A_TIME: usize = 16;

impl Staging {
    /// Creates an empty folder beside the documents of `destination`.
    pub(crate) fn beside(destination: &Destination) -> Result<Self, PublishError> {
        let parent = destination.location.documents().to_path_buf();
        let fail = |step| {
            let parent = parent.clone();
            move |source| PublishError::Io { step, path: parent, source }
        };
        let created = Created::with(&parent);
        temporary::remove_leftover_folders(&parent);
        loop {
            fs::create_dir_all(&parent).map_err(fail(Step::CreateFolder))?;
            let folder = match temporary::create_folder(&parent) {
                // Another run found the parent folder empty, and removed it.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                created => created.map_err(fail(Step::CreateTemporary))?,
            };
            let folder_file = File::open(folder.path());
            let lock = match folder_file.map(|file| (file.try_lock(), file)) {
                // Another run takes it for a leftover, and removes it.
                Ok((Err(TryLockError::WouldBlock), _)) => continue,
                Ok((Ok(()), file)) => Some(file),
                // If the file system has no locks, nobody can take this folder for a leftover either.
                Ok((Err(TryLockError::Error(_)), _)) | Err(_) => None,
            };
            if folder.path().exists() {
                return Ok(Self { folder, _lock: lock, files: Vec::new(), bytes: 0, _created: created });
            }
            // Between creation and lock another run took it for a leftover.
        }
    }

    /// Writes a document.
    pub(crate) fn write(&mut self, path: &str, content: &[u8]) -> Result<(), PublishError> {
        let path = self.folder.path().join(path);
        let create = || match File::create_new(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(&path))?;
                File::create_new(&path)
            }
            created => created,
        };
        let written = create().and_then(|mut file| file.write_all(content));
        let fail = |source| PublishError::Io { step: Step::WriteDocument, path: path.clone(), source };
        written.map_err(fail)?;
        self.files.push(path);
        self.bytes += content.len() as u64;
        Ok(())
    }

    /// Returns the number of files.
    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    /// Returns the number of bytes in all files.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Waits until everything is on the disk.
    fn sync(&self) -> Result<(), PublishError> {
        let fail = |path: &Path, source| PublishError::Io { step: Step::WriteDocument, path: path.into(), source };
        let sync =
            |path: &PathBuf| File::open(path).and_then(|file| file.sync_all()).map_err(|source| fail(path, source));
        let root = self.folder.path();
        let share = self.files.len().div_ceil(SYNCED_AT_A_TIME).max(1);
        thread::scope(|scope| {
            let runs: Vec<_> =
                self.files.chunks(share).map(|files| scope.spawn(move || files.iter().try_for_each(sync))).collect();
            // Files of a thread that panicked may not be synced.
            let panicked = |_| Err(fail(root, io::Error::other("a thread stopped")));
            runs.into_iter().try_for_each(|run| run.join().unwrap_or_else(panicked))
        })?;
        let parents = self.files.iter().flat_map(|file| file.ancestors().skip(1));
        let folders: BTreeSet<&Path> = parents.filter(|folder| folder.starts_with(root)).collect();
        folders.into_iter().try_for_each(sync_folder)
    }

    /// Renames the folder to `target`, unless the same documents are there already.
    pub(super) fn settle(self, target: &Path, snapshot: &Snapshot<'_>) -> Result<(), PublishError> {
        if verify_documents(target, &snapshot.catalog).is_ok() {
            return Ok(());
        }
        self.sync()?;
        verify_documents(self.folder.path(), &snapshot.catalog)?;
        let parent = target.parent().unwrap_or(target);
        if target.exists() {
            temporary::remove_at_once(target, parent);
        }
        let fail = |source| PublishError::Io { step: Step::RenameDocuments, path: target.into(), source };
        fs::rename(self.folder.path(), target).map_err(fail)?;
        // The folder has another name now, so there is nothing to remove.
        let _ = self.folder.keep();
        sync_folder(parent)
    }
}
