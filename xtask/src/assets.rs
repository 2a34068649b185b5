//! The folder of static assets: the pages, and the documents of one snapshot under its digest.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{path, snapshot};

/// Folder of the deployment's assets.
#[must_use]
pub fn folder() -> PathBuf {
    path("build/assets")
}

/// Folder of the pages among them.
#[must_use]
pub fn pages() -> PathBuf {
    folder().join("site")
}

/// Fills `folder` with the pages of the built worker, the documents of `snapshot` and its previews if it brings any.
/// Beside it are the modules with the snapshot, in `folder.worker`, and the configuration that names both.
///
/// # Errors
///
/// When the builder fails, or the configuration cannot be written.
pub fn assemble(snapshot: &Path, folder: &Path) -> Result<()> {
    let (configuration, modules) = (folder.with_extension("toml"), folder.with_extension("worker"));
    let text = format!(
        "name = \"catalog-edge\"\nmain = {:?}\n[assets]\ndirectory = {:?}\n",
        modules.join("entry.js").to_string_lossy(),
        folder.to_string_lossy()
    );
    fs::create_dir_all(folder.parent().unwrap_or(folder))
        .and_then(|()| fs::write(&configuration, text))
        .with_context(|| format!("cannot write {}", configuration.display()))?;
    snapshot::bundle(snapshot, &["--config", &configuration.to_string_lossy(), "--worker", "build"])
}
