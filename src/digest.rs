//! Digest of a snapshot, or of the documents that go with it.

use std::fmt;

use xxhash_rust::xxh3::xxh3_128;

/// XXH3-128 (seed 0) of bytes.
///
/// A snapshot's digest is checked at every cold start. It costs a tenth of a cryptographic hash. It detects damage and
/// identifies a catalogue. It does not protect against someone who can write snapshots.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; Self::LEN]);

impl Digest {
    /// Bytes of a digest.
    pub(crate) const LEN: usize = 16;

    /// The digest of `content`.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(xxh3_128(content).to_be_bytes())
    }

    /// A digest as it is stored.
    pub(crate) fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// This digest as it is stored.
    pub(crate) fn to_bytes(self) -> [u8; Self::LEN] {
        self.0
    }
}

/// 32 lower-case hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}
