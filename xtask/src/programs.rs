//! Paths of the system's programs that checks need.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names of Chromium and of what behaves as it does. The first has no window, and opens a page with half the work.
const CHROMIUM: [&str; 5] =
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
/// Paths of them on macOS.
const CHROMIUM_APPS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The Chromium that `CHROME_PATH` names, or else an installed one.
#[must_use]
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROME_PATH") {
        return Some(PathBuf::from(named)).filter(|program| program.is_file());
    }
    let on_path = CHROMIUM.into_iter().flat_map(|name| search_path().into_iter().map(move |folder| folder.join(name)));
    on_path.chain(CHROMIUM_APPS.map(PathBuf::from)).find(|program| program.is_file())
}

/// The folder of PostgreSQL's server: initdb, `pg_ctl` and postgres.
#[must_use]
pub fn postgres() -> Option<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().collect();
    versions.sort_by_key(|entry| entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
    folders.extend(versions.iter().rev().map(|entry| entry.path().join("bin")));
    folders.extend(search_path());
    let is_complete = |folder: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file());
    folders.into_iter().find(|folder| is_complete(folder))
}

/// The folders of `PATH`.
pub(crate) fn search_path() -> Vec<PathBuf> {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect()
}
