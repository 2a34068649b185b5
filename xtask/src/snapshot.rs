//! Which snapshot the worker carries.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use catalog_edge::snapshot::Location;

use crate::files::{modified, newest};
use crate::path;
use crate::run::{cargo, run};
use crate::terminal::say;

/// As many images as the real catalogue has.
const IMAGES: &str = "3623";
/// The code that decides the bytes of a synthetic snapshot and its documents.
const MAKERS: [&str; 13] = [
    "builder/src/documents",
    "builder/src/documents.rs",
    "builder/src/synth",
    "builder/src/synth.rs",
    "src/catalog",
    "src/catalog.rs",
    "src/digest.rs",
    "src/documents",
    "src/documents.rs",
    "src/model",
    "src/model.rs",
    "src/snapshot",
    "src/snapshot.rs",
];

/// Path of the exported snapshot.
#[must_use]
pub fn exported() -> PathBuf {
    path("snapshots/catalog.snap")
}

/// The exported snapshot, or the default one if none was exported.
///
/// # Errors
///
/// When the exported one does not open, and as [`default`].
pub fn chosen() -> Result<PathBuf> {
    let exported = exported();
    if !exported.exists() {
        return default();
    }
    // Here it can still be mended; at the edge every request would be answered with 503.
    let name = || exported.display().to_string();
    let bytes = fs::read(&exported).with_context(name)?;
    catalog_edge::snapshot::open(&bytes).with_context(name)?;
    Ok(exported)
}

/// Folder of the previews that a snapshot brings along. An exported one has none: its previews are on a host of pictures.
#[must_use]
pub fn previews_of(snapshot: &Path) -> PathBuf {
    snapshot.with_extension("previews")
}

/// A synthetic catalogue of the real one's size with previews of its own, made if it is not there or what makes it has
/// changed.
///
/// # Errors
///
/// When the builder fails.
pub fn default() -> Result<PathBuf> {
    let default = path("snapshots/default.snap");
    let newest = MAKERS.iter().map(|maker| newest(&path(maker))).max();
    let (location, previews) = (Location::of(&default)?, previews_of(&default));
    if newest > Some(modified(&default)) || !location.documents().is_dir() || !previews.is_dir() {
        say("Making the default snapshot");
        let (out, previews) = (default.to_string_lossy(), previews.to_string_lossy());
        let synth = ["synth", "--images", IMAGES, "--seed", "1", "--out", &out, "--previews", &previews];
        run(&mut builder(&[], &synth))?;
    }
    Ok(default)
}

/// Makes a synthetic catalogue of so many images, without documents.
///
/// # Errors
///
/// When the builder fails.
pub fn synthetic(images: u64, file: &Path) -> Result<()> {
    let (images, out) = (images.to_string(), file.to_string_lossy());
    run(&mut builder(&["--quiet"], &["synth", "--quiet", "--no-documents", "--images", &images, "--out", &out]))
}

/// Exports `snapshots/catalog.snap` from the database; `arguments` go to the builder.
///
/// # Errors
///
/// When the builder fails.
pub fn export(arguments: &[String]) -> Result<()> {
    let target = exported();
    let target = target.to_string_lossy();
    let mut export = vec!["export", "--out", &target];
    export.extend(arguments.iter().map(String::as_str));
    run(&mut optimised_builder(&export))
}

/// Adds a snapshot and its documents to the worker that is built, as operators do it. `arguments` are further ones of
/// `catalog-builder bundle`.
///
/// # Errors
///
/// When the builder fails.
pub fn bundle(snapshot: &Path, arguments: &[&str]) -> Result<()> {
    let snapshot = snapshot.to_string_lossy();
    run(&mut builder(&["--quiet"], &[&["bundle", "--quiet", "--snapshot", &snapshot], arguments].concat()))
}

/// `catalog-builder` as operators run it, after every sync: the time to compile it well is spent once.
#[must_use]
pub fn optimised_builder(arguments: &[&str]) -> Command {
    builder(&["--release"], arguments)
}

/// Compiles the builder that makes and bundles snapshots here.
///
/// # Errors
///
/// When it does not compile.
pub fn compile_builder() -> Result<()> {
    run(&mut cargo(["build", "--quiet", "--bin", "catalog-builder"]))
}

fn builder(profile: &[&str], arguments: &[&str]) -> Command {
    let cargo_run = ["run", "--bin", "catalog-builder"];
    cargo([&cargo_run, profile, &["--"], arguments].concat())
}
