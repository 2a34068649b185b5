//! The steps that npm, wrangler and the end-to-end tests call: bundle the worker, run it, check
//! everything, deploy it.
//!
//! A library as well as a command, so that tests run the worker through the same code as `npm run serve`.

use std::path::{Path, PathBuf};

pub mod assets;
pub mod bound;
pub mod browser;
pub mod bundle;
pub mod check;
pub mod client;
pub mod deploy;
pub mod deployment;
pub mod instructions;
pub mod programs;
pub mod run;
pub mod serve;
pub mod setup;
pub mod site;
pub mod smoke;
pub mod snapshot;
pub mod terminal;
pub mod workerd;
pub mod wrangler;

/// The project's folder.
#[must_use]
pub fn root() -> &'static Path {
    // Compiled where it runs: this tool is never installed.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A path of the project.
#[must_use]
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}
