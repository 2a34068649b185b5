//! Snapshots that were deployed last, by digest.
//!
//! The live one is found by its digest, because it need not be the last that was deployed from here: somebody may have
//! rolled back.

use std::cmp::Reverse;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::failure::{ExitCode, Failure};

/// Number of snapshots to keep.
const COUNT: usize = 5;

/// Folder of the snapshots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeployedSnapshots<'f>(pub(crate) &'f Path);

/// Error of a folder that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot keep the deployed snapshot in '{}': give another folder as --kept", path.display())]
pub(crate) struct KeepError {
    path: PathBuf,
    #[source]
    source: io::Error,
}

impl From<KeepError> for Failure {
    fn from(error: KeepError) -> Self {
        Self::new(ExitCode::Output, error)
    }
}

impl DeployedSnapshots<'_> {
    /// Returns the file of the snapshot with this digest, if it was kept.
    pub(crate) fn find(self, digest: &str) -> Option<PathBuf> {
        // A digest comes from the network: it must not lead elsewhere.
        let is_digest = !digest.is_empty() && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(self.file(digest)).filter(|file| is_digest && file.is_file())
    }

    /// Keeps a snapshot, and of the others the newest.
    pub(crate) fn add(self, digest: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.write(digest, bytes).map_err(|source| KeepError { path: self.0.into(), source })
    }

    fn write(self, digest: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(self.0)?;
        fs::write(self.file(digest), bytes)?;
        let entries = fs::read_dir(self.0)?.flatten().map(|entry| entry.path());
        let mut snapshots: Vec<_> =
            entries.filter(|path| path.extension().is_some_and(|kind| kind == "snap")).collect();
        snapshots.sort_by_key(|file| (file != &self.file(digest), Reverse(modified(file))));
        snapshots.iter().skip(COUNT).try_for_each(fs::remove_file)
    }

    fn file(self, digest: &str) -> PathBuf {
        self.0.join(format!("{digest}.snap"))
    }
}

fn modified(file: &Path) -> SystemTime {
    fs::metadata(file).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn snapshot_just_deployed_is_kept_and_only_a_few_others() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("deployed");
        let kept = DeployedSnapshots(&place);
        for digest in ["a", "b", "c", "d", "e", "f", "10"] {
            kept.add(digest, digest.as_bytes()).unwrap();
            assert_eq!(fs::read(kept.find(digest).unwrap()).unwrap(), digest.as_bytes());
        }
        assert_eq!(fs::read_dir(&place).unwrap().count(), COUNT);
        fs::write(folder.path().join("out.snap"), "").unwrap();
        for digest in ["9", "", "../out"] {
            assert_eq!(kept.find(digest), None, "{digest}");
        }
    }
}
