//! `catalog-builder bundle`: puts worker, snapshot and documents where wrangler takes them from.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::commands::deploy::ReleaseArgs;
use crate::commands::examples::examples;
use crate::commands::path_argument::path_argument;
use crate::failure::Failure;
use crate::release::bundle::bundle;
use crate::release::configuration::Configuration;
use crate::terminal::Terminal;
use crate::terminal::format::line;
use crate::terminal::report::Report;

/// Options of `bundle`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    (
        "Put the released worker and a snapshot together",
        "catalog-builder bundle --worker bundle --snapshot snapshots/catalog.snap",
    ),
]))]
pub(crate) struct BundleArgs {
    #[command(flatten)]
    release: ReleaseArgs,
    /// Configuration of the worker
    #[arg(
        long,
        help_heading = "Connection",
        value_name = "FILE",
        default_value = "wrangler.toml",
        value_parser = path_argument()
    )]
    config: PathBuf,
}

/// A bundle that wrangler can deploy.
#[derive(Debug, Serialize)]
struct Bundled {
    modules: String,
    assets: String,
    snapshot: String,
    worker: String,
}

impl Report for Bundled {}

impl fmt::Display for Bundled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "modules", &self.modules)?;
        line(f, "assets", &self.assets)?;
        line(f, "snapshot", &self.snapshot)?;
        line(f, "worker", &self.worker)
    }
}

/// Puts the bundle together.
pub(crate) fn run(args: &BundleArgs, terminal: Terminal) -> Result<(), Failure> {
    let configuration = Configuration::read(&args.config)?;
    let file = args.release.read_snapshot(terminal)?;
    let worker = bundle(&configuration, args.release.worker.as_deref(), &file)?;
    let show = |path: PathBuf| path.display().to_string();
    terminal.show(&Bundled {
        modules: show(configuration.modules()),
        assets: show(configuration.assets()?),
        snapshot: file.open()?.digest.to_string(),
        worker,
    })
}
