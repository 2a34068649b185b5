//! `npm test`: everything that must hold before a change is done.

use anyhow::Result;

use crate::run::{cargo, command, run};
use crate::setup;
use crate::setup::WASM_TARGET;
use crate::terminal::{complain, say};
use crate::wrangler::wrangler;

/// Runs every check, also after one has failed, and returns whether all passed. The last line counts them.
///
/// # Errors
///
/// When what the checks need cannot be installed.
pub fn check() -> Result<bool> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    setup::postgres()?;
    setup::chromium()?;
    let deny = ["--", "-D", "warnings"];
    // Private items too: this is documentation for those who work on it.
    let mut documentation = cargo(["doc", "--workspace", "--no-deps", "--document-private-items"]);
    documentation.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links");
    let checks = [
        ("formatting", cargo(["fmt", "--all", "--check"])),
        (
            "formatting of the benchmark",
            cargo(["fmt", "--all", "--check", "--manifest-path", "tests/bench/Cargo.toml"]),
        ),
        ("lints", cargo(["clippy", "--workspace", "--all-targets"].into_iter().chain(deny))),
        ("lints of the worker", cargo(["clippy", "--lib", "--target", WASM_TARGET].into_iter().chain(deny))),
        // Not of all of it: the dependencies of tantivy take three times as long to compile.
        (
            "lints of the benchmark",
            cargo(
                ["clippy", "--manifest-path", "tests/bench/Cargo.toml", "--package", "bench-native"]
                    .into_iter()
                    .chain(deny),
            ),
        ),
        ("lints of the workflows", command("node_modules/.bin/node", ["tests/workflows/lint.mjs"])),
        ("documentation", documentation),
        ("bundle", cargo(["xtask", "bundle"])),
        ("tests", cargo(["test", "--workspace"])),
        ("pages in Chromium", cargo(["xtask", "browser"])),
        ("deployment, tried without sending it", wrangler(["deploy", "--dry-run", "--outdir", "dist"])),
    ];
    let (mut passed, mut failed) = (0, Vec::new());
    for (name, mut check) in checks {
        say(format_args!("\n== {name}"));
        match run(&mut check) {
            Ok(()) => passed += 1,
            Err(fault) => {
                complain(format_args!("{fault:#}"));
                failed.push(name);
            }
        }
    }
    say("");
    for name in &failed {
        say(format_args!("FAILED: {name}"));
    }
    say(format_args!("{passed} passed, {} failed", failed.len()));
    Ok(failed.is_empty())
}
