//! The modules that wrangler deploys, in `build/worker/`.

use std::path::PathBuf;

use anyhow::Result;

use crate::{files, path};

/// The entry module, in [`folder`].
pub const ENTRY: &str = "entry.js";
/// The snapshot, in [`folder`].
pub const SNAPSHOT: &str = "catalog.snap";
/// The module that tells the worker the digest of its code, in [`folder`].
pub const RELEASE: &str = "release.js";

/// Folder of the deployable modules.
#[must_use]
pub fn folder() -> PathBuf {
    path("build/worker")
}

/// Returns the deployable modules, as paths relative to [`folder`], ascending.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn list() -> Result<Vec<String>> {
    files::list(&folder())
}
