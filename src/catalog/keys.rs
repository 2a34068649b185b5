//! Tables of names in the form replies want them: ready JSON object keys (`"scatter":`), in key order.

use std::{borrow::Cow, cmp::Ordering};

use super::{
    Inconsistency,
    slices::{Packed, Slices},
};

/// The names of a facet's values, ascending by code point; a name's place is its number.
#[derive(Clone, Debug)]
pub(crate) struct Keys<'a> {
    slices: Slices<'a>,
    /// Every `step`-th slice is a key; the ones between belong to them.
    step: usize,
}

impl<'a> Keys<'a> {
    /// Packs `names`, which must be ascending and distinct.
    pub(crate) fn pack<'n>(names: impl IntoIterator<Item = &'n str>) -> Packed<'static> {
        Packed::pack(names.into_iter().map(json_key))
    }

    /// Opens a table of keys only.
    pub(crate) fn open(packed: Packed<'a>, part: &'static str) -> Result<Self, Inconsistency> {
        Self::check(Self { slices: packed.open(part, None)?, step: 1 }, part)
    }

    /// Packs the members of a JSON object of strings; names must be ascending and distinct.
    pub(crate) fn pack_object<'n>(members: impl IntoIterator<Item = (&'n str, &'n str)>) -> Packed<'static> {
        let mut strings: Vec<Vec<u8>> = Vec::new();
        for (name, value) in members {
            if let Some(last) = strings.last_mut() {
                last.push(b',');
            }
            strings.extend([json_key(name), json_string(value)]);
        }
        Packed::pack(strings)
    }

    /// Opens the members of a JSON object of strings: its keys, each followed by its value.
    pub(crate) fn open_object(packed: Packed<'a>, part: &'static str) -> Result<Self, Inconsistency> {
        let slices = packed.open(part, None)?;
        if slices.len() % 2 != 0 {
            return Err(Inconsistency::new(part, "a key has no value".to_owned()));
        }
        let keys = Self::check(Self { slices, step: 2 }, part)?;
        for index in 0..keys.len() {
            let slice = keys.slices.get(index * 2 + 1);
            let value = if index + 1 < keys.len() { slice.strip_suffix(b",") } else { Some(slice) };
            if !value.is_some_and(is_canonical_string) {
                return Err(Inconsistency::new(part, format!("value {index} is not a JSON string")));
            }
        }
        Ok(keys)
    }

    fn check(self, part: &'static str) -> Result<Self, Inconsistency> {
        if std::str::from_utf8(self.slices.bytes()).is_err() {
            return Err(Inconsistency::new(part, "not UTF-8".to_owned()));
        }
        for index in 0..self.len() {
            if !self.key(index).strip_suffix(b":").is_some_and(is_canonical_string) {
                return Err(Inconsistency::new(part, format!("name {index} is not a JSON object key")));
            }
            if index > 0 && cmp_names(self.name(index - 1), self.name(index)) != Ordering::Less {
                return Err(Inconsistency::new(part, format!("name {index} is not in ascending order")));
            }
        }
        Ok(self)
    }

    /// Number of names.
    pub(crate) fn len(&self) -> usize {
        self.slices.len() / self.step
    }

    /// Name `index` as a JSON object key with its colon.
    pub(crate) fn key(&self, index: usize) -> &[u8] {
        self.slices.get(index * self.step)
    }

    /// Name `index` as a JSON string.
    pub(crate) fn string(&self, index: usize) -> &[u8] {
        let key = self.key(index);
        key.get(..key.len().saturating_sub(1)).unwrap_or_default()
    }

    /// Name `index` escaped as within a JSON string, without quotes.
    pub(crate) fn name(&self, index: usize) -> &[u8] {
        let key = self.key(index);
        key.get(1..key.len().saturating_sub(2)).unwrap_or_default()
    }

    /// Value of member `index` of an opened object, as a JSON string.
    pub(crate) fn object_value(&self, index: usize) -> &[u8] {
        let slice = self.slices.get(index * self.step + 1);
        slice.strip_suffix(b",").unwrap_or(slice)
    }

    /// The members of an opened object as they stand between its braces.
    pub(crate) fn object_members(&self) -> &[u8] {
        self.slices.bytes()
    }
}

