//! The steps that npm, wrangler and the end-to-end tests call: bundle the worker, run it, check everything.
//!
//! A library as well as a command, so that tests run the worker through the same code as `npm start`.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub mod assets;
mod awkward;
pub mod bound;
pub mod browser;
pub mod bundle;
pub mod check;
pub mod deployable;
pub mod deployment;
mod files;
pub mod http;
pub mod instructions;
pub mod modules;
pub mod package;
pub mod programs;
pub mod release;
pub mod run;
pub mod serve;
pub mod setup;
pub mod site;
pub mod snapshot;
pub mod tally;
pub mod terminal;
pub mod workerd;
pub mod wrangler;

/// The project's folder: the nearest one around the package that cargo runs, or around the current folder, that holds
/// this tool.
///
/// Found when it runs, because a copy of a checkout brings along what the original has compiled.
#[must_use]
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let start = package.or_else(|| env::current_dir().ok()).unwrap_or_default();
        let is_root = |folder: &&Path| folder.join("xtask/Cargo.toml").is_file();
        start.ancestors().find(is_root).unwrap_or(&start).to_owned()
    });
    &ROOT
}

/// A path of the project.
#[must_use]
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}
