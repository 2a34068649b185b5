//! Publishing of a snapshot and its documents. Only this file and [`staging`](super::staging) rename.
//!
//! The bytes are written to a temporary file in the target's folder, synced, and renamed to the target. So at any
//! moment, also after an error, a full disk, a kill or a power cut, the target is the complete old file or the complete
//! new one.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use catalog_edge::snapshot::Snapshot;

use super::destination::Destination;
use super::error::{PublishError, Step};
use super::folders::sync_folder;
use super::staging::Staging;
use super::temporary;
use super::turn::Turn;

impl Destination {
    /// Publishes `bytes`, which are `snapshot`, and the documents in `staging`.
    pub(crate) fn publish_all(
        &self,
        bytes: &[u8],
        snapshot: &Snapshot<'_>,
        staging: Option<Staging>,
        _turn: &Turn,
    ) -> Result<(), PublishError> {
        let documents = self.location.documents();
        let digest = snapshot.digest.to_string();
        if let Some(staging) = staging {
            staging.settle(&documents.join(&digest), snapshot)?;
            // The folder of all documents may be new, too.
            sync_folder(&self.folder)?;
        }
        self.publish(bytes)?;
        remove_others(documents, snapshot.catalog.document_set().map(|_| &*digest));
        Ok(())
    }

    /// Publishes `bytes`.
    fn publish(&self, bytes: &[u8]) -> Result<(), PublishError> {
        let fail_at = |step, path: PathBuf| move |source| PublishError::Io { step, path, source };
        fs::create_dir_all(&self.folder).map_err(fail_at(Step::CreateFolder, self.folder.clone()))?;
        temporary::remove_leftover_files(&self.folder, &self.prefix());
        let mut temporary = temporary::create_file(&self.folder, &self.prefix())
            .map_err(fail_at(Step::CreateTemporary, self.folder.clone()))?;
        let written = temporary.write_all(bytes).and_then(|()| temporary.as_file().sync_all());
        written.map_err(fail_at(Step::Write, self.path().into()))?;
        temporary.persist(self.path()).map_err(|failed| fail_at(Step::Rename, self.path().into())(failed.error))?;
        sync_folder(&self.folder)
    }
}

/// Removes the documents of all snapshots except the one with digest `kept`, and the leftovers of killed runs. Errors
/// are ignored, because documents that stay do no harm.
fn remove_others(documents: &Path, kept: Option<&str>) {
    for entry in fs::read_dir(documents).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if is_digest(&name) && kept.is_none_or(|kept| name != kept) {
            temporary::remove_at_once(&entry.path(), documents);
        }
    }
    temporary::remove_leftover_folders(documents);
    // This fails if the folder is not empty.
    let _ = fs::remove_dir(documents);
}

fn is_digest(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.len() == 32 && name.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests;
