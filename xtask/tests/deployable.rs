//! Rule: wrangler deploys an exported snapshot, and the default catalogue only if that is said.

#![allow(clippy::unwrap_used, reason = "tests end by panics")]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use xtask::deployable::is_deployment;
use xtask::path;

const REFUSAL: &str = "so this would deploy the catalogue of the demo";
const DEMO: &str = "the catalogue of the demo is deployed";
const OLD: &str = "hours ago, which is more than 24";

/// A checkout for which `cargo xtask bundle` gets no further than the check of its snapshot, because it has no sources.
fn checkout() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    write("xtask/Cargo.toml", "");
    let command = format!("{} bundle", std::env::var("CARGO_BIN_EXE_xtask").unwrap());
    let head = "name = \"plots\"\nmain = \"entry.js\"\ncompatibility_date = \"2026-11-17\"\n";
    write("wrangler.toml", &format!("{head}[build]\ncommand = \"{command}\"\n"));
    folder
}

fn export(checkout: &Path, age: Duration) {
    let file = checkout.join("snapshots/catalog.snap");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let file = File::create(file).unwrap();
    file.set_modified(SystemTime::now() - age).unwrap();
}

/// Runs wrangler in `checkout` and returns what it and the build print.
fn output(checkout: &Path, arguments: &[&str], demo: Option<&str>) -> String {
    let mut wrangler = Command::new(path("node_modules/.bin/node"));
    wrangler.arg(path("node_modules/wrangler/bin/wrangler.js")).args(arguments);
    // The folder that cargo names is that of this package.
    wrangler.current_dir(checkout).env_remove("CARGO_MANIFEST_DIR").env_remove("CATALOG_DEMO");
    wrangler.envs([("CI", "1"), ("WRANGLER_SEND_METRICS", "false")]);
    wrangler.envs(demo.map(|demo| ("CATALOG_DEMO", demo)));
    let Output { stdout, stderr, status } = wrangler.output().unwrap();
    let printed = String::from_utf8([stdout, stderr].concat()).unwrap();
    // There are no sources to build.
    assert!(!status.success(), "{printed}");
    printed
}

#[test]
fn deployment_without_an_exported_snapshot_is_refused() {
    let checkout = checkout();
    for arguments in [&["deploy", "--dry-run"][..], &["versions", "upload", "--dry-run"]] {
        for demo in [None, Some("0"), Some("")] {
            let printed = output(checkout.path(), arguments, demo);
            assert!(
                printed.contains(REFUSAL) && printed.contains("npm run export"),
                "{arguments:?} {demo:?}: {printed}"
            );
        }
    }
    let printed = output(checkout.path(), &["deploy", "--dry-run"], Some("1"));
    assert!(printed.contains(DEMO) && !printed.contains(REFUSAL), "{printed}");
}

#[test]
fn old_snapshot_is_warned_of() {
    let hours = |hours: u64| Duration::from_secs(hours * 60 * 60);
    let checkout = checkout();
    for (age, warns) in [(hours(0), false), (hours(23), false), (hours(25), true), (hours(900), true)] {
        export(checkout.path(), age);
        let printed = output(checkout.path(), &["deploy", "--dry-run"], None);
        assert_eq!(printed.contains(OLD), warns, "{age:?}: {printed}");
        assert!(!printed.contains(REFUSAL), "{age:?}: {printed}");
    }
}

#[test]
fn only_development_gets_the_default_catalog() {
    for (command, expected) in [
        ("dev", false),
        ("types", false),
        ("", false),
        ("deploy", true),
        ("versions upload", true),
        ("a command of tomorrow", true),
    ] {
        assert_eq!(is_deployment(command), expected, "{command}");
    }
}
