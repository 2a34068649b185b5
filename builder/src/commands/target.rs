//! The worker and the address that the commands of a deployment are about.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cloudflare::api::Api;
use crate::cloudflare::credentials::Credentials;
use crate::cloudflare::worker::Worker;
use crate::cloudflare::wrangler::Wrangler;
use crate::commands::path_argument::path_argument;
use crate::failure::Failure;
use crate::numbers::seconds;
use crate::release::configuration::Configuration;
use crate::release::deployed_snapshots::DeployedSnapshots;
use crate::service::client::Client;
use crate::terminal::Terminal;

/// Time for one request to a service.
const REQUEST: Duration = Duration::from_secs(10);

/// Options of every command that asks Cloudflare.
#[derive(Args, Debug)]
#[command(next_help_heading = "Connection")]
pub(crate) struct TargetArgs {
    /// Address of the live service
    #[arg(long, env = "LIVE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) url: String,
    /// Configuration of the worker
    #[arg(long, value_name = "FILE", default_value = "wrangler.toml", value_parser = path_argument())]
    config: PathBuf,
    /// Folder of the snapshots deployed last, to compare with row by row
    #[arg(
        long,
        help_heading = "Release",
        value_name = "FOLDER",
        default_value = "snapshots/deployed",
        value_parser = path_argument()
    )]
    kept: PathBuf,
    /// wrangler, if it is not the one of npm beside the configuration, or on PATH
    #[arg(long, value_name = "PROGRAM")]
    wrangler: Option<PathBuf>,
    #[command(flatten)]
    waits: Waits,
}

/// Limits of every wait.
#[derive(Args, Debug)]
#[command(next_help_heading = "Limits")]
struct Waits {
    /// Seconds until a deployed version must show at the live address, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, allow_hyphen_values = true)]
    within: Duration,
    /// Seconds to wait for a reply of Cloudflare's API, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds, allow_hyphen_values = true)]
    api_timeout: Duration,
    /// Seconds in which a failed call of Cloudflare's API is tried again, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, allow_hyphen_values = true)]
    api_budget: Duration,
    /// Seconds that an upload may take, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds, allow_hyphen_values = true)]
    upload_timeout: Duration,
}

/// The worker and the address, ready to be asked.
pub(crate) struct Target {
    pub(crate) configuration: Configuration,
    pub(crate) wrangler: Wrangler,
    pub(crate) client: Client,
    pub(crate) url: String,
    pub(crate) within: Duration,
    pub(crate) terminal: Terminal,
    api: Api,
    kept: PathBuf,
}

impl Target {
    /// Reads the configuration and finds the credentials.
    pub(crate) fn open(args: &TargetArgs, terminal: Terminal) -> Result<Self, Failure> {
        let configuration = Configuration::read(&args.config)?;
        configuration.check_version_binding()?;
        let wrangler = Wrangler::new(args.wrangler.as_deref(), &configuration, args.waits.upload_timeout);
        let credentials = Credentials::find(configuration.account(), &wrangler)?;
        terminal.note(format_args!(
            "Limits: {} s for a call of Cloudflare's API, {} s with its repetitions, {} s for an upload, {} s until a \
             version shows",
            args.waits.api_timeout.as_secs_f64(),
            args.waits.api_budget.as_secs_f64(),
            args.waits.upload_timeout.as_secs_f64(),
            args.waits.within.as_secs_f64()
        ));
        Ok(Self {
            configuration,
            wrangler,
            client: Client::new(REQUEST),
            url: args.url.trim_end_matches('/').to_owned(),
            within: args.waits.within,
            terminal,
            api: Api::new(credentials, args.waits.api_timeout, args.waits.api_budget),
            kept: args.kept.clone(),
        })
    }

    /// Returns the worker at Cloudflare.
    pub(crate) fn worker(&self) -> Worker<'_> {
        Worker::new(&self.api, self.configuration.name())
    }

    /// Returns the snapshots that were deployed last.
    pub(crate) fn deployed_snapshots(&self) -> DeployedSnapshots<'_> {
        DeployedSnapshots(&self.kept)
    }
}
