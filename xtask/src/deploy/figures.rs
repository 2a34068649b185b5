//! How much a service holds, and whether that is too little.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use anyhow::{Context, Error, Result, bail, ensure};
use catalog_edge::http::{Body, Outcome, Policy, Reply, Request, Service};
use serde_json::Value;

/// What `GET /health` tells of a snapshot.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    pub(super) digest: String,
    counts: BTreeMap<String, u64>,
}

impl Figures {
    /// Reads the body of `GET /health`.
    pub(super) fn read(health: &Value) -> Result<Self> {
        let digest = health["snapshot"]["digest"].as_str().context("its health names no snapshot")?;
        let counts = health["counts"].as_object().context("its health has no counts")?;
        let counts = counts.iter().filter_map(|(name, count)| Some((name.clone(), count.as_u64()?)));
        Ok(Self { digest: digest.to_owned(), counts: counts.collect() })
    }

    /// What a service with this snapshot tells.
    pub(super) fn of_snapshot(bytes: &[u8]) -> Result<Self> {
        let service = Service::open(bytes, Policy::default())?;
        let health = Request { method: "GET", url: "http://localhost/health", ..Request::default() };
        match service.respond(&health) {
            Outcome::Reply(Reply { body: Body::Bytes(body), .. }) => Self::read(&serde_json::from_slice(&body)?),
            other => bail!("its health is {other:?}"),
        }
    }

    /// Refuses what holds less of anything than `live` by more than `limit`.
    pub(super) fn refuse_shrinkage(&self, live: &Self, limit: Share) -> Result<()> {
        for (name, &before) in &live.counts {
            let now = self.counts.get(name).copied().unwrap_or(0);
            let is_enough = now as f64 >= before as f64 * (1.0 - limit.0 / 100.0);
            ensure!(
                is_enough,
                "the catalogue shrank by more than {limit}, from {before} {name} to {now}: not deployed"
            );
        }
        Ok(())
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.digest)?;
        self.counts.iter().try_for_each(|(name, count)| write!(f, ", {count} {}", name.replace('_', " ")))
    }
}

/// A share in per cent, 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share(f64);

impl FromStr for Share {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let number = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        let share = number.filter(|share| (0.0..=100.0).contains(share));
        Ok(Self(share.with_context(|| format!("'{text}' is no share of 0% to 100%"))?))
    }
}

impl Display for Share {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests end by panics")]

    use serde_json::json;

    use super::*;

    fn figures(images: u64, libraries: u64) -> Figures {
        let health = json!({"snapshot": {"digest": "d"}, "counts": {"images": images, "libraries": libraries}});
        Figures::read(&health).unwrap()
    }

    #[test]
    fn any_count_that_falls_below_its_share_is_refused() {
        let limit: Share = "10%".parse().unwrap();
        let live = figures(1000, 10);
        for (images, libraries, is_refused) in
            [(1000, 10, false), (900, 9, false), (5000, 20, false), (899, 10, true), (1000, 8, true), (0, 0, true)]
        {
            let result = figures(images, libraries).refuse_shrinkage(&live, limit);
            assert_eq!(result.is_err(), is_refused, "{images} images, {libraries} libraries: {result:?}");
        }
        assert!(
            Figures::read(&json!({"snapshot": {"digest": "d"}, "counts": {}}))
                .unwrap()
                .refuse_shrinkage(&live, limit)
                .is_err()
        );
    }

    #[test]
    fn a_share_is_a_number_of_per_cent() {
        for (text, share) in [("10%", Some(10.0)), ("0%", Some(0.0)), ("2.5 %", Some(2.5)), ("100%", Some(100.0))] {
            assert_eq!(text.parse::<Share>().ok(), share.map(Share), "{text}");
        }
        for text in ["10", "", "%", "-1%", "101%", "NaN%", "ten%"] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }
}
