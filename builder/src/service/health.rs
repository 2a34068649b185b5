//! Reply of a service to `GET /health`.

use catalog_edge::shrinkage::Counts;
use serde_json::Value;

use super::answer::{AnswerError, answered};
use super::client::{Client, Reply};

/// Identity and size of what a service serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Health {
    /// Digest of the snapshot.
    pub(crate) snapshot: String,
    /// True if it serves documents.
    pub(crate) has_documents: bool,
    /// Time of the newest change of a record.
    pub(crate) changed: Option<String>,
    /// Digest of the worker's code.
    pub(crate) worker: Option<String>,
    /// Id of the version at Cloudflare.
    pub(crate) version: Option<String>,
    /// Counts of the catalogue.
    pub(crate) counts: Counts,
}

/// Error of a service that does not say how it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HealthError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Foreign(#[from] Foreign),
}

/// Address whose answer is something else than the health of a catalogue.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not the health of a catalogue: check the address")]
pub(crate) struct Foreign(String);

impl HealthError {
    /// True if a service that is broken, or does not exist yet, may give this error.
    pub(crate) fn is_absence(&self) -> bool {
        matches!(self, Self::Answer(error) if error.is_absence())
    }
}

impl Health {
    /// Asks the service at `url`.
    pub(crate) fn ask(client: &Client, url: &str, headers: &[(&str, &str)]) -> Result<Self, HealthError> {
        let url = format!("{}/health", url.trim_end_matches('/'));
        let answer = answered(&url, client.get(&url, headers))?;
        Ok(Self::of(&url, &answer)?)
    }

    /// Reads the answer of `url`.
    pub(super) fn of(url: &str, answer: &Reply) -> Result<Self, Foreign> {
        let health = serde_json::from_slice(&answer.body).ok().and_then(|value| Self::read(&value));
        health.ok_or_else(|| Foreign(url.into()))
    }

    fn read(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (snapshot, worker) = (&value["snapshot"], &value["worker"]);
        Some(Self {
            snapshot: text(&snapshot["digest"])?,
            has_documents: snapshot["documents"] == true,
            changed: text(&snapshot["changed"]),
            worker: text(&worker["digest"]),
            version: text(&worker["cloudflare_version"]),
            counts: serde_json::from_value(value["counts"].clone()).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::*;

    #[test]
    fn health_names_snapshot_and_counts_at_least() {
        let least = Health::read(&json!({"snapshot": {"digest": "d"}, "counts": {"images": 3}})).unwrap();
        assert_eq!((&*least.snapshot, least.counts.images, least.version), ("d", 3, None));
        let counts = json!({});
        for other in [
            json!(null),
            json!({"status": "ok"}),
            json!({"snapshot": {"digest": "d"}}),
            json!({"snapshot": {}, "counts": counts}),
            json!({"snapshot": {"digest": "d"}, "counts": {"images": "many"}}),
        ] {
            assert_eq!(Health::read(&other), None, "{other}");
        }
    }
}
