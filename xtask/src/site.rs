//! The pages: the files of `src/site`, and what the API page's viewer needs of its npm package.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files::{link, list, remove};
use crate::{path, setup};

/// The viewer's files, with the licence and the notices that go wherever they go.
const VIEWER: [(&str, &str); 5] = [
    ("swagger-ui.css", "swagger-ui.css"),
    ("swagger-ui-bundle.js", "swagger-ui-bundle.js"),
    ("swagger-ui-bundle.js.LICENSE.txt", "swagger-ui-bundle.js.LICENSE.txt"),
    ("LICENSE", "swagger-ui.LICENSE.txt"),
    ("NOTICE", "swagger-ui.NOTICE.txt"),
];

/// All that the pages consist of: the name of each part, and the file it is made from.
///
/// # Errors
///
/// When npm fails, or a folder cannot be read.
pub fn parts() -> Result<Vec<(String, PathBuf)>> {
    setup::npm_packages()?;
    let (own, package) = (path("src/site"), path("node_modules/swagger-ui-dist"));
    let pages = list(&own)?.into_iter().map(|name| (name.clone(), own.join(name)));
    Ok(pages.chain(VIEWER.map(|(from, to)| (to.to_owned(), package.join(from)))).collect())
}

/// Puts the pages into `folder`, which need not be there, and nothing else.
///
/// # Errors
///
/// When npm fails, or a file cannot be written.
pub fn assemble(folder: &Path) -> Result<()> {
    if folder.exists() {
        remove(folder)?;
    }
    for (name, file) in parts()? {
        let target = folder.join(name);
        let place = target.parent().unwrap_or(folder);
        fs::create_dir_all(place).with_context(|| format!("cannot make {}", place.display()))?;
        link(&file, &target)?;
    }
    Ok(())
}