/// `text` as a JSON string.
pub(crate) fn json_string(text: &str) -> Vec<u8> {
    // Serializing a `str` into memory cannot fail.
    serde_json::to_vec(text).unwrap_or_default()
}

/// `text` as within a JSON string; borrowed where nothing needs escaping.
pub(crate) fn json_escape(text: &str) -> Cow<'_, [u8]> {
    if is_plain(text.as_bytes()) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut escaped = json_string(text);
    escaped.pop();
    escaped.remove(0);
    Cow::Owned(escaped)
}

fn json_key(name: &str) -> Vec<u8> {
    let mut key = json_string(name);
    key.push(b':');
    key
}

fn is_plain(bytes: &[u8]) -> bool {
    !bytes.iter().any(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
}

/// Whether `json` is a JSON string exactly as [`json_string`] writes it: equal names are then equal bytes.
pub(crate) fn is_canonical_string(json: &[u8]) -> bool {
    let inner = json.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    inner.is_some_and(|inner| {
        is_plain(inner) || serde_json::from_slice::<String>(json).is_ok_and(|text| json_string(&text) == json)
    })
}

/// Compares two escaped names by the code points they stand for.
fn cmp_names(a: &[u8], b: &[u8]) -> Ordering {
    if a.contains(&b'\\') || b.contains(&b'\\') {
        return unescape(a).cmp(&unescape(b));
    }
    a.cmp(b)
}

fn unescape(name: &[u8]) -> String {
    serde_json::from_slice(&[b"\"", name, b"\""].concat()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    const NAMES: [&str; 6] = ["", "\u{1}", "a\"b", "a\\b", "ab", "é"];

    #[test]
    fn names_come_back_as_keys_strings_and_escaped_text() {
        let keys = Keys::open(Keys::pack(NAMES), "test").unwrap();
        assert_eq!(keys.len(), NAMES.len());
        for (index, name) in NAMES.iter().enumerate() {
            assert_eq!(serde_json::from_slice::<String>(keys.string(index)).unwrap(), *name);
            assert_eq!(keys.key(index), [keys.string(index), b":"].concat());
            assert_eq!(keys.name(index), &*json_escape(name));
        }
    }

    #[test]
    fn object_members_are_the_inside_of_a_json_object() {
        let members: Vec<_> = NAMES.iter().map(|name| (*name, "say \"hi\",")).collect();
        let keys = Keys::open_object(Keys::pack_object(members), "test").unwrap();
        let object: serde_json::Value = serde_json::from_slice(&[b"{", keys.object_members(), b"}"].concat()).unwrap();
        assert_eq!(object.as_object().unwrap().len(), NAMES.len());
        assert_eq!(keys.object_value(0), br#""say \"hi\",""#);
        assert_eq!(keys.object_value(NAMES.len() - 1), br#""say \"hi\",""#);
    }

    #[test]
    fn anything_but_ascending_canonical_keys_is_inconsistent() {
        let open = |keys: &[&str]| Keys::open(Packed::pack(keys), "test");
        assert!(open(&["\"a\":", "\"b\":"]).is_ok());
        for bad in [
            &["\"b\":", "\"a\":"][..],
            &["\"a\":", "\"a\":"],
            &["a"],
            &["\"a\""],
            &["\"a:"],
            &["\"a\"b\":"],
            &["\"\\u0061\":"],
            &["\""],
            &[""],
        ] {
            assert!(open(bad).is_err(), "{bad:?}");
        }
        assert!(Keys::open(Packed::pack([b"\"\xff\":"]), "test").is_err());
        assert!(Keys::open_object(Packed::pack(["\"a\":"]), "test").is_err());
        assert!(Keys::open_object(Packed::pack(["\"a\":", "\"x\","]), "test").is_err());
        assert!(Keys::open_object(Packed::pack(["\"a\":", "\"x\"", "\"b\":", "\"x\""]), "test").is_err());
    }
}
