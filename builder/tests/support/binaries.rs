//! Finds the installed PostgreSQL server.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of initdb, pg_ctl and postgres.
///
/// Panics with what to install where there is none: a database's behaviour is not tested without the database.
pub fn folder() -> PathBuf {
    candidates().into_iter().find(|folder| is_complete(folder)).unwrap_or_else(|| {
        panic!(
            "no PostgreSQL server found (initdb, pg_ctl, postgres): install one, for instance with \
             `apt-get install postgresql` or `brew install postgresql`, or put its bin folder on PATH"
        )
    })
}

fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().collect();
    versions.sort_by_key(|entry| entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
    folders.extend(versions.iter().rev().map(|entry| entry.path().join("bin")));
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}
