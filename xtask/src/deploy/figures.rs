//! The size of what a service holds, and whether that is too little.

use std::fmt::{self, Display, Formatter};

use anyhow::{Context, Result, bail, ensure};
use catalog_edge::http::{Body, Outcome, Policy, Reply, Request, Service};
use catalog_edge::shrinkage::{Counts, Percentage};
use serde_json::Value;

/// Parts of `GET /health` that a deployment compares.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    /// Digest of the snapshot.
    pub(super) digest: String,
    /// Digest of the worker's code, if it tells.
    pub(super) worker: Option<String>,
    counts: Counts,
}

impl Figures {
    /// Reads the body of `GET /health`.
    pub(super) fn read(health: &Value) -> Result<Self> {
        let digest = health["snapshot"]["digest"].as_str().context("its health names no snapshot")?;
        let counts = serde_json::from_value(health["counts"].clone()).context("its health has no counts")?;
        let worker = health["worker"]["digest"].as_str().map(str::to_owned);
        Ok(Self { digest: digest.to_owned(), worker, counts })
    }

    /// Returns the figures that a service with this snapshot tells.
    pub(super) fn of_snapshot(bytes: &[u8]) -> Result<Self> {
        let service = Service::open(bytes, Policy::default())?;
        let health = Request { method: "GET", url: "http://localhost/health", ..Request::default() };
        match service.respond(&health) {
            Outcome::Reply(Reply { body: Body::Bytes(body), .. }) => Self::read(&serde_json::from_slice(&body)?),
            other => bail!("its health is {other:?}"),
        }
    }

    /// Refuses what holds less of anything than `live` by more than `limit`.
    pub(super) fn refuse_shrinkage(&self, live: &Self, limit: Percentage) -> Result<()> {
        let shrunk = self.counts.shrunk_from(&live.counts, limit);
        let falls: Vec<_> =
            shrunk.iter().map(|fall| format!("from {} {} to {}", fall.old, fall.what, fall.new)).collect();
        ensure!(falls.is_empty(), "the catalogue shrank by more than {limit}, {}: not deployed", falls.join(", "));
        Ok(())
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.digest)?;
        self.counts.named().iter().try_for_each(|(name, count)| write!(f, ", {count} {}", name.replace('_', " ")))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests end by panics")]

    use serde_json::json;

    use super::*;

    #[test]
    fn all_counts_that_fell_too_far_are_told() {
        let figures = |counts| Figures::read(&json!({"snapshot": {"digest": "d"}, "counts": counts})).unwrap();
        let live = figures(json!({"images": 1000, "libraries": 10, "lines_of_code": 500}));
        let limit = "10%".parse().unwrap();
        let same = figures(json!({"images": 900, "libraries": 9, "lines_of_code": 450}));
        same.refuse_shrinkage(&live, limit).unwrap();
        let less = figures(json!({"images": 899, "libraries": 10}));
        let fault = less.refuse_shrinkage(&live, limit).unwrap_err().to_string();
        let falls = "from 1000 images to 899, from 500 lines_of_code to 0";
        assert_eq!(fault, format!("the catalogue shrank by more than 10%, {falls}: not deployed"));
    }

    #[test]
    fn health_without_a_snapshot_or_counts_is_an_error() {
        for health in [json!({}), json!({"snapshot": {"digest": "d"}}), json!({"snapshot": {}, "counts": {}})] {
            assert!(Figures::read(&health).is_err(), "{health}");
        }
    }
}
