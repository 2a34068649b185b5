//! Reasons not to deploy. Nothing was changed.

use catalog_edge::shrinkage::{Percentage, Shrunk};

use crate::cloudflare::worker::{Deployment, shares};
use crate::failure::{ExitCode, Failure};
use crate::records::losses::fallen;
use crate::terminal::format::{grouped, list};

/// Rows of a table that only the live snapshot has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loss {
    pub(crate) table: &'static str,
    pub(crate) rows: u64,
    pub(crate) removed: u64,
}

/// Reason not to deploy.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("Cloudflare knows no such worker: correct its name in wrangler.toml, or create it with --first")]
    NoWorker,
    #[error("the worker exists: deploy without --first")]
    NotFirst,
    #[error("the address is already that of {0}: correct --url, or the name of the worker in wrangler.toml")]
    Taken(String),
    #[error("the address is not that of the worker: {0}; correct --url, or the name of the worker in wrangler.toml")]
    Foreign(String),
    #[error("the live version works at its preview, but not at the live address: {0}; correct --url, or its DNS")]
    Elsewhere(String),
    #[error(
        "the live address does not answer as the worker: {0}; nothing proves that it is its address. \
         If it is, use --over-broken"
    )]
    Unproven(String),
    #[error(
        "nothing tells how much the live catalogue holds, so nothing tells whether it shrank: \
         use --over-broken to deploy without a comparison"
    )]
    Unjudged,
    #[error("the traffic is split: {}; end the split, or use --over-split to send all traffic to the new version", shares(.0))]
    Split(Deployment),
    #[error(
        "{percent}% of the traffic is still on trial: {}; run `catalog-builder promote` or `catalog-builder rollback`",
        shares(deployment)
    )]
    OwnSplit { percent: u8, deployment: Deployment },
    #[error("the traffic is split already: deploy without --percent")]
    TwoSplits,
    #[error(
        "this release failed live on {when} ({reason}), and was rolled back: \
         export or build another one, or use --retry-failed"
    )]
    FailedBefore { when: String, reason: String },
    #[error(
        "this release was live until {by} deployed another version by hand on {when}: \
         export or build another one, or use --retry-failed"
    )]
    ReplacedByHand { when: String, by: String },
    #[error("the catalogue shrank: {}; if that is intended, use a larger --max-shrink", fallen(.0))]
    Shrunk(Vec<Shrunk>),
    #[error("the catalogue lost rows: {}, where {limit} may go; if that is intended, use a larger --max-shrink", losses(.lost))]
    Lost { lost: Vec<Loss>, limit: Percentage },
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::new(ExitCode::Finding, refusal)
    }
}

fn losses(lost: &[Loss]) -> String {
    list(
        lost.iter().map(|Loss { table, rows, removed }| format!("{} of {} {table}", grouped(*removed), grouped(*rows))),
    )
}
