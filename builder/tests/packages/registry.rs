//! The packages of a release, and a registry from which npm installs them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use clap::ValueEnum;
use xtask::bound::Bound;
use xtask::package::{self, Platform};
use xtask::path;

use crate::support::Builder;

/// Folder of the packages.
fn folder() -> PathBuf {
    path("build/tests/packages")
}

/// The packages of this platform with the binary under test, made once for all tests: the launcher, and the binary.
pub fn packages() -> &'static [PathBuf; 2] {
    static PACKED: OnceLock<[PathBuf; 2]> = OnceLock::new();
    PACKED.get_or_init(|| {
        fs::create_dir_all(folder()).unwrap();
        // Without symbols, which take npm longer to compress than all else takes.
        let stripped = folder().join("catalog-builder");
        let built = Builder::new(&[]).into_command().get_program().to_owned();
        assert!(Command::new("strip").arg("-o").arg(&stripped).arg(built).status().unwrap().success());
        let platform = Platform::host().unwrap_or_else(|| panic!("no package is for this platform"));
        [package::launcher(&folder()).unwrap(), package::binary(&stripped, platform, &folder()).unwrap()]
    })
}

/// A running registry.
#[derive(Debug)]
pub struct Registry {
    url: String,
    _process: Bound,
}

impl Registry {
    /// Makes npm, which `command` runs, install from here.
    pub fn serve(&self, command: &mut Command) {
        // The proxy of a test leads to the stand-in of Cloudflare.
        command.envs([("npm_config_registry", &*self.url), ("npm_config_noproxy", "127.0.0.1")]);
        command.envs([("npm_config_update_notifier", "false")]);
    }

    /// The registry of all tests. It has every package of a release, and wrangler.
    pub fn shared() -> &'static Self {
        static STARTED: OnceLock<Registry> = OnceLock::new();
        STARTED.get_or_init(|| {
            let others = Platform::value_variants().iter().filter(|platform| Some(**platform) != Platform::host());
            // npm reads what these packages are and never installs them.
            let none = path("package.json");
            let others = others.map(|platform| package::binary(&none, *platform, &folder()).unwrap());
            let files = packages().iter().cloned().chain(others).chain([wrangler()]);
            let mut command = Command::new(path("node_modules/.bin/node"));
            command.arg(path("tests/packages/registry.mjs")).args(files);
            let mut process = Bound::start(&command, Stdio::piped(), Stdio::null()).unwrap();
            let mut line = String::new();
            BufReader::new(process.stdout().unwrap()).read_line(&mut line).unwrap();
            Self { url: line.trim().to_owned(), _process: process }
        })
    }
}

/// A package `wrangler` that runs the one of this project, which brings too much to pack. It takes every login.
fn wrangler() -> PathBuf {
    let staging = path("build/npm/wrangler");
    fs::create_dir_all(&staging).unwrap();
    let installed = fs::read_to_string(path("node_modules/wrangler/package.json")).unwrap();
    let installed: serde_json::Value = serde_json::from_str(&installed).unwrap();
    let package = serde_json::json!({
        "name": "wrangler",
        "version": installed["version"],
        "bin": {"wrangler": "wrangler.sh"},
    });
    fs::write(staging.join("package.json"), package.to_string()).unwrap();
    let program = path("node_modules/wrangler/bin/wrangler.js");
    let script = format!("#!/bin/sh\n[ \"$1\" = login ] || exec node '{}' \"$@\"\n", program.display());
    fs::write(staging.join("wrangler.sh"), script).unwrap();
    let mut npm = Command::new("npm");
    npm.args(["pack", "--silent", "--pack-destination"]).arg(folder()).current_dir(&staging);
    let output = npm.output().unwrap();
    folder().join(String::from_utf8(output.stdout).unwrap().trim())
}
