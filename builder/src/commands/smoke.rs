//! `catalog-builder smoke`: checks that a service answers from a snapshot.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::commands::path_argument::path_argument;
use crate::failure::{ExitCode, Failure};
use crate::numbers::seconds;
use crate::release::configuration::Configuration;
use crate::service::client::Client;
use crate::service::smoke::{Before, Expected};
use crate::service::watch::{Patience, Watch, WatchError};
use crate::terminal::Terminal;
use crate::terminal::format::line;
use crate::terminal::report::Report;

/// Time for one request.
const REQUEST: Duration = Duration::from_secs(10);

/// Options of `smoke`.
#[derive(Args, Debug)]
pub(crate) struct SmokeArgs {
    /// Address of the service
    url: String,
    /// Digest of the snapshot
    #[arg(long)]
    digest: String,
    /// Id of the version at Cloudflare. Without it, any may answer
    #[arg(long, value_name = "ID")]
    version: Option<String>,
    /// Configuration of the worker, for the origin whose pages must be able to read replies
    #[arg(long, value_name = "FILE", value_parser = path_argument())]
    config: Option<PathBuf>,
    /// Seconds until it must pass, 0.001 to 86400
    #[arg(
        long,
        help_heading = "Limits",
        value_name = "SECONDS",
        default_value = "60",
        value_parser = seconds,
        allow_hyphen_values = true
    )]
    within: Duration,
}

/// A service that passes.
#[derive(Debug, Serialize)]
struct Passed<'s> {
    url: &'s str,
    digest: &'s str,
    seconds: f64,
}

impl Report for Passed<'_> {}

impl fmt::Display for Passed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "passes", format_args!("{} serves snapshot {}", self.url, self.digest))
    }
}

/// Error of a service that does not pass.
#[derive(Debug, thiserror::Error)]
#[error("{url} does not serve snapshot {digest}")]
struct SmokeFailure {
    url: String,
    digest: String,
    #[source]
    source: WatchError,
}

impl From<SmokeFailure> for Failure {
    fn from(error: SmokeFailure) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

/// Tries the service until it passes.
pub(crate) fn run(args: &SmokeArgs, terminal: Terminal) -> Result<(), Failure> {
    let configuration = args.config.as_deref().map(Configuration::read).transpose()?;
    let expected = Expected {
        snapshots: vec![args.digest.clone()],
        versions: args.version.clone().into_iter().collect(),
        before: Before::default(),
        origin: configuration.and_then(|configuration| configuration.allowed_origin()),
    };
    let (client, url) = (Client::new(REQUEST), args.url.trim_end_matches('/'));
    let watch = Watch { client: &client, url, headers: &[], within: args.within, patience: Patience::Always };
    let failed = |source| SmokeFailure { url: url.into(), digest: args.digest.clone(), source };
    let seconds = watch.wait(&expected).map_err(failed)?.as_secs_f64();
    terminal.show(&Passed { url, digest: &args.digest, seconds })
}
