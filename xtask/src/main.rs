//! The command behind the npm scripts.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::terminal::complain;
use xtask::{browser, bundle, check, run, serve, setup, snapshot};

/// The steps that npm and wrangler call.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the modules that wrangler deploys
    Bundle,
    /// Build, then serve through wrangler, rebuilding on changes
    Start(Port),
    /// Build, then serve in plain workerd
    Serve(Port),
    /// Export the snapshot from the database that DATABASE_URL names
    Export {
        /// Further arguments of `catalog-builder export`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Time the deployed modules
    Bench,
    /// Try the pages in Chromium
    Browser,
    /// Run every check
    Test,
}

#[derive(clap::Args, Debug)]
struct Port {
    /// Where to listen, on the loopback interface
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

/// Whether all is well, where that is more than the absence of an error.
fn run(task: Task) -> Result<bool> {
    match task {
        Task::Bundle => bundle::bundle().and_then(|()| bundle::report())?,
        Task::Start(Port { port }) => serve::develop(port)?,
        Task::Serve(Port { port }) => serve::serve(port)?,
        Task::Export { arguments } => snapshot::export(&arguments)?,
        Task::Bench => bench()?,
        Task::Browser => browser::test()?,
        Task::Test => return check::check(),
    }
    Ok(true)
}

/// The benchmark needs the Node of the npm packages, which loads the modules as they are.
fn bench() -> Result<()> {
    setup::npm_packages()?;
    bundle::bundle()?;
    run::run(&mut run::command("node_modules/.bin/node", ["tests/bench/run.mjs"]))
}
