//! `catalog-builder smoke`: checks that a service answers from a snapshot.

use std::fmt;
use std::iter;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use crate::commands::examples::examples;
use crate::commands::path_argument::path_argument;
use crate::failure::{ExitCode, Failure};
use crate::numbers::seconds;
use crate::release::configuration::Configuration;
use crate::release::identity::is_digest;
use crate::service::client::Client;
use crate::service::smoke::{Before, Expected, Tried};
use crate::service::watch::{Patience, Watch, WatchError};
use crate::terminal::Terminal;
use crate::terminal::format::{grouped, line, printable, seconds as seconds_of};
use crate::terminal::report::Report;
use crate::terminal::style::{RIGHT, Styled};

/// Time for one request.
const REQUEST: Duration = Duration::from_secs(10);

/// Options of `smoke`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Test a service", "catalog-builder smoke http://localhost:8787 --digest 0f3c91aa5b7d4e6f8a9b0c1d2e3f4a5b"),
]))]
pub(crate) struct SmokeArgs {
    /// Address of the service
    url: String,
    /// Digest of the snapshot, 32 hexadecimal digits, as `inspect` shows it
    #[arg(long, value_parser = digest)]
    digest: String,
    /// Id of the version at Cloudflare. Without it, any may answer
    #[arg(long, value_name = "ID")]
    version: Option<String>,
    /// Configuration of the worker, for the origin whose pages must be able to read replies
    #[arg(long, help_heading = "Connection", value_name = "FILE", value_parser = path_argument())]
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

/// Parses a digest, and returns it in lower case.
fn digest(text: &str) -> Result<String, &'static str> {
    if is_digest(text) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("a digest has 32 hexadecimal digits: `inspect` shows it")
    }
}

/// A service that was tried.
#[derive(Debug, Serialize)]
struct SmokeTest<'s> {
    passes: bool,
    url: &'s str,
    digest: &'s str,
    /// Requests of the last attempt, in their order. The last one is wrong if the service does not pass.
    tried: Vec<Tried>,
    attempts: u64,
    seconds: f64,
}

impl Report for SmokeTest<'_> {}

impl fmt::Display for SmokeTest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = ["tried"].into_iter().chain(iter::repeat(""));
        for (name, Tried { path, status, milliseconds }) in names.zip(&self.tried) {
            let status = status.map_or_else(|| "no reply".into(), |status| status.to_string());
            line(f, name, format_args!("GET {}: {status}, {milliseconds:.1} ms", printable(path)))?;
        }
        if self.attempts > 1 {
            line(f, "attempts", format_args!("{} in {:.1} s", grouped(self.attempts), self.seconds))?;
        }
        if self.passes {
            line(
                f,
                "outcome",
                format_args!("{}: {} serves snapshot {}", Styled(RIGHT, "passes"), self.url, self.digest),
            )?;
        }
        Ok(())
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
    let (begin, mut tried, mut attempts) = (Instant::now(), Vec::new(), 0);
    let outcome = watch.wait_telling(&expected, |requests| {
        tried = requests;
        attempts += 1;
    });
    let (passes, seconds) = (outcome.is_ok(), seconds_of(begin.elapsed()));
    terminal.show(&SmokeTest { passes, url, digest: &args.digest, tried, attempts, seconds })?;
    let failed = |source| SmokeFailure { url: url.into(), digest: args.digest.clone(), source };
    Ok(outcome.map(drop).map_err(failed)?)
}
