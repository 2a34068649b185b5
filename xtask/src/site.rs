//! The pages, built from `src/site`, and the service worker, built from `src/browser` and the generated modules, by
//! `xtask/site/build.mjs`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files::{link, list, modified, newest, remove};
use crate::run::{command, run};
use crate::{path, setup};

/// Inputs of the build.
const INPUTS: [&str; 6] = ["src/site", "src/browser", "src/edge", "xtask/site", "package-lock.json", "build/engine"];
/// The page that is written last, so its time says that all are there.
const LAST: &str = "explore.html";

/// Returns the files that the pages consist of: the name of each file and its place. Builds them if they are out of date.
///
/// # Errors
///
/// If npm or the build fails, or a folder cannot be read.
pub fn parts() -> Result<Vec<(String, PathBuf)>> {
    let built = path("build/site");
    build(&built)?;
    Ok(list(&built)?.into_iter().map(|name| (name.clone(), built.join(name))).collect())
}

/// Puts the pages into `folder`, which need not exist, and nothing else.
///
/// # Errors
///
/// If npm or the build fails, or a file cannot be written.
pub fn assemble(folder: &Path) -> Result<()> {
    let parts = parts()?;
    if folder.exists() {
        remove(folder)?;
    }
    for (name, file) in parts {
        let target = folder.join(name);
        let place = target.parent().unwrap_or(folder);
        fs::create_dir_all(place).with_context(|| format!("cannot make {}", place.display()))?;
        link(&file, &target)?;
    }
    Ok(())
}

fn build(folder: &Path) -> Result<()> {
    setup::npm_packages()?;
    if INPUTS.map(|input| newest(&path(input))).into_iter().max() < Some(modified(&folder.join(LAST))) {
        return Ok(());
    }
    // Names change with the content, so old files would stay.
    if folder.exists() {
        remove(folder)?;
    }
    let folder = folder.to_string_lossy();
    run(&mut command("node_modules/.bin/node", ["xtask/site/build.mjs", &folder]))
}
