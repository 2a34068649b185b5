//! The digest that names the code of a worker: its modules and its pages, whatever snapshot it carries.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use catalog_edge::digest::Digest;

use crate::modules::{self, RELEASE, SNAPSHOT};
use crate::site;

/// Writes the module beside the others, which are there.
///
/// # Errors
///
/// When a part of the code cannot be read, or the module cannot be written.
pub fn write() -> Result<()> {
    let module = modules::folder().join(RELEASE);
    let text = format!("export default \"{}\";\n", digest()?);
    fs::write(&module, text).with_context(|| format!("cannot write {}", module.display()))
}

/// Returns the digest of the bundled worker's code: that of a listing with a line for each file of the modules and the
/// pages, as a snapshot's documents have one.
///
/// # Errors
///
/// If a part of the code cannot be read.
pub fn digest() -> Result<Digest> {
    let folder = modules::folder();
    let modules = modules::list()?.into_iter().filter(|name| name != SNAPSHOT && name != RELEASE);
    let modules = modules.map(|name| (name.clone(), folder.join(name)));
    let pages = site::parts()?.into_iter().map(|(name, file)| (format!("site/{name}"), file));
    let mut parts: Vec<(String, PathBuf)> = modules.chain(pages).collect();
    parts.sort_unstable();
    let mut listing = String::new();
    for (name, file) in parts {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        listing.push_str(&format!("{}  {name}\n", Digest::of(&content)));
    }
    Ok(Digest::of(listing.as_bytes()))
}
