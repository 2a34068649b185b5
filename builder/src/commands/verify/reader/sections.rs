//! Sections of a snapshot, and the encodings of their contents.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;

/// Error of a section that does not follow the format.
#[derive(Clone, Debug)]
pub(in crate::commands::verify) struct FormatError {
    pub(in crate::commands::verify) section: String,
    pub(in crate::commands::verify) reason: String,
}

pub(super) type Read<T> = Result<T, FormatError>;

/// The payload: sections by name.
pub(super) struct Sections(pub(super) BTreeMap<String, ByteBuf>);

impl Sections {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn bytes(&self, name: &str) -> Read<&[u8]> {
        self.0.get(name).map(|bytes| &***bytes).ok_or_else(|| misread(name, "is missing"))
    }

    pub(super) fn text(&self, name: &str) -> Read<String> {
        String::from_utf8(self.bytes(name)?.to_vec()).map_err(|error| misread(name, error))
    }

    pub(super) fn column(&self, name: &str) -> Read<Vec<usize>> {
        match self.bytes(name)?.split_first() {
            Some((width @ (1 | 2 | 4), values)) => {
                Ok(values.chunks((*width).into()).map(|bytes| little_endian(bytes) as usize).collect())
            }
            _ => Err(misread(name, "has no width of 1, 2 or 4")),
        }
    }

    pub(super) fn strings(&self, name: &str) -> Read<Vec<&[u8]>> {
        let mut rest = self.bytes(name)?;
        let mut strings = Vec::new();
        for length in self.column(&format!("{name}.lengths"))? {
            let string;
            (string, rest) =
                rest.split_at_checked(length).ok_or_else(|| misread(name, "is shorter than its strings"))?;
            strings.push(string);
        }
        Ok(strings)
    }

    /// Returns the keys and values of an object.
    pub(super) fn members(&self, name: &str) -> Read<Vec<(String, String)>> {
        let member = |pair: &[&[u8]]| match pair {
            [key, value] => Ok((json(name, without(key, b':'))?, json(name, without(value, b','))?)),
            _ => Err(misread(name, "has a key without value")),
        };
        self.strings(name)?.chunks(2).map(member).collect()
    }

    pub(super) fn keys(&self, name: &str) -> Read<Vec<String>> {
        self.strings(name)?.into_iter().map(|key| json(name, without(key, b':'))).collect()
    }
}

pub(super) fn misread(section: &str, reason: impl ToString) -> FormatError {
    FormatError { section: section.into(), reason: reason.to_string() }
}

pub(super) fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// Returns `string` without `end`, if it ends with that.
pub(super) fn without(string: &[u8], end: u8) -> &[u8] {
    string.strip_suffix(&[end]).unwrap_or(string)
}

pub(super) fn json<T: DeserializeOwned>(section: &str, text: &[u8]) -> Read<T> {
    serde_json::from_slice(text).map_err(|error| misread(section, error))
}

pub(super) fn bitmap(section: &str, list: &[u8]) -> Read<RoaringBitmap> {
    RoaringBitmap::deserialize_from(list).map_err(|error| misread(section, error))
}

pub(super) fn at<'v, T>(section: &str, values: &'v [T], index: usize) -> Read<&'v T> {
    values.get(index).ok_or_else(|| misread(section, format!("has no entry {index}")))
}
