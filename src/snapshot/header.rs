//! The first 39 bytes: a MessagePack extension object, so that the whole file is plain MessagePack.

use super::error::SnapshotError;
use crate::digest::Digest;

/// Version of the format that this crate writes and reads.
pub(super) const VERSION: u32 = 2;

/// Extension object (`0xc7`) of 36 bytes and application type 67, then a signature. Like PNG's, the signature shows at
/// once if a transfer translated line ends or stopped at a control character.
const SIGNATURE: [u8; 11] = *b"\xc7\x24\x43cedge\r\n\x1a";
const VERSION_AT: usize = SIGNATURE.len();
const DIGEST_AT: usize = VERSION_AT + 4;
const LENGTH_AT: usize = DIGEST_AT + Digest::LEN;

/// Facts about the payload after the header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) digest: Digest,
    length: u64,
}

impl Header {
    /// Bytes of a header.
    pub(super) const LEN: usize = LENGTH_AT + 8;

    /// The header of `payload`.
    pub(super) fn of(payload: &[u8]) -> Self {
        Self { digest: Digest::of(payload), length: payload.len() as u64 }
    }

    /// This header as it is stored.
    pub(super) fn to_bytes(self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        let fields: [(usize, &[u8]); 4] = [
            (0, &SIGNATURE),
            (VERSION_AT, &VERSION.to_le_bytes()),
            (DIGEST_AT, &self.digest.to_bytes()),
            (LENGTH_AT, &self.length.to_le_bytes()),
        ];
        for (at, field) in fields {
            bytes[at..at + field.len()].copy_from_slice(field);
        }
        bytes
    }

    /// Reads the header of `bytes`, and checks that the payload fits it.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, &[u8]), SnapshotError> {
        // A file that ends within its signature is a snapshot that was cut short, not another kind of file.
        let begun = bytes.len().min(SIGNATURE.len());
        if bytes.is_empty() || bytes[..begun] != SIGNATURE[..begun] {
            return Err(SnapshotError::NotASnapshot);
        }
        let found = bytes.len() as u64;
        let too_short = SnapshotError::WrongLength { expected: Self::LEN as u64, found };
        let field = |at: usize| bytes.get(at..).and_then(|rest| rest.first_chunk());
        let version = u32::from_le_bytes(*field(VERSION_AT).ok_or(too_short.clone())?);
        if version != VERSION {
            return Err(SnapshotError::UnsupportedVersion { expected: VERSION, found: version });
        }
        let digest = bytes.get(DIGEST_AT..).and_then(|rest| rest.first_chunk()).ok_or(too_short.clone())?;
        let expected = Digest::from_bytes(*digest);
        let length = bytes.get(LENGTH_AT..).and_then(|rest| rest.first_chunk()).ok_or(too_short.clone())?;
        let length = u64::from_le_bytes(*length);
        let payload = bytes.get(Self::LEN..).ok_or(too_short)?;
        if payload.len() as u64 != length {
            return Err(SnapshotError::WrongLength { expected: length.saturating_add(Self::LEN as u64), found });
        }
        let digest = Digest::of(payload);
        if digest != expected {
            return Err(SnapshotError::DigestMismatch { expected, found: digest });
        }
        Ok((Self { digest, length }, payload))
    }
}
