//! `catalog-builder promote`: sends the traffic to a version that was uploaded before, as `deploy` does.

use catalog_edge::shrinkage::Percentage;
use clap::Args;

use super::versions::{self, VersionError};
use crate::commands::deploy::go_live::{Candidate, check_live, go_live};
use crate::commands::deploy::plan::{Options, Plan, plan};
use crate::commands::deploy::report::{Deployed, Outcome};
use crate::commands::deploy::situation::live;
use crate::commands::deploy::try_preview;
use crate::commands::examples::examples;
use crate::commands::target::{Target, TargetArgs};
use crate::failure::Failure;
use crate::release::note::Note;
use crate::terminal::Terminal;

/// Options of `promote`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Send all traffic to the version on trial", "catalog-builder promote --url https://plots.example.workers.dev"),
    ("Send all traffic to a version", "catalog-builder promote 0f3c91aa --url https://plots.example.workers.dev"),
]))]
pub(crate) struct PromoteArgs {
    /// Id of the version, or the first 8 characters of it. Without it, the one that `deploy --percent` tries
    version: Option<String>,
    /// Refuse if any count is lower than that of the live catalogue by more than this share, 0% to 100%
    #[arg(long, value_name = "SHARE", default_value = "10%", allow_hyphen_values = true)]
    max_shrink: Percentage,
    /// End a split that somebody made
    #[arg(long)]
    over_split: bool,
    /// Promote although the live address proves nothing, or nothing tells if the catalogue shrank
    #[arg(long)]
    over_broken: bool,
    /// Promote although the release failed live before, or somebody replaced it by hand
    #[arg(long)]
    retry_failed: bool,
    #[command(flatten)]
    target: TargetArgs,
}

/// Promotes.
pub(crate) fn run(args: &PromoteArgs, terminal: Terminal) -> Result<(), Failure> {
    let target = Target::open(&args.target, terminal)?;
    let situation = live(&target)?;
    let trial = versions::on_trial(&situation.deployments);
    let id = match (&args.version, &trial) {
        (Some(id), _) => id,
        (None, Ok(trial)) => *trial,
        (None, Err(_)) => return Err(VersionError::NoTrial.into()),
    };
    let version = versions::named(target.worker(), id)?;
    let identity = version.identity().ok_or_else(|| VersionError::Unsaid(version.id.clone()))?;
    // The version on trial ends its own split.
    let is_on_trial = situation.deployments.first().is_some_and(|live| {
        matches!(live.note(), Some(Note::Share { .. })) && live.versions().next() == Some(&version.id)
    });
    let options = Options {
        is_first: false,
        over_split: args.over_split || is_on_trial,
        over_broken: args.over_broken,
        retries_failed: args.retry_failed,
        percent: None,
        max_shrink: args.max_shrink,
    };
    let plan = plan(&situation, &identity, &options)?;
    let preview = target.worker().preview_url(&version.id)?;
    let (outcome, seconds) = if plan == Plan::Check {
        (Outcome::Unchanged, check_live(&target, &situation, &identity)?)
    } else {
        if let Some(url) = &preview {
            try_preview(&target, &version.id, url, &identity.snapshot)?;
        }
        let candidate = Candidate { version: &version.id, identity: &identity, percent: None };
        (Outcome::Deployed, go_live(&target, &situation, &candidate)?)
    };
    let url = target.url.clone();
    terminal.show(&Deployed { outcome, url, version: version.id, percent: 100, preview, identity, seconds })
}
