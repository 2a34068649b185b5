//! The folder of static assets: the pages, and the documents of one snapshot under its digest.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use catalog_edge::snapshot::{Location, verify_documents};

use crate::snapshot::previews_of;
use crate::{path, site};

/// Where the assets of the deployment lie.
#[must_use]
pub fn folder() -> PathBuf {
    path("build/assets")
}

/// Fills `folder` with the pages, the documents of `snapshot` and its previews if it brings any, and with nothing else.
///
/// # Errors
///
/// When the snapshot does not open, its documents are not whole beside it, or a file cannot be written.
pub fn assemble(snapshot: &Path, folder: &Path) -> Result<()> {
    let bytes = fs::read(snapshot).with_context(|| format!("cannot read {}", snapshot.display()))?;
    let opened = catalog_edge::snapshot::open(&bytes).with_context(|| snapshot.display().to_string())?;
    let digest = opened.digest.to_string();
    let has_documents = opened.catalog.documents().is_some();

    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !(has_documents && entry.file_name() == OsStr::new(&digest)) {
            remove(&entry.path())?;
        }
    }
    let site = folder.join("site");
    site::assemble(&site)?;
    let previews = previews_of(snapshot);
    if previews.is_dir() {
        link_all(&previews, &site.join("previews"))?;
    }
    let place = folder.join(&digest);
    if !has_documents || place.exists() {
        return Ok(());
    }
    let documents = Location::of(snapshot)?.documents().join(&digest);
    verify_documents(&documents, &opened.catalog).with_context(|| snapshot.display().to_string())?;
    // Whole or not at all: the name says that it is complete.
    let partial = folder.join(format!("{digest}.partial"));
    link_all(&documents, &partial)?;
    fs::rename(&partial, &place).with_context(|| format!("cannot name {}", place.display()))
}

fn remove(entry: &Path) -> Result<()> {
    let removed = if entry.is_dir() { fs::remove_dir_all(entry) } else { fs::remove_file(entry) };
    removed.with_context(|| format!("cannot remove {}", entry.display()))
}

/// The files of one folder in another, which need not be there.
fn link_all(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let (source, target) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if source.is_dir() {
            link_all(&source, &target)?;
        } else {
            link(&source, &target)?;
        }
    }
    Ok(())
}

/// The files within `folder`, as paths relative to it, ascending.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
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

/// The file `source` as `target`: a link, for there may be thousands, or else a copy.
pub(crate) fn link(source: &Path, target: &Path) -> Result<()> {
    if fs::hard_link(source, target).is_err() {
        fs::copy(source, target).with_context(|| format!("cannot copy {}", source.display()))?;
    }
    Ok(())
}
