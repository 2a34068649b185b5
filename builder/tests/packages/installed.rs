//! Folder of an operator, with the packages installed.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use xtask::path;

use super::registry::packages;

/// A folder with `package.json` and what npm has installed.
#[derive(Debug)]
pub struct Installed {
    folder: TempDir,
}

impl Installed {
    /// Installs the packages from their files, without a network and without scripts.
    pub fn new() -> Self {
        let installed = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(installed.path().join("package.json"), "{}").unwrap();
        let mut npm =
            installed.command("npm", &["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
        for file in packages() {
            let name = file.file_name().unwrap().to_str().unwrap();
            fs::copy(file, installed.path().join(name)).unwrap();
            npm.arg(format!("./{name}"));
        }
        let output = npm.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        installed
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The installed package of this name.
    pub fn package(&self, name: &str) -> PathBuf {
        self.path().join("node_modules").join(name)
    }

    /// `program`, run in this folder by the Node of the project and without a network for npm.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path()).env("PATH", search_path());
        command.envs([("npm_config_offline", "true"), ("npm_config_update_notifier", "false")]);
        command.env("npm_config_cache", self.path().join("cache"));
        command
    }

    /// `npx catalog-builder`.
    pub fn builder(&self, arguments: &[&str]) -> Command {
        self.command("npx", &[&["catalog-builder"], arguments].concat())
    }
}

/// `PATH` with the Node of the project first.
pub fn search_path() -> OsString {
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths([path("node_modules/node/bin")].into_iter().chain(env::split_paths(&others))).unwrap()
}
