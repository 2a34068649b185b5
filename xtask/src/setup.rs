//! What a fresh machine with Rust and Node still lacks.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::Result;

use crate::path;
use crate::run::{command, read, run};
use crate::terminal::say;

/// Where rustc compiles the worker to.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs the npm packages of the lockfile unless they are there.
///
/// # Errors
///
/// When npm fails.
pub fn npm_packages() -> Result<()> {
    // npm writes this copy last: older than the lockfile means outdated or half installed.
    if modified(&path("node_modules/.package-lock.json")) >= modified(&path("package-lock.json")) {
        return Ok(());
    }
    say("Installing npm packages");
    run(&mut command("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

/// Installs the standard library for the worker's target unless it is there.
///
/// # Errors
///
/// When rustup fails or is absent.
pub fn wasm_target() -> Result<()> {
    let libraries = read(&mut command("rustc", ["--print", "target-libdir", "--target", WASM_TARGET]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    say(format_args!("Installing the Rust target {WASM_TARGET}"));
    run(&mut command("rustup", ["target", "add", WASM_TARGET]))
}

/// When the file was written; the beginning of time if there is none.
#[must_use]
pub fn modified(file: &Path) -> SystemTime {
    fs::metadata(file).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// When the newest file in a folder was written, or the file itself.
#[must_use]
pub fn newest(file: &Path) -> SystemTime {
    let entries = fs::read_dir(file).into_iter().flatten().flatten();
    entries.map(|entry| newest(&entry.path())).fold(modified(file), Ord::max)
}
