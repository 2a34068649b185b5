//! Identity of a release, which the message of its version carries.

use catalog_edge::digest::Digest;
use catalog_edge::shrinkage::Counts;
use serde::{Deserialize, Serialize, Serializer};

use super::message;

/// Identity of a release: what it is made of, and how much it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// Digest of the snapshot.
    pub(crate) snapshot: String,
    /// Digest of the worker's code.
    pub(crate) worker: String,
    /// Digest of the settings in `wrangler.toml`.
    pub(crate) settings: String,
    /// Counts of the catalogue.
    pub(crate) counts: Counts,
}

impl Identity {
    /// Returns the digest of all parts. Two releases with the same one behave the same.
    pub(crate) fn key(&self) -> String {
        let Self { snapshot, worker, settings, counts: _ } = self;
        Digest::of(format!("{snapshot} {worker} {settings}").as_bytes()).to_string()
    }

    /// Returns the tag of a version: the begin of the snapshot's digest, for people who look at a list.
    pub(crate) fn tag(&self) -> String {
        self.snapshot.chars().take(12).collect()
    }

    /// Returns the message of a version.
    pub(crate) fn message(&self) -> String {
        message::write(self)
    }

    /// Reads the message of a version. Versions of other tools have none.
    pub(crate) fn parse(message: &str) -> Option<Self> {
        message::read(message)
    }
}

/// Counts of a catalogue, under their names in reports. `/health` and messages at Cloudflare call implementations
/// `plots`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedCounts(pub(crate) Counts);

impl Serialize for NamedCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.named())
    }
}

/// Serializes an identity for a report.
pub(crate) fn reported<S: Serializer>(identity: &Identity, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Reported<'i> {
        snapshot: &'i str,
        worker: &'i str,
        settings: &'i str,
        counts: NamedCounts,
    }
    let Identity { snapshot, worker, settings, counts } = identity;
    Reported { snapshot, worker, settings, counts: NamedCounts(*counts) }.serialize(serializer)
}

/// True if `text` is a digest as it is shown: 32 hexadecimal digits.
pub(crate) fn is_digest(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn identity(snapshot: &str, worker: &str, settings: &str) -> Identity {
        let [snapshot, worker, settings] = [snapshot, worker, settings].map(str::to_owned);
        Identity { snapshot, worker, settings, counts: Counts { images: u64::MAX, values: 7, ..Counts::default() } }
    }

    #[test]
    fn message_brings_the_identity_back_and_is_short_enough_for_cloudflare() {
        let long = "0123456789abcdef0123456789abcdef";
        let one = identity(long, long, long);
        assert_eq!(Identity::parse(&one.message()).unwrap(), one);
        assert!(one.message().len() < 1000);
        for message in ["", "catalog-edge", "catalog-edge {}", "Snapshot 0123", &one.message()[1..]] {
            assert_eq!(Identity::parse(message), None, "{message}");
        }
    }

    #[test]
    fn reports_have_one_word_for_implementations() {
        let counts = serde_json::to_value(NamedCounts(Counts::default())).unwrap();
        assert_eq!(counts["implementations"], 0);
        assert_eq!((counts.get("plots"), counts.get("impls")), (None, None));
    }

    #[test]
    fn key_tells_every_part_apart() {
        let keys = [identity("a", "b", "c"), identity("x", "b", "c"), identity("a", "x", "c"), identity("a", "b", "x")];
        let mut keys = keys.map(|identity| identity.key()).to_vec();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 4);
        let mut fewer = identity("a", "b", "c");
        fewer.counts = Counts::default();
        assert_eq!(fewer.key(), identity("a", "b", "c").key());
    }
}
