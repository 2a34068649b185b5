//! The pages: the files of `src/site`, and what the API page's viewer needs of its npm package.

use std::path::Path;

use anyhow::Result;

use crate::assets::{link, link_all};
use crate::{path, setup};

/// The viewer's files, with the licence and the notices that go wherever they go.
const VIEWER: [(&str, &str); 5] = [
    ("swagger-ui.css", "swagger-ui.css"),
    ("swagger-ui-bundle.js", "swagger-ui-bundle.js"),
    ("swagger-ui-bundle.js.LICENSE.txt", "swagger-ui-bundle.js.LICENSE.txt"),
    ("LICENSE", "swagger-ui.LICENSE.txt"),
    ("NOTICE", "swagger-ui.NOTICE.txt"),
];

/// Puts all that the pages consist of into `folder`, which need not be there.
///
/// # Errors
///
/// When npm fails, or a file cannot be written.
pub fn assemble(folder: &Path) -> Result<()> {
    setup::npm_packages()?;
    link_all(&path("src/site"), folder)?;
    let package = path("node_modules/swagger-ui-dist");
    VIEWER.iter().try_for_each(|(from, to)| link(&package.join(from), &folder.join(to)))
}
