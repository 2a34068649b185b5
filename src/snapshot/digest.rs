//! The content's name.

use std::fmt;

use xxhash_rust::xxh3::xxh3_128;

/// XXH3-128 of a snapshot's payload.
///
/// It is checked at every cold start, where it costs a tenth of what a cryptographic hash would. It guards against
/// damage and tells catalogues apart; it is no defence against someone who can write snapshots.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; Self::LEN]);

impl Digest {
    pub(super) const LEN: usize = 16;

    pub(super) fn of(payload: &[u8]) -> Self {
        Self(xxh3_128(payload).to_be_bytes())
    }

    pub(super) fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    pub(super) fn to_bytes(self) -> [u8; Self::LEN] {
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
