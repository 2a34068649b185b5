//! The stored form of a catalogue: named byte strings. `snapshots/FORMAT.md` says what each holds.
//!
//! One flat map, whose values are read in place: what it takes to decode it is small and compiles fast, and a part's
//! size is that of its section. Each building block writes and reads its own sections, in one file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_bytes::{ByteBuf, Bytes};

use super::Inconsistency;

/// Sections being written.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct SectionsBuf(BTreeMap<String, ByteBuf>);

impl SectionsBuf {
    /// Puts `bytes` under `name`.
    pub(crate) fn put(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(name.into(), ByteBuf::from(bytes.into()));
    }
}

/// Sections being read, borrowed from the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Sections<'a>(#[serde(borrow)] BTreeMap<&'a str, &'a Bytes>);

impl<'a> Sections<'a> {
    /// Names and bytes of all sections, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + '_ {
        self.0.iter().map(|(name, bytes)| (*name, &***bytes))
    }

    /// The section called `name`.
    pub(crate) fn get(&self, name: &str) -> Result<&'a [u8], Inconsistency> {
        self.find(name).ok_or_else(|| Inconsistency::new(name, "is missing"))
    }

    /// The section called `name`, where it need not be there.
    pub(crate) fn find(&self, name: &str) -> Option<&'a [u8]> {
        self.0.get(name).map(|&bytes| &**bytes)
    }

    /// The section called `name`, which is text.
    pub(crate) fn text(&self, name: &str) -> Result<&'a str, Inconsistency> {
        std::str::from_utf8(self.get(name)?).map_err(|error| Inconsistency::new(name, error.to_string()))
    }
}

/// Sections written and read again, for the tests of the building blocks.
#[cfg(test)]
pub(crate) fn reopened<T>(put: impl FnOnce(&mut SectionsBuf), open: impl FnOnce(&Sections<'_>) -> T) -> T {
    let mut buf = SectionsBuf::default();
    put(&mut buf);
    open(&Sections(buf.0.iter().map(|(name, bytes)| (&**name, Bytes::new(bytes))).collect()))
}
