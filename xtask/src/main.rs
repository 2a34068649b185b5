//! The command behind the npm scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use catalog_edge::snapshot::Location;
use clap::builder::FalseyValueParser;
use clap::{Parser, Subcommand};
use xtask::package::Platform;
use xtask::terminal::{complain, say};
use xtask::workerd::Worker;
use xtask::{browser, bundle, check, deployable, instructions, package, path, programs, run, serve, setup, snapshot};

/// The steps that npm and wrangler call.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the modules that wrangler deploys
    Bundle(Bundle),
    /// Build, then serve in workerd
    Serve(Port),
    /// Export the snapshot from the database that DATABASE_URL names
    Export {
        /// Further arguments of `catalog-builder export`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure the deployed modules, the builder, and what one could use instead
    Bench {
        /// Further arguments of `tests/bench/run.mjs`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Count the instructions of opening and answering, beside the recorded ones
    Instructions {
        /// Keep the counts as the record to compare with
        #[arg(long)]
        record: bool,
        /// Fail if a count is this much above its record
        #[arg(long, value_name = "PERCENT")]
        tolerance: Option<f64>,
    },
    /// Try the pages in Chromium, then again with replies that come late and overtake each other
    Browser {
        /// Longest delay, in milliseconds
        #[arg(long, value_name = "MS", default_value_t = 400)]
        delay: u32,
        /// Seed of all that is random
        #[arg(long)]
        seed: Option<u32>,
        /// Files of tests, for instance tests/browser/order.test.js, to be run alone
        files: Vec<String>,
    },
    /// Take the picture of the Explorer for the README
    Picture,
    /// Run the checks that read the sources only
    Check,
    /// Make the npm package of a platform, or without a binary those of all: the one that runs it and has the worker, and the
    /// one that answers outside the worker
    Package {
        /// `catalog-builder`, built for the platform
        #[arg(long, value_name = "FILE", requires = "platform")]
        binary: Option<PathBuf>,
        /// Platform of the binary
        #[arg(long, requires = "binary")]
        platform: Option<Platform>,
        /// Folder for the package
        #[arg(long, value_name = "FOLDER", default_value = "build/packages")]
        out: PathBuf,
    },
    /// Check every reply of a long mixed load of the worker in workerd. The report is build/soak.json
    Soak {
        /// Number of requests
        #[arg(long, default_value_t = 1_000_000)]
        requests: u64,
        /// Seed of all requests
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Run every check
    Test {
        /// Fail if a test is skipped, for instance because `../shared` is missing
        #[arg(long)]
        no_skips: bool,
    },
}

#[derive(clap::Args, Debug)]
struct Bundle {
    /// Let the default catalogue be deployed if none was exported
    #[arg(long, env = "CATALOG_DEMO", value_parser = FalseyValueParser::new())]
    demo: bool,
    /// Warn before a snapshot is deployed that was exported longer ago
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    max_age: u64,
    /// Command of wrangler that the modules are for
    #[arg(long, env = "WRANGLER_COMMAND", hide = true)]
    wrangler_command: Option<String>,
}

#[derive(clap::Args, Debug)]
struct Port {
    /// Port on the loopback interface
    #[arg(long, default_value_t = 8787)]
    port: u16,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            complain(format_args!("error: {fault:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Returns true if all is well, which can be more than the absence of an error.
fn run(task: Task) -> Result<bool> {
    match task {
        Task::Bundle(arguments) => bundle(&arguments)?,
        Task::Serve(Port { port }) => serve::serve(port)?,
        Task::Export { arguments } => snapshot::export(&arguments)?,
        Task::Bench { arguments } => bench(&arguments)?,
        Task::Instructions { record, tolerance } => instructions::compare(record, tolerance)?,
        Task::Browser { delay, seed, files } => browser::test(delay, seed, &files)?,
        Task::Picture => browser::take_picture()?,
        Task::Check => return check::check_sources(),
        Task::Package { binary, platform, out } => {
            for file in package(binary.as_deref().zip(platform), &out)? {
                say(file.display());
            }
        }
        Task::Soak { requests, seed } => soak(requests, seed)?,
        Task::Test { no_skips } => return check::check(no_skips),
    }
    Ok(true)
}

fn bundle(arguments: &Bundle) -> Result<()> {
    if arguments.wrangler_command.as_deref().is_some_and(deployable::is_deployment) {
        let max_age = Duration::from_secs(arguments.max_age * 60 * 60);
        deployable::check(&snapshot::exported(), arguments.demo, max_age)?;
    }
    bundle::bundle()?;
    bundle::report()
}

fn package(binary: Option<(&Path, Platform)>, out: &Path) -> Result<Vec<PathBuf>> {
    Ok(match binary {
        Some((binary, platform)) => vec![package::binary(binary, platform, out)?],
        None => vec![package::launcher(out)?, package::engine(out)?],
    })
}

/// The benchmark needs the Node of the npm packages, which loads the modules as they are, and workerd's configuration. It
/// makes the snapshot itself.
fn bench(arguments: &[String]) -> Result<()> {
    setup::npm_packages()?;
    bundle::worker()?;
    let snapshot = path("build/bench/catalog.snap");
    fs::create_dir_all(path("build/bench"))?;
    // Its part about pages puts documents and pages together.
    let (documents, pages) = (Location::of(&snapshot)?.documents().to_owned(), path("build/bench/pages"));
    for (name, assets) in [("edge.capnp", documents), ("page.capnp", pages)] {
        let worker = Worker::deployed()?.with_catalog(&snapshot, &assets);
        fs::write(path("build/bench").join(name), worker.config("127.0.0.1:0"))?;
    }
    let mut node = run::command("node_modules/.bin/node", ["--no-warnings", "tests/bench/run.mjs"]);
    if let Some(folder) = programs::postgres() {
        node.env("POSTGRES_BIN", folder);
    }
    if let Some(chromium) = programs::chromium() {
        node.env("CHROME_PATH", chromium);
    }
    run::run(node.args(arguments))
}

/// The test that `npm test` runs too, optimised, because the load comes from it.
fn soak(requests: u64, seed: u64) -> Result<()> {
    let mut test = run::cargo(["test", "--release", "--test", "soak", "--", "--nocapture"]);
    test.env("SOAK_REQUESTS", requests.to_string()).env("SOAK_SEED", seed.to_string());
    run::run(&mut test)
}
