//! Installs what a fresh machine with Rust and Node still lacks.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, bail};

use crate::files::modified;
use crate::run::{command, read, run};
use crate::terminal::say;
use crate::{path, programs};

/// Target for which rustc compiles the worker.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs the npm packages of the lockfile unless they are there.
///
/// # Errors
///
/// When npm fails.
pub fn npm_packages() -> Result<()> {
    // Two installations at a time, by tests of one program, would remove each other's files.
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _turn = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
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

/// Chromium, installed unless it is there.
///
/// # Errors
///
/// When there is none and it cannot be installed.
pub fn chromium() -> Result<PathBuf> {
    if programs::chromium().is_none() {
        if let Some(named) = std::env::var_os("CHROME_PATH") {
            bail!("CHROME_PATH names no file: {}", Path::new(&named).display());
        }
        // Not every system has the first.
        debian_package("chromium-headless-shell", "Chromium").or_else(|_| debian_package("chromium", "Chromium"))?;
    }
    programs::chromium().context("there is no Chromium on PATH: set CHROME_PATH")
}

/// Installs PostgreSQL's server unless it is there.
///
/// # Errors
///
/// When there is none and it cannot be installed.
pub fn postgres() -> Result<()> {
    if programs::postgres().is_none() {
        debian_package("postgresql", "PostgreSQL's server (initdb, pg_ctl, postgres)")?;
    }
    programs::postgres().map(drop).context("there is no initdb, pg_ctl and postgres: put their folder on PATH")
}

/// Installs valgrind unless it is there.
///
/// # Errors
///
/// When there is none and it cannot be installed.
pub fn valgrind() -> Result<()> {
    program("valgrind")
}

/// Installs curl unless it is there.
///
/// # Errors
///
/// When there is none and it cannot be installed.
pub fn curl() -> Result<()> {
    program("curl")
}

/// Installs strace unless it is there. Only Linux has it; elsewhere the tests that need it are skipped.
///
/// # Errors
///
/// When there is none and it cannot be installed.
pub fn strace() -> Result<()> {
    if cfg!(target_os = "linux") { program("strace") } else { Ok(()) }
}

/// Installs the shells whose completions are tested, unless they are there. Without a shell, its test is skipped.
pub fn shells() {
    for shell in ["zsh", "fish"] {
        if let Err(error) = program(shell) {
            say(error);
        }
    }
}

/// Installs a program whose package has its name, unless it is there.
fn program(name: &str) -> Result<()> {
    if is_on_path(name) { Ok(()) } else { debian_package(name, name) }
}

fn is_on_path(name: &str) -> bool {
    programs::search_path().iter().any(|folder| folder.join(name).is_file())
}

/// Installs a package if the user is root and the system has apt-get.
fn debian_package(package: &str, what: &str) -> Result<()> {
    if !is_on_path("apt-get") || read(&mut command("id", ["-u"]))?.trim() != "0" {
        bail!("{what} is missing: install it, for instance with `apt-get install {package}`");
    }
    // A fresh system has no list of packages, or an old one.
    static UPDATED: OnceLock<()> = OnceLock::new();
    if UPDATED.get().is_none() {
        run(&mut command("apt-get", ["update", "-qq"]))?;
        let _ = UPDATED.set(());
    }
    say(format_args!("Installing {package}"));
    run(command("apt-get", ["install", "-y", "-qq", package]).env("DEBIAN_FRONTEND", "noninteractive"))
}
