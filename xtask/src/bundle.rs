//! `cargo xtask bundle`: the library becomes the modules that wrangler deploys, in `build/worker/`, and the engine for browsers
//! and other runtimes, in `build/engine/`. Both have the same wasm.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{modified, newest};
use crate::modules::{self, ENTRY, SNAPSHOT};
use crate::run::{cargo, read};
use crate::setup::{self, WASM_TARGET};
use crate::terminal::say;
use crate::{assets, path, release, site, snapshot};

const NAME: &str = "catalog_edge";
/// The modules that are written by hand.
const SCRIPTS: [&str; 5] = ["instance.js", "fields.js", "upload.js", "origin.js", ENTRY];
/// Inputs of the modules besides the compiled library.
const INPUTS: [&str; 3] = ["src/edge", "xtask/src/bundle.rs", "Cargo.lock"];

/// Builds what is out of date, with the chosen snapshot and its assets.
///
/// # Errors
///
/// When a tool fails or a file cannot be written.
pub fn bundle() -> Result<()> {
    // On a fresh checkout the installation waits for the network, and each compilation ends with one crate, for one processor.
    thread::scope(|scope| {
        let packages = scope.spawn(setup::npm_packages);
        let builder = scope.spawn(snapshot::compile_builder);
        worker()?;
        packages.join().map_err(|_| anyhow!("installing npm packages failed"))??;
        builder.join().map_err(|_| anyhow!("compiling catalog-builder failed"))?
    })?;
    snapshot::bundle(&snapshot::chosen()?, &[])
}

/// Builds what is out of date of the modules and pages, which are the same for every catalogue.
///
/// # Errors
///
/// As [`bundle`].
pub fn worker() -> Result<()> {
    setup::wasm_target()?;
    let library = compile()?;
    let entry = modules::folder().join(ENTRY);
    let changed = INPUTS.map(|input| newest(&path(input))).into_iter().chain([modified(&library)]).max();
    if changed > Some(modified(&entry)) {
        let (worker, engine) = (modules::folder(), path("build/engine"));
        generate(Bindgen::new().module(true)?, &library, &worker)?;
        // A browser compiles the wasm itself, and passes it to this module.
        generate(Bindgen::new().web(true)?, &library, &engine)?;
        let [one, other] = [worker, engine].map(|folder| fs::read(folder.join(format!("{NAME}_bg.wasm"))));
        ensure!(one? == other?, "the engine for browsers is not that of the worker");
        let generated =
            modules::list()?.into_iter().filter(|name| name.ends_with(".js")).map(|name| (modules::folder(), name));
        // The entry last, so that its time says the whole is done.
        let written = SCRIPTS.map(|name| (path("src/edge"), name.to_owned()));
        for (source, name) in generated.chain(written) {
            let script = fs::read_to_string(source.join(&name)).with_context(|| format!("cannot read {name}"))?;
            fs::write(modules::folder().join(&name), compact(&script))
                .with_context(|| format!("cannot write {name}"))?;
        }
    }
    release::write()?;
    site::assemble(&assets::pages())
}

/// Prints the size of every module, raw and compressed.
///
/// # Errors
///
/// When a module cannot be read.
pub fn report() -> Result<()> {
    let (mut raw, mut gzip) = (0, 0);
    let row = |raw: usize, gzip: usize, name: &str| say(format_args!("{raw:>9} B {gzip:>8} B gzip  {name}"));
    for module in modules::list()? {
        let bytes = fs::read(modules::folder().join(&module))?;
        let compressed = compressed_len(&bytes)?;
        row(bytes.len(), compressed, &module);
        if module != SNAPSHOT {
            raw += bytes.len();
            gzip += compressed;
        }
    }
    row(raw, gzip, "without the snapshot");
    Ok(())
}

/// Compiles the library as a `cdylib` and returns the file.
fn compile() -> Result<PathBuf> {
    let library = ["rustc", "--package", "catalog-edge", "--lib", "--crate-type", "cdylib"];
    let options = ["--release", "--target", WASM_TARGET, "--message-format", "json-render-diagnostics"];
    let messages = read(&mut cargo(library.into_iter().chain(options)))?;
    messages
        .lines()
        .filter_map(|message| serde_json::from_str::<Value>(message).ok())
        .filter_map(|message| message["filenames"].as_array().cloned())
        .flatten()
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.ends_with(format!("{NAME}.wasm")))
        .context("cargo names no wasm file")
}

/// Makes the JavaScript half of `library` and the wasm that goes with it in `folder`.
fn generate(bindgen: &mut Bindgen, library: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    bindgen
        .input_path(library)
        // What `instance.js` needs after a trap: a way to a fresh instance, and no way into the broken one.
        .reset_state_function(true)
        .force_enable_abort_handler(true)
        // Names are a tenth of what is sent; a panic's message has its file and line without them.
        .remove_name_section(true)
        .remove_producers_section(true)
        .typescript(false)
        .generate(folder)
}

/// A script without comments on lines of their own, blank lines and indentation: a quarter of what is sent.
fn compact(script: &str) -> String {
    // Over several lines these would be content.
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let is_comment = |line: &str| {
        line.starts_with("//")
            || (line.starts_with("/**") && line.find("*/").is_none_or(|end| end + 2 == line.len()))
            || line.starts_with('*')
    };
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn compressed_len(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lose_comments_and_indentation_and_nothing_else() {
        let script =
            "// a\n/**\n * b\n */\nlet a = `c // d`; // e\n\n  /** f */\n/** g */ f();\n  a *= \"/* g\"\n    / 2;\n";
        assert_eq!(compact(script), "let a = `c // d`; // e\n/** g */ f();\na *= \"/* g\"\n/ 2;\n");
        let literal = "let a = `\n// b\n`;\n";
        assert_eq!(compact(literal), literal);
    }
}
