//! Files and folders: links, listings and times.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

/// Removes a file, or a folder with all in it.
pub(crate) fn remove(entry: &Path) -> Result<()> {
    let removed = if entry.is_dir() { fs::remove_dir_all(entry) } else { fs::remove_file(entry) };
    removed.with_context(|| format!("cannot remove {}", entry.display()))
}

/// Returns the files within `folder`, as paths relative to it, ascending.
pub(crate) fn list(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                files.push(path.strip_prefix(folder)?.to_string_lossy().into_owned());
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Makes `target` the file `source`: a link, because there may be thousands, or else a copy.
pub(crate) fn link(source: &Path, target: &Path) -> Result<()> {
    if fs::hard_link(source, target).is_err() {
        fs::copy(source, target).with_context(|| format!("cannot copy {}", source.display()))?;
    }
    Ok(())
}

/// Time at which the file was written; the beginning of time if there is none.
pub(crate) fn modified(file: &Path) -> SystemTime {
    fs::metadata(file).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Time at which the newest file in a folder was written, or the file itself.
pub(crate) fn newest(file: &Path) -> SystemTime {
    let entries = fs::read_dir(file).into_iter().flatten().flatten();
    entries.map(|entry| newest(&entry.path())).fold(modified(file), Ord::max)
}
