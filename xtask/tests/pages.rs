//! Rule: every npm script and task that the pages name exists and takes the arguments that they show.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]

#[path = "../../tests/support/markdown.rs"]
#[allow(dead_code, reason = "other test binaries use the rest")]
mod markdown;

use std::process::Command;

use markdown::page;
use serde_json::Value;

const PAGES: [&str; 8] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "PERFORMANCE.md",
    "SECURITY.md",
    "docs/run.md",
    "docs/clients.md",
    "docs/browser.md",
];

/// The words of `text` that follow `start` and belong to the command.
fn commands<'t>(text: &'t str, start: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(start).map(move |(at, _)| {
        let rest = &text[at + start.len()..];
        rest[..rest.find(['`', '\n', '#', ',', ')', ';']).unwrap_or(rest.len())].trim()
    })
}

/// The task and arguments of `cargo xtask` behind a line of npm: `run serve -- --port 1`.
fn task(scripts: &Value, line: &str) -> Option<String> {
    let line = line.strip_prefix("run ").unwrap_or(line).replace("--silent ", "");
    let (name, arguments) = line.split_once(" -- ").unwrap_or((&line, ""));
    let script = scripts[name].as_str().unwrap_or_else(|| panic!("package.json has no script {name}"));
    let (_, task) = script.split_once("cargo xtask ")?;
    Some(format!("{} {arguments}", task.trim_end_matches(" --")))
}

#[test]
fn scripts_and_tasks_on_the_pages_exist() {
    let package: Value = serde_json::from_str(&page("package.json")).unwrap();
    let mut tried = 0;
    for name in PAGES {
        let page = page(name);
        let npm = ["npm run ", "npm start", "npm test"].into_iter().flat_map(|start| {
            let (_, script) = start.split_once(' ').unwrap();
            commands(&page, start).map(move |rest| format!("{script}{}{rest}", if script == "run " { "" } else { " " }))
        });
        let npm = npm.filter_map(|line| task(&package["scripts"], line.trim()));
        for task in npm.chain(commands(&page, "cargo xtask ").map(str::to_owned)).collect::<Vec<_>>() {
            let mut words: Vec<&str> = task.split_whitespace().collect();
            // These pass their arguments on: they would not see this one.
            let place = if ["bench", "export"].contains(&words[0]) { 1 } else { words.len() };
            words.insert(place, "--help");
            let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(&words).output().unwrap();
            assert!(output.status.success(), "{name}: {task}\n{}", String::from_utf8_lossy(&output.stderr));
            tried += 1;
        }
    }
    assert!(tried > 30, "{tried}");
}
