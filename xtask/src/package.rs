//! `cargo xtask package`: the npm packages of a release.
//!
//! `catalog-builder` has a launcher, the worker's bundle and a `wrangler.toml`. It depends on one package a platform, and
//! npm installs the one that fits. Each of these has a binary. `catalog-edge` is the engine for browsers and other runtimes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::{Map, Value, json};

use crate::files::{link, remove};
use crate::modules::{self, SNAPSHOT};
use crate::run::{command, read, run};
use crate::{bundle, path, site};

/// Version of all packages, which is that of the crates.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Platform with a binary, as Node names its operating system and its processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Platform {
    /// Linux on x86-64.
    LinuxX64,
    /// Linux on 64-bit ARM.
    LinuxArm64,
    /// macOS on x86-64.
    DarwinX64,
    /// macOS on Apple's processors.
    DarwinArm64,
}

impl Platform {
    /// Returns the platform of this machine, if it has a package.
    #[must_use]
    pub fn host() -> Option<Self> {
        match (std::env::consts::OS, std::env::consts::ARCH) {
            ("linux", "x86_64") => Some(Self::LinuxX64),
            ("linux", "aarch64") => Some(Self::LinuxArm64),
            ("macos", "x86_64") => Some(Self::DarwinX64),
            ("macos", "aarch64") => Some(Self::DarwinArm64),
            _ => None,
        }
    }

    const fn system_and_processor(self) -> (&'static str, &'static str) {
        match self {
            Self::LinuxX64 => ("linux", "x64"),
            Self::LinuxArm64 => ("linux", "arm64"),
            Self::DarwinX64 => ("darwin", "x64"),
            Self::DarwinArm64 => ("darwin", "arm64"),
        }
    }

    fn package(self) -> String {
        let (system, processor) = self.system_and_processor();
        format!("@catalog-edge/builder-{system}-{processor}")
    }
}

/// Packs the package of a platform into the folder `out` and returns the file. `binary` is for that platform.
///
/// # Errors
///
/// If a file cannot be read or written, or npm fails.
pub fn binary(binary: &Path, platform: Platform, out: &Path) -> Result<PathBuf> {
    let name = platform.package();
    let (system, processor) = platform.system_and_processor();
    let package = json!({
        "name": name,
        "version": VERSION,
        "description": format!("Binary of catalog-builder for {system} on {processor}"),
        "license": "MIT",
        "os": [system],
        "cpu": [processor],
    });
    let folder = staging(&name)?;
    let program = folder.join("bin/catalog-builder");
    fs::create_dir_all(folder.join("bin"))?;
    fs::copy(binary, &program).with_context(|| format!("cannot copy {}", binary.display()))?;
    // The file may have come through an archive that holds no permissions.
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    pack(&folder, &package, out)
}

/// Builds the worker, packs the package `catalog-builder` into the folder `out` and returns the file.
///
/// # Errors
///
/// If the worker cannot be built, a file cannot be read or written, or npm fails.
pub fn launcher(out: &Path) -> Result<PathBuf> {
    bundle::worker()?;
    let folder = staging("catalog-builder")?;
    let sources = path("builder/npm");
    link(&sources.join("catalog-builder.js"), &folder.join("catalog-builder.js"))?;
    fs::write(folder.join("wrangler.toml"), configuration()?)?;
    for module in modules::list()?.iter().filter(|module| *module != SNAPSHOT) {
        let place = folder.join("bundle/worker").join(module);
        fs::create_dir_all(place.parent().unwrap_or(&folder))?;
        link(&modules::folder().join(module), &place)?;
    }
    site::assemble(&folder.join("bundle/assets/site"))?;

    let text = fs::read_to_string(sources.join("package.json"))?;
    let mut package: Value = serde_json::from_str(&text).context("builder/npm/package.json")?;
    package["version"] = VERSION.into();
    let platforms = Platform::value_variants().iter().map(|platform| (platform.package(), VERSION.into()));
    package["optionalDependencies"] = platforms.collect::<Map<_, _>>().into();
    pack(&folder, &package, out)
}

/// Builds the engine, packs the package `catalog-edge` into the folder `out` and returns the file.
///
/// # Errors
///
/// As [`launcher`].
pub fn engine(out: &Path) -> Result<PathBuf> {
    bundle::worker()?;
    let folder = staging("catalog-edge")?;
    run(&mut command("node_modules/.bin/node", ["xtask/site/package.mjs", &folder.to_string_lossy()]))?;
    let package = json!({
        "name": "catalog-edge",
        "version": VERSION,
        "description": "Answers the API of a faceted catalogue from its snapshot, in browsers, Node, Deno and Bun",
        "license": "MIT",
        "type": "module",
        "engines": { "node": ">=22" },
        "exports": {
            ".": { "types": "./index.d.ts", "default": "./index.js" },
            "./service-worker.js": "./service-worker.js",
            "./catalog_edge_bg.wasm": "./catalog_edge_bg.wasm",
        },
    });
    pack(&folder, &package, out)
}

/// Returns `wrangler.toml` of this project without its build, because the package brings a worker that is built.
///
/// # Errors
///
/// If it cannot be read, or has no build.
pub fn configuration() -> Result<String> {
    let text = fs::read_to_string(path("wrangler.toml"))?;
    let (before, build) = text.split_once("[build]\n").context("wrangler.toml has no [build]")?;
    let (_, after) = build.split_once("\n\n").context("nothing follows [build] in wrangler.toml")?;
    Ok(format!("{before}{after}"))
}

/// An empty folder for the files of a package.
fn staging(name: &str) -> Result<PathBuf> {
    let folder = path("build/npm").join(name);
    if folder.exists() {
        remove(&folder)?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    link(&path("LICENSE"), &folder.join("LICENSE"))?;
    Ok(folder)
}

fn pack(folder: &Path, package: &Value, out: &Path) -> Result<PathBuf> {
    fs::write(folder.join("package.json"), serde_json::to_string_pretty(package)?)?;
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let out = out.canonicalize()?;
    let mut npm = command("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination"]);
    Ok(out.join(read(npm.arg(&out).current_dir(folder))?.trim()))
}
