//! The stored form of a catalogue: named byte strings. `snapshots/FORMAT.md` describes each of them.
//!
//! All sections are one flat MessagePack map, whose values are read in place. Its decoder is small and compiles fast,
//! and the size of a section is the size of its content. Each building block writes and reads its own sections.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_bytes::ByteBuf;

use super::inconsistency::Inconsistency;

/// Sections being written.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct SectionsBuf(BTreeMap<String, ByteBuf>);

impl SectionsBuf {
    /// Names and bytes of all sections, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> + '_ {
        self.0.iter().map(|(name, bytes)| (&**name, &***bytes))
    }

    /// Adds the section `name` with the content `bytes`.
    pub(crate) fn put(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(name.into(), ByteBuf::from(bytes.into()));
    }
}

/// Sections being read, borrowed from the file: names and contents, ascending by name.
#[derive(Clone, Debug)]
pub struct Sections<'a>(Vec<(&'a str, &'a [u8])>);

impl<'a> Sections<'a> {
    /// Reads the map in `payload`. Accepts only maps as [`SectionsBuf`] is written, because a complete MessagePack
    /// reader would be an eighth of the worker. The error describes the fault.
    pub(crate) fn read(payload: &'a [u8]) -> Result<Self, &'static str> {
        let mut rest = payload;
        let count = match number(&mut rest, 1) {
            Some(byte @ 0x80..=0x8f) => Some(byte & 0x0f),
            Some(0xde) => number(&mut rest, 2),
            Some(0xdf) => number(&mut rest, 4),
            _ => return Err("it is not a map"),
        };
        let mut sections = Vec::new();
        for _ in 0..count.ok_or("it ends too early")? {
            let name = string(&mut rest).and_then(|name| std::str::from_utf8(name).ok());
            let (name, content) = name.zip(string(&mut rest)).ok_or("a section is not a name and a byte string")?;
            if sections.last().is_some_and(|(before, _)| *before >= name) {
                return Err("the names of sections are not in ascending order");
            }
            sections.push((name, content));
        }
        if rest.is_empty() { Ok(Self(sections)) } else { Err("something follows the map") }
    }

    /// Names and bytes of all sections, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + '_ {
        self.0.iter().copied()
    }

    /// The section called `name`.
    pub(crate) fn get(&self, name: &str) -> Result<&'a [u8], Inconsistency> {
        self.find(name).ok_or_else(|| Inconsistency::new(name, "is missing"))
    }

    /// The section called `name`, which may be missing.
    pub(crate) fn find(&self, name: &str) -> Option<&'a [u8]> {
        let place = self.0.binary_search_by_key(&name, |(name, _)| name).ok()?;
        Some(self.0[place].1)
    }

    /// The section called `name`, as text.
    pub(crate) fn text(&self, name: &str) -> Result<&'a str, Inconsistency> {
        std::str::from_utf8(self.get(name)?).map_err(|error| Inconsistency::new(name, error.to_string()))
    }
}

/// Reads a big-endian number of `len` bytes from the start of `rest`.
fn number(rest: &mut &[u8], len: usize) -> Option<usize> {
    let bytes = rest.split_off(..len)?;
    Some(bytes.iter().fold(0, |number, &byte| number << 8 | usize::from(byte)))
}

/// Reads a string or byte string from the start of `rest`.
fn string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = match number(rest, 1)? {
        byte @ 0xa0..=0xbf => byte & 0x1f,
        0xc4 | 0xd9 => number(rest, 1)?,
        0xc5 | 0xda => number(rest, 2)?,
        0xc6 | 0xdb => number(rest, 4)?,
        _ => return None,
    };
    rest.split_off(..len)
}

/// Sections written and then read, for the tests of the building blocks.
#[cfg(test)]
pub(crate) fn reopened<T>(put: impl FnOnce(&mut SectionsBuf), open: impl FnOnce(&Sections<'_>) -> T) -> T {
    let mut buf = SectionsBuf::default();
    put(&mut buf);
    open(&Sections(buf.iter().collect()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn sections_of_any_size_and_number_are_read_as_they_are_written() {
        for count in [0, 1, 15, 16, 300, 70_000] {
            let mut buf = SectionsBuf::default();
            (0..count).for_each(|number| buf.put(format!("name {number}"), "content"));
            for len in [0, 1, 255, 256, 65_535, 65_536] {
                buf.put("x".repeat(len), vec![7; len]);
            }
            let payload = rmp_serde::to_vec(&buf).unwrap();
            let sections = Sections::read(&payload).unwrap();
            assert!(sections.iter().eq(buf.iter()), "{count}");
            assert!(buf.0.keys().all(|name| sections.find(name) == Some(&buf.0[name])));
            assert_eq!(sections.find("name"), None);
        }
    }

    #[test]
    fn anything_but_a_map_of_ascending_names_and_byte_strings_is_refused() {
        for (payload, why) in [
            (&b""[..], "it is not a map"),
            (b"\x93\x01\x02\x03", "it is not a map"),
            (b"\xde\x00", "it ends too early"),
            (b"\xdf\xff\xff\xff\xff", "a section is not a name and a byte string"),
            (b"\x81\xa1a", "a section is not a name and a byte string"),
            (b"\x81\xa1a\xc4\x02x", "a section is not a name and a byte string"),
            (b"\x81\xa1a\xc6\xff\xff\xff\xffx", "a section is not a name and a byte string"),
            (b"\x81\xa1\xff\xc4\x00", "a section is not a name and a byte string"),
            (b"\x81\xa1a\xcb\x00\x00\x00\x00\x00\x00\x00\x00", "a section is not a name and a byte string"),
            (b"\x82\xa1b\xc4\x00\xa1a\xc4\x00", "the names of sections are not in ascending order"),
            (b"\x82\xa1a\xc4\x00\xa1a\xc4\x00", "the names of sections are not in ascending order"),
            (b"\x81\xa1a\xc4\x00\xc0", "something follows the map"),
        ] {
            assert_eq!(Sections::read(payload).map(drop), Err(why), "{payload:?}");
        }
    }
}
