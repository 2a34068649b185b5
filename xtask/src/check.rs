//! `npm test`: everything that must hold before a change is done. `npm run check`: the part of it that reads the sources only.

use std::num::NonZero;
use std::process::Command;
use std::thread::available_parallelism;

use anyhow::{Result, ensure};

use crate::run::{cargo, command, run, watch};
use crate::setup;
use crate::setup::WASM_TARGET;
use crate::tally::Tally;
use crate::terminal::{complain, say};
use crate::wrangler::wrangler;

/// Checks that are tests, to be counted one by one.
const HAVE_TESTS: [&str; 2] = ["tests", "pages in Chromium"];

/// A check: its name for people, and its command.
type Check = (&'static str, Command);

/// Arguments of clippy after its own.
const DENY: [&str; 3] = ["--", "-D", "warnings"];

/// Runs the checks that read the sources and start nothing, also after one has failed. Returns true if all passed.
///
/// # Errors
///
/// If the tools of the checks cannot be installed.
pub fn check_sources() -> Result<bool> {
    setup::npm_packages()?;
    run_all(source_checks(), false)
}

/// Runs every check, also after one has failed. Returns true if all passed; with `no_skips` a skipped test is a failure,
/// unless the system forbids what it does. The last line counts checks and tests.
///
/// # Errors
///
/// If the tools of the checks cannot be installed.
pub fn check(no_skips: bool) -> Result<bool> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    setup::postgres()?;
    setup::strace()?;
    setup::curl()?;
    setup::shells();
    setup::chromium()?;
    run_all(source_checks().into_iter().chain(slow_checks()), no_skips)
}

fn source_checks() -> Vec<Check> {
    vec![
        ("formatting", cargo(["fmt", "--all", "--check"])),
        (
            "formatting of the benchmark",
            cargo(["fmt", "--all", "--check", "--manifest-path", "tests/bench/Cargo.toml"]),
        ),
        (
            "formatting of the fuzz targets",
            cargo(["fmt", "--all", "--check", "--manifest-path", "tests/fuzz/Cargo.toml"]),
        ),
        ("format and lints of JavaScript and styles", command("npm", ["run", "--silent", "lint"])),
        ("types of JavaScript", command("npm", ["run", "--silent", "types"])),
        ("lints of the workflows", command("node_modules/.bin/node", ["tests/workflows/lint.mjs"])),
        ("lints", cargo(["clippy", "--workspace", "--all-targets"].into_iter().chain(DENY))),
        ("layers and prose", cargo(["test", "--quiet", "--workspace", "--test", "layering", "--test", "prose"])),
    ]
}

fn slow_checks() -> Vec<Check> {
    // Private items too: this is documentation for those who work on it.
    let mut documentation = cargo(["doc", "--workspace", "--no-deps", "--document-private-items"]);
    documentation.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links");
    let mut fuzz_targets = cargo(["clippy", "--manifest-path", "tests/fuzz/Cargo.toml"].into_iter().chain(DENY));
    // Only linking needs libFuzzer, which takes longer to compile than all else.
    fuzz_targets.env("CUSTOM_LIBFUZZER_PATH", "/nowhere/libfuzzer.a");
    let mut tests = cargo(["test", "--workspace", "--no-fail-fast"]);
    // Many tests wait for servers and programs: with a thread a processor, processors would be idle a third of the time.
    tests.env("RUST_TEST_THREADS", (2 * available_parallelism().map_or(1, NonZero::get)).to_string());
    let mut dry_run = wrangler(["deploy", "--dry-run", "--outdir", "dist"]);
    // A checkout need not have an exported catalogue.
    dry_run.env("CATALOG_DEMO", "1");
    vec![
        // In the profile of the bundle, with which it then shares procedural macros and build scripts.
        (
            "lints of the worker",
            cargo(
                ["clippy", "--package", "catalog-edge", "--lib", "--release", "--target", WASM_TARGET]
                    .into_iter()
                    .chain(DENY),
            ),
        ),
        // Not of all of it: the dependencies of tantivy take three times as long to compile.
        (
            "lints of the benchmark",
            cargo(
                ["clippy", "--manifest-path", "tests/bench/Cargo.toml", "--package", "bench-native"]
                    .into_iter()
                    .chain(DENY),
            ),
        ),
        ("lints of the fuzz targets", fuzz_targets),
        ("documentation", documentation),
        ("bundle", cargo(["xtask", "bundle"])),
        ("tests", tests),
        ("pages in Chromium", cargo(["xtask", "browser"])),
        ("deployment, tried without sending it", dry_run),
    ]
}

fn run_all(checks: impl IntoIterator<Item = Check>, no_skips: bool) -> Result<bool> {
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
    for test in tests.skipped.iter().chain(&tests.forbidden) {
        say(format_args!("skipped: {test}"));
    }
    if no_skips {
        if tests.skipped.is_empty() { passed += 1 } else { failed.push("no test skipped") }
    }
    for name in &failed {
        say(format_args!("FAILED: {name}"));
    }
    let (ran, skipped) = (tests.ran(), tests.skipped.len() + tests.forbidden.len());
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
