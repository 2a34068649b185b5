//! Puts a snapshot and its documents in place, each at one instant: with [`staging`](super::staging), the one part that
//! renames.
//!
//! The bytes go to a temporary file in the target's folder, reach the disk, then take the target's name. Whoever opens
//! the target, and whatever happens meanwhile (an error, a full disk, a kill, a power cut), finds the old file or the
//! new one, whole.

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
    /// Makes `bytes`, which are `snapshot`, the content of the file, and `staging` its documents.
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
            // The folder of all documents may be as new as those in it.
            sync_folder(&self.folder)?;
        }
        self.publish(bytes)?;
        remove_others(documents, snapshot.catalog.documents().map(|_| &*digest));
        Ok(())
    }

    /// Makes `bytes` the content of the file.
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

/// Removes the documents of all snapshots but the one of digest `kept`, and what killed runs left. What stays does no
/// harm, so no failure here is one of the export.
fn remove_others(documents: &Path, kept: Option<&str>) {
    for entry in fs::read_dir(documents).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if is_digest(&name) && kept.is_none_or(|kept| name != kept) {
            temporary::remove_at_once(&entry.path(), documents);
        }
    }
    temporary::remove_leftover_folders(documents);
    // Only where there is nothing left in it.
    let _ = fs::remove_dir(documents);
}

fn is_digest(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.len() == 32 && name.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests;
