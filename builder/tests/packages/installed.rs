//! Folder of an operator, with the packages installed.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use clap::ValueEnum;
use tempfile::TempDir;
use xtask::package::{self, Platform};
use xtask::path;

use crate::support::Builder;

/// The packages of this platform with the binary under test, made once for all tests.
fn packages() -> &'static [PathBuf; 2] {
    static PACKED: OnceLock<[PathBuf; 2]> = OnceLock::new();
    PACKED.get_or_init(|| {
        let folder = path("build/packages");
        fs::create_dir_all(&folder).unwrap();
        // Without symbols, which take npm longer to compress than all else takes.
        let stripped = folder.join("catalog-builder");
        let built = Builder::new(&[]).into_command().get_program().to_owned();
        assert!(Command::new("strip").arg("-o").arg(&stripped).arg(built).status().unwrap().success());
        let platform = Platform::host().unwrap_or_else(|| panic!("no package is for this platform"));
        [package::launcher(&folder).unwrap(), package::binary(&stripped, platform, &folder).unwrap()]
    })
}

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
        installed.install(&[], packages());
        installed
    }

    /// Adds the packages of other platforms to `package-lock.json`, where the registry's lockfile would have them.
    pub fn lock_other_platforms(&self) {
        let others = Platform::value_variants().iter().filter(|platform| Some(**platform) != Platform::host());
        let none = self.path().join("package.json");
        let files: Vec<_> =
            others.map(|platform| package::binary(&none, *platform, &path("build/packages")).unwrap()).collect();
        self.install(&["--package-lock-only", "--save-optional"], &files);
    }

    fn install(&self, options: &[&str], files: &[PathBuf]) {
        let mut npm = self.command("npm", &["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.args(options);
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap();
            fs::copy(file, self.path().join(name)).unwrap();
            npm.arg(format!("./{name}"));
        }
        let output = npm.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
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
fn search_path() -> OsString {
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths([path("node_modules/node/bin")].into_iter().chain(env::split_paths(&others))).unwrap()
}
