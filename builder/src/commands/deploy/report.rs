//! Result of a deployment.

use std::fmt;

use serde::Serialize;

use crate::release::identity::{Identity, reported};
use crate::terminal::format::line;
use crate::terminal::report::Report;

/// A release that is live and passes its smoke test.
#[derive(Debug, Serialize)]
pub(crate) struct Deployed {
    pub(crate) outcome: Outcome,
    pub(crate) url: String,
    pub(crate) version: String,
    /// Part of the traffic that it gets.
    pub(crate) percent: u8,
    pub(crate) preview: Option<String>,
    #[serde(flatten, serialize_with = "reported")]
    pub(crate) identity: Identity,
    /// Time until it was seen live.
    pub(crate) seconds: f64,
}

/// Result of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    Created,
    Deployed,
    Unchanged,
}

impl Report for Deployed {}

impl fmt::Display for Deployed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            Outcome::Created => "created",
            Outcome::Deployed => "deployed",
            Outcome::Unchanged => "unchanged",
        };
        line(f, "outcome", format_args!("{outcome}, and {} passes its smoke test", self.url))?;
        line(f, "version", format_args!("{} ({}% of the traffic)", self.version, self.percent))?;
        line(f, "snapshot", &self.identity.snapshot)?;
        line(f, "worker", &self.identity.worker)?;
        line(f, "seen live", format_args!("after {:.1} s", self.seconds))
    }
}
