//! `npm test`: everything that must hold before a change is done.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::run::{cargo, command, run};
use crate::setup;
use crate::setup::WASM_TARGET;
use crate::terminal::{complain, say};

/// Runs every check, also after one has failed, and counts them.
///
/// # Errors
///
/// When one failed.
pub fn check() -> Result<()> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    let deny = ["--", "-D", "warnings"];
    let mut documentation = cargo(["doc", "--workspace", "--no-deps"]);
    documentation.env("RUSTDOCFLAGS", "-D warnings");
    let checks = [
        ("formatting", cargo(["fmt", "--all", "--check"])),
        ("lints", cargo(["clippy", "--workspace", "--all-targets"].into_iter().chain(deny))),
        ("lints of the worker", cargo(["clippy", "--lib", "--target", WASM_TARGET].into_iter().chain(deny))),
        ("documentation", documentation),
        ("bundle", cargo(["xtask", "bundle"])),
        ("tests", cargo(["test", "--workspace"])),
        ("deployment, tried without sending it", deploy_dry_run()),
    ];
    let mut failed = Vec::new();
    let count = checks.len();
    for (name, mut check) in checks {
        say(format_args!("\n== {name}"));
        if let Err(fault) = run(&mut check) {
            complain(format_args!("{fault:#}"));
            failed.push(name);
        }
    }
    say(format_args!("\n{} passed, {} failed", count - failed.len(), failed.len()));
    ensure!(failed.is_empty(), "failed: {}", failed.join("; "));
    Ok(())
}

/// Wrangler's own view of the bundle.
fn deploy_dry_run() -> Command {
    let mut wrangler = command(
        "node_modules/.bin/node",
        ["node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run", "--outdir", "dist"],
    );
    wrangler.envs([("CI", "1"), ("WRANGLER_SEND_METRICS", "false")]);
    wrangler
}
