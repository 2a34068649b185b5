//! The ways in which bytes can fail to be a snapshot.

use thiserror::Error;

use crate::{catalog::Inconsistency, digest::Digest};

/// Why a snapshot does not open, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The bytes do not begin like a snapshot.
    #[error("not a catalogue snapshot: the first bytes are not its signature; export one with catalog-builder")]
    NotASnapshot,
    /// The format is of another version.
    #[error("snapshot format {found} is {} than this program reads ({expected}): {}", age(*.expected, *.found), remedy(*.expected, *.found))]
    UnsupportedVersion {
        /// Version that this program reads.
        expected: u32,
        /// Version of the file.
        found: u32,
    },
    /// The bytes end too early, or go on too long.
    #[error("snapshot holds {found} bytes where its header says {expected}: copy it again, or export it anew")]
    WrongLength {
        /// Bytes the header calls for.
        expected: u64,
        /// Bytes there are.
        found: u64,
    },
    /// The content is not what was written.
    #[error(
        "snapshot is damaged: its digest is {found} where its header says {expected}: copy it again, or export it anew"
    )]
    DigestMismatch {
        /// Digest in the header.
        expected: Digest,
        /// Digest of the content.
        found: Digest,
    },
    /// The content is not the MessagePack that this version calls for.
    #[error("snapshot content is malformed: {0}: export it anew with the catalog-builder of this release")]
    Malformed(String),
    /// Two parts of the content contradict each other.
    #[error("snapshot is inconsistent: {0}: export it anew with the catalog-builder of this release")]
    Inconsistent(#[from] Inconsistency),
}

fn age(expected: u32, found: u32) -> &'static str {
    if found > expected { "newer" } else { "older" }
}

fn remedy(expected: u32, found: u32) -> &'static str {
    if found > expected { "deploy the worker first" } else { "export anew with the catalog-builder of this release" }
}
