//! `catalog-builder rollback`: sends the traffic back to an earlier version, and tries it.

use std::fmt;

use clap::Args;
use serde::Serialize;

use super::versions;
use crate::cloudflare::worker::{Share, shares};
use crate::commands::deploy::error::DeployError;
use crate::commands::deploy::go_live::{expected, watch};
use crate::commands::deploy::situation::{live, prove};
use crate::commands::examples::examples;
use crate::commands::target::{Target, TargetArgs};
use crate::failure::Failure;
use crate::interrupt;
use crate::release::note::Note;
use crate::service::watch::Patience;
use crate::terminal::Terminal;
use crate::terminal::format::line;
use crate::terminal::report::Report;

/// Options of `rollback`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Return to what was live before", "catalog-builder rollback --url https://plots.example.workers.dev"),
    ("Return to a version", "catalog-builder rollback 0f3c91aa --url https://plots.example.workers.dev"),
]))]
pub(crate) struct RollbackArgs {
    /// Id of the version, or the first 8 characters of it. Without it, what was deployed before, a split included
    version: Option<String>,
    #[command(flatten)]
    target: TargetArgs,
}

/// State after a rollback.
#[derive(Debug, Serialize)]
struct RolledBack {
    url: String,
    shares: Vec<Share>,
    #[serde(skip)]
    text: String,
    seconds: f64,
}

impl Report for RolledBack {}

impl fmt::Display for RolledBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "live", &self.text)?;
        line(f, "smoke", format_args!("{} passes its smoke test after {:.1} s", self.url, self.seconds))
    }
}

/// Rolls back.
pub(crate) fn run(args: &RollbackArgs, terminal: Terminal) -> Result<(), Failure> {
    let target = Target::open(&args.target, terminal)?;
    let worker = target.worker();
    let situation = live(&target)?;
    prove(&situation)?;
    let top = situation.deployments.first().ok_or(DeployError::NothingLive)?;
    let mut wanted = match &args.version {
        None => versions::before(&situation.deployments)?.clone(),
        Some(_) => top.clone(),
    };
    let mut snapshots = Vec::new();
    if let Some(id) = &args.version {
        let version = versions::named(worker, id)?;
        snapshots.extend(version.identity().map(|identity| identity.snapshot));
        wanted.shares = vec![Share { version: version.id, percentage: 100.0 }];
    }
    let expected = expected(&target, wanted.versions().map(str::to_owned).collect(), snapshots);
    let seen = interrupt::deferred(|| {
        if wanted.shares != top.shares {
            worker.deploy(&wanted.shares, &Note::Rollback, Some(&top.id))?;
        }
        watch(&target, &[], Patience::Always).wait(&expected).map_err(DeployError::Broken)
    })?;
    terminal.show(&RolledBack {
        url: target.url.clone(),
        text: shares(&wanted),
        shares: wanted.shares,
        seconds: seen.as_secs_f64(),
    })
}
