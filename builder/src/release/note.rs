//! Message of a deployment: why this tool made it. Later runs read it.

use serde::{Deserialize, Serialize};

use super::message;

/// Longest reason that a note keeps, in characters: Cloudflare cuts messages off at 1,000 bytes.
const LONGEST_REASON: usize = 200;

/// Reason of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(crate) enum Note {
    /// A new release gets all traffic.
    Release {
        /// Key of its identity.
        key: String,
    },
    /// A new release gets a part of the traffic.
    Share { key: String, percent: u8 },
    /// A release failed live, so that what was deployed before it is deployed again.
    Failed { key: String, reason: String },
    /// An operator chose an earlier version.
    Rollback,
    /// Somebody else had deployed meanwhile, so that theirs is deployed again.
    Restore,
}

impl Note {
    /// Returns the note of a release that failed.
    pub(crate) fn failed(key: &str, reason: &str) -> Self {
        Self::Failed { key: key.to_owned(), reason: reason.chars().take(LONGEST_REASON).collect() }
    }

    /// Returns the message of the deployment.
    pub(crate) fn message(&self) -> String {
        message::write(self)
    }

    /// Reads the message of a deployment. Deployments of other tools have none.
    pub(crate) fn parse(message: &str) -> Option<Self> {
        message::read(message)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn message_brings_the_note_back_and_is_short_enough_for_cloudflare() {
        let key = "0123456789abcdef0123456789abcdef";
        for note in [
            Note::Release { key: key.into() },
            Note::Share { key: key.into(), percent: 10 },
            Note::failed(key, "answers 500"),
            Note::failed(key, &"ü\"".repeat(500)),
            Note::Rollback,
            Note::Restore,
        ] {
            let message = note.message();
            assert_eq!(Note::parse(&message).unwrap(), note);
            assert!(message.len() <= 1000, "{message}");
        }
        for message in ["", "catalog-edge", "catalog-edge {\"action\":\"other\"}", "Rollback"] {
            assert_eq!(Note::parse(message), None, "{message}");
        }
    }
}
