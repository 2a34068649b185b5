//! `npm test`: everything that must hold before a change is done.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::run::{cargo, command, run, watch};
use crate::setup;
use crate::setup::WASM_TARGET;
use crate::tally::Tally;
use crate::terminal::{complain, say};
use crate::wrangler::wrangler;

/// Checks that are tests, to be counted one by one.
const HAVE_TESTS: [&str; 2] = ["tests", "pages in Chromium"];

/// Runs every check, also after one has failed, and returns whether all passed; with `no_skips` also that no test was
/// skipped. The last line counts checks and tests.
///
/// # Errors
///
/// When what the checks need cannot be installed.
pub fn check(no_skips: bool) -> Result<bool> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    setup::postgres()?;
    setup::chromium()?;
    let deny = ["--", "-D", "warnings"];
    // Private items too: this is documentation for those who work on it.
    let mut documentation = cargo(["doc", "--workspace", "--no-deps", "--document-private-items"]);
    documentation.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links");
    let mut dry_run = wrangler(["deploy", "--dry-run", "--outdir", "dist"]);
    // A checkout need not have an exported catalogue.
    dry_run.env("CATALOG_DEMO", "1");
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
        ("format and lints of JavaScript and styles", command("npm", ["run", "--silent", "lint"])),
        ("types of JavaScript", command("npm", ["run", "--silent", "types"])),
        ("lints of the workflows", command("node_modules/.bin/node", ["tests/workflows/lint.mjs"])),
        ("documentation", documentation),
        ("bundle", cargo(["xtask", "bundle"])),
        ("tests", cargo(["test", "--workspace", "--no-fail-fast"])),
        ("pages in Chromium", cargo(["xtask", "browser"])),
        ("deployment, tried without sending it", dry_run),
    ];
    let (mut passed, mut failed, mut tests) = (0, Vec::new(), Tally::default());
    for (name, mut check) in checks {
        say(format_args!("\n== {name}"));
        let outcome = if HAVE_TESTS.contains(&name) { count(&mut check, &mut tests) } else { run(&mut check) };
        match outcome {
            Ok(()) => passed += 1,
            Err(fault) => {
                complain(format_args!("{fault:#}"));
                failed.push(name);
            }
        }
    }
    say("");
    for test in &tests.skipped {
        say(format_args!("skipped: {test}"));
    }
    if no_skips {
        if tests.skipped.is_empty() { passed += 1 } else { failed.push("no test skipped") }
    }
    for name in &failed {
        say(format_args!("FAILED: {name}"));
    }
    let (ran, skipped) = (tests.ran(), tests.skipped.len());
    say(format_args!("{passed} checks passed, {} failed; tests: {ran} ran, {skipped} skipped", failed.len()));
    Ok(failed.is_empty())
}

/// Runs tests and adds them to `tests`.
fn count(check: &mut Command, tests: &mut Tally) -> Result<()> {
    let before = tests.ended;
    watch(check, |line| tests.read(line))?;
    // Else a runner that prints its sums in another way would go unnoticed.
    ensure!(tests.ended > before, "no test was counted in what it printed");
    Ok(())
}
