//! The snapshots deployed last, by digest.
//!
//! By digest, since what is live need not be what was deployed last: someone may have rolled back by hand.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files::modified;

/// Number of snapshots to keep.
const COUNT: usize = 5;

/// The folder they lie in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept<'k>(pub(super) &'k Path);

impl Kept<'_> {
    /// The snapshot with this digest, if it was kept.
    pub(super) fn find(self, digest: &str) -> Option<PathBuf> {
        Some(self.file(digest)).filter(|file| file.is_file())
    }

    /// Keeps a snapshot, and of the others the newest.
    pub(super) fn add(self, digest: &str, bytes: &[u8]) -> Result<()> {
        let context = || format!("cannot keep the deployed snapshot in {}", self.0.display());
        fs::create_dir_all(self.0).with_context(context)?;
        fs::write(self.file(digest), bytes).with_context(context)?;
        let entries = fs::read_dir(self.0).with_context(context)?.flatten().map(|entry| entry.path());
        let mut snapshots: Vec<_> =
            entries.filter(|path| path.extension().is_some_and(|kind| kind == "snap")).collect();
        snapshots.sort_by_key(|file| (file != &self.file(digest), std::cmp::Reverse(modified(file))));
        snapshots.iter().skip(COUNT).try_for_each(fs::remove_file).with_context(context)
    }

    fn file(self, digest: &str) -> PathBuf {
        self.0.join(format!("{digest}.snap"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests end by panics")]

    use super::*;
    use crate::path;

    #[test]
    fn the_snapshot_just_deployed_is_kept_and_only_a_few_others() {
        let folder = path("build").join(format!("kept-{}", std::process::id()));
        let kept = Kept(&folder);
        for digest in ["a", "b", "c", "d", "e", "f", "g"] {
            kept.add(digest, digest.as_bytes()).unwrap();
            assert_eq!(fs::read(kept.find(digest).unwrap()).unwrap(), digest.as_bytes());
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), COUNT);
        assert_eq!(kept.find("nope"), None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
