//! `cargo xtask browser`: the pages in a real browser.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use crate::awkward;
use crate::run::{command, run};
use crate::terminal::say;
use crate::workerd::{Server, Worker};
use crate::{assets, bundle, path, setup, snapshot};

/// All tests.
const ALL: &str = "tests/browser/*.test.js";
/// Tests of what happens while replies are on their way. The others are of functions, of looks, of files, and of what a reply
/// leads to, whenever it comes.
const OF_REPLIES: [&str; 6] = [
    "tests/browser/choices.test.js",
    "tests/browser/details.test.js",
    "tests/browser/filter.test.js",
    "tests/browser/history.test.js",
    "tests/browser/snapshots.test.js",
    "tests/browser/walk.test.js",
];

/// Runs `tests/browser` in Chromium against the worker: all tests as it is, and those of replies again with every reply
/// of the API held back for up to `delay` milliseconds. The worker has the default snapshot: what the tests see does not depend on what was
/// exported here. All that is random in the tests follows from `seed`, which is another one in every run if not given.
/// With `files`, these alone are run.
///
/// # Errors
///
/// When something they need cannot be had, or a test fails.
pub fn test(delay: u32, seed: Option<u32>, files: &[String]) -> Result<()> {
    setup::npm_packages()?;
    let chromium = setup::chromium()?;
    bundle::bundle()?;
    let folder = path("build/browser");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let awkward = folder.join("awkward.snap");
    fs::write(&awkward, catalog_edge::snapshot::build(&awkward::records(), None)?)?;
    let previews = snapshot::previews_of(&awkward);
    fs::create_dir_all(&previews)?;
    fs::copy(path("src/site/icon.svg"), previews.join("icon.svg"))?;
    let usual = serve(&snapshot::default()?, &folder, "assets")?;
    let awkward = serve(&awkward, &folder, "awkward")?;
    let seed = seed.unwrap_or_else(any_seed);
    let all = if files.is_empty() { vec![ALL] } else { files.iter().map(|file| &**file).collect() };
    let is_chosen = |file: &&str| files.is_empty() || files.iter().any(|chosen| chosen == file);
    let of_replies: Vec<&str> = OF_REPLIES.into_iter().filter(is_chosen).collect();
    for (delay, files) in [(0, all), (delay, of_replies)] {
        if files.is_empty() {
            continue;
        }
        say(format_args!("\nReplies held back for up to {delay} ms, seed {seed}"));
        // Tests wait for events, without a limit of their own.
        let limits = ["--test-concurrency=3", "--test-timeout=120000"];
        let mut tests = command("node_modules/.bin/node", ["--test"].into_iter().chain(limits));
        tests.env("SITE", address(&usual)).env("AWKWARD_SITE", address(&awkward)).env("CHROME_PATH", &chromium);
        tests.env("DELAY", delay.to_string()).env("SEED", seed.to_string());
        run(tests.args(&files))
            .with_context(|| format!("repeat with: cargo xtask browser --delay {delay} --seed {seed}"))?;
    }
    Ok(())
}

/// Takes the picture of the Explorer that the README shows, with the default snapshot.
///
/// # Errors
///
/// When something it needs cannot be had, or the page does not load.
pub fn take_picture() -> Result<()> {
    setup::npm_packages()?;
    let chromium = setup::chromium()?;
    bundle::bundle()?;
    let server = serve(&snapshot::default()?, &path("build/picture"), "assets")?;
    let mut script = command("node_modules/.bin/node", ["tests/browser/picture.mjs", "docs/explorer.webp"]);
    run(script.env("SITE", address(&server)).env("CHROME_PATH", chromium))
}

/// Serves the deployed worker with this snapshot and its pages in `folder/name`.
fn serve(snapshot: &Path, folder: &Path, name: &str) -> Result<Server> {
    let site = folder.join(name);
    assets::assemble(snapshot, &site)?;
    let worker = Worker::deployed()?.with_catalog(snapshot, &site);
    Server::start(&worker, 0, Some(&folder.join(format!("{name}.log"))))
}

fn address(server: &Server) -> String {
    format!("http://127.0.0.1:{}", server.port())
}

fn any_seed() -> u32 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.subsec_micros())
}
