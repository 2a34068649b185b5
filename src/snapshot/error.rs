//! Errors of opening a snapshot.

use thiserror::Error;

use crate::{catalog::Inconsistency, digest::Digest};

/// Error of a snapshot that does not open, with the remedy.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The bytes do not begin like a snapshot.
    #[error("not a catalogue snapshot: the first bytes are not its signature: export one with catalog-builder")]
    NotASnapshot,
    /// The format is of another version.
    #[error("snapshot format {found} is {} than this program reads ({expected}): {}", age(*.expected, *.found), remedy(*.expected, *.found))]
    UnsupportedVersion {
        /// Version that this program reads.
        expected: u32,
        /// Version of the file.
        found: u32,
    },
    /// There are too few bytes or too many.
    #[error("snapshot holds {found} bytes, expected {expected}: copy it again, or run export again")]
    WrongLength {
        /// Number of bytes that the header requires.
        expected: u64,
        /// Number of bytes found.
        found: u64,
    },
    /// The content does not have the digest in the header.
    #[error("snapshot is damaged: its digest is {found}, expected {expected}: copy it again, or run export again")]
    DigestMismatch {
        /// Digest in the header.
        expected: Digest,
        /// Digest of the content.
        found: Digest,
    },
    /// The content is not the MessagePack of this version.
    #[error("snapshot content is malformed: {0}: run export again with the catalog-builder of this release")]
    Malformed(String),
    /// Two parts of the content contradict each other.
    #[error("snapshot is inconsistent: {0}: run export again with the catalog-builder of this release")]
    Inconsistent(#[from] Inconsistency),
}

fn age(expected: u32, found: u32) -> &'static str {
    if found > expected { "newer" } else { "older" }
}

fn remedy(expected: u32, found: u32) -> &'static str {
    if found > expected {
        "deploy the worker first"
    } else {
        "run export again with the catalog-builder of this release"
    }
}
