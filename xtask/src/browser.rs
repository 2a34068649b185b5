//! `cargo xtask browser`: the pages in a real browser.

use std::fs;

use anyhow::{Context, Result};

use crate::run::{command, run};
use crate::workerd::{Server, Worker};
use crate::{assets, bundle, path, setup, snapshot};

/// Runs `tests/browser` in Chromium against the worker with the default snapshot: what the tests see does not depend on
/// what was exported here.
///
/// # Errors
///
/// When something they need cannot be had, or a test fails.
pub fn test() -> Result<()> {
    setup::npm_packages()?;
    let chromium = setup::chromium()?;
    bundle::bundle()?;
    let folder = path("build/browser");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let (snapshot, site) = (snapshot::default()?, folder.join("assets"));
    assets::assemble(&snapshot, &site)?;
    let worker = Worker::deployed()?.with_catalogue(&snapshot, &site);
    let server = Server::start(&worker, 0, Some(&folder.join("workerd.log")))?;
    let mut tests = command("node_modules/.bin/node", ["--test", "tests/browser/*.test.js"]);
    tests.env("SITE", format!("http://127.0.0.1:{}", server.port())).env("CHROME_PATH", chromium);
    run(&mut tests)
}
