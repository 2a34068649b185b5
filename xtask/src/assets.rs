//! The folder of static assets: the pages, and the documents of one snapshot under its digest.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use catalog_edge::snapshot::{Location, verify_documents};

use crate::files::{link_all, remove};
use crate::snapshot::previews_of;
use crate::{path, site};

/// Folder of the deployment's assets.
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
