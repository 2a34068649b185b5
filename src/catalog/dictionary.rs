//! Tables of names, stored as replies need them: JSON object keys (`"scatter":`) in key order.

use std::cmp::Ordering;

use super::{
    inconsistency::Inconsistency,
    json::{Strings, json_string, unescape},
    sections::{Sections, SectionsBuf},
    string_table::{Piece, StringTable},
};

/// The names of a facet's values, ascending by code point. The index of a name is its number.
#[derive(Clone, Debug)]
pub(crate) struct Dictionary<'a> {
    table: StringTable<'a>,
    /// Number of strings for each name: the key, and after it the value if names have values.
    step: usize,
    /// True if no string is escaped, so that the order of the names is the order of their bytes.
    is_plain: bool,
}

impl<'a> Dictionary<'a> {
    /// Writes `names`, which must be ascending and distinct, as `section`.
    pub(crate) fn put<'n>(sections: &mut SectionsBuf, section: &str, names: impl IntoIterator<Item = &'n str>) {
        StringTable::put(sections, section, names.into_iter().map(json_key));
    }

    /// No names.
    pub(crate) fn none() -> Self {
        Self { table: StringTable::default(), step: 1, is_plain: true }
    }

    /// Opens the names in `section`.
    #[inline(never)]
    pub(crate) fn open(sections: &Sections<'a>, section: &str) -> Result<Self, Inconsistency> {
        let table = StringTable::open(sections, section, None)?;
        let strings = Strings::of(table.bytes(), table.len());
        Self { table, step: 1, is_plain: strings.are_plain() }.check(section, strings)
    }

    /// Writes the members of a JSON object of strings as `section`; names must be ascending and distinct.
    pub(crate) fn put_object<'n>(
        sections: &mut SectionsBuf,
        section: &str,
        members: impl IntoIterator<Item = (&'n str, &'n str)>,
    ) {
        let mut strings: Vec<Vec<u8>> = Vec::new();
        for (name, value) in members {
            if let Some(last) = strings.last_mut() {
                last.push(b',');
            }
            strings.extend([json_key(name), json_string(value)]);
        }
        StringTable::put(sections, section, strings);
    }

    /// Opens the members of a JSON object of strings in `section`: its keys, each followed by its value.
    #[inline(never)]
    pub(crate) fn open_object(sections: &Sections<'a>, section: &str) -> Result<Self, Inconsistency> {
        let table = StringTable::open(sections, section, None)?;
        if table.len() % 2 != 0 {
            return Err(Inconsistency::new(section, "a key has no value"));
        }
        let strings = Strings::of(table.bytes(), table.len());
        let keys = Self { table, step: 2, is_plain: strings.are_plain() }.check(section, strings)?;
        for index in 0..keys.len() {
            let member = keys.table.get(index * 2 + 1);
            let value = if index + 1 < keys.len() { member.strip_suffix(b",") } else { Some(member) };
            if !value.is_some_and(|value| strings.is_canonical(value)) {
                return Err(Inconsistency::new(section, format!("value {index} is not a JSON string")));
            }
        }
        Ok(keys)
    }

    #[inline(never)]
    fn check(self, section: &str, strings: Strings) -> Result<Self, Inconsistency> {
        let mut before = None;
        for index in 0..self.len() {
            if !self.key(index).strip_suffix(b":").is_some_and(|string| strings.is_canonical(string)) {
                return Err(Inconsistency::new(section, format!("name {index} is not a JSON object key")));
            }
            let name = self.name(index);
            let is_ascending = |before| match self.is_plain {
                true => before < name,
                false => unescape(before) < unescape(name),
            };
            if !before.is_none_or(is_ascending) {
                return Err(Inconsistency::new(section, format!("name {index} is not in ascending order")));
            }
            before = Some(name);
        }
        Ok(self)
    }

    /// Returns the number of `name` if it exists.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.compare(middle, name.as_bytes()) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Compares name `index` with `name` by code point.
    fn compare(&self, index: usize, name: &[u8]) -> Ordering {
        let found = self.name(index);
        // Every escape begins with a backslash.
        if self.is_plain || !found.contains(&b'\\') {
            return found.cmp(name);
        }
        unescape(found).map_or(Ordering::Less, |found| found.as_bytes().cmp(name))
    }

    /// Number of names.
    pub(crate) fn len(&self) -> usize {
        self.table.len() / self.step
    }

    /// Name `index` as a JSON object key with its colon.
    pub(crate) fn key(&self, index: usize) -> &'a [u8] {
        self.table.get(index * self.step)
    }

    /// Name `index` as a JSON object key with its colon, as a piece to write.
    #[inline(always)]
    pub(crate) fn key_piece(&self, index: usize) -> Piece<'a> {
        self.table.piece(index * self.step, 0, 0)
    }

    /// Name `index` escaped as in a JSON string, without quotes, as a piece to write.
    pub(crate) fn name_piece(&self, index: usize) -> Piece<'a> {
        self.table.piece(index * self.step, 1, 2)
    }

    /// The value of member `index` of an opened object as a JSON string, as a piece to write.
    pub(crate) fn object_value_piece(&self, index: usize) -> Piece<'a> {
        let comma = usize::from(index + 1 < self.len());
        self.table.piece(index * self.step + 1, 0, comma)
    }

    /// The value of member `index` as a JSON string, or its name if names have no values.
    pub(crate) fn label(&self, index: usize) -> &'a [u8] {
        if self.step == 1 {
            return self.string(index);
        }
        let Piece { heap, place } = self.object_value_piece(index);
        heap.get(place).unwrap_or_default()
    }

    /// Name `index` as a JSON string.
    pub(crate) fn string(&self, index: usize) -> &'a [u8] {
        let key = self.key(index);
        key.get(..key.len().saturating_sub(1)).unwrap_or_default()
    }

    /// Name `index` escaped as in a JSON string, without quotes.
    pub(crate) fn name(&self, index: usize) -> &'a [u8] {
        let key = self.key(index);
        key.get(1..key.len().saturating_sub(2)).unwrap_or_default()
    }

    /// The members of an opened object, without its braces.
    pub(crate) fn object_members(&self) -> &'a [u8] {
        self.table.bytes()
    }
}

fn json_key(name: &str) -> Vec<u8> {
    let mut key = json_string(name);
    key.push(b':');
    key
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::catalog::{json::json_escape, sections::reopened};

    const NAMES: [&str; 6] = ["", "\u{1}", "a\"b", "a\\b", "ab", "é"];

    #[test]
    fn names_come_back_as_keys_strings_and_escaped_text() {
        reopened(
            |sections| Dictionary::put(sections, "x", NAMES),
            |sections| {
                let keys = Dictionary::open(sections, "x").unwrap();
                assert_eq!(keys.len(), NAMES.len());
                for (index, name) in NAMES.iter().enumerate() {
                    assert_eq!(serde_json::from_slice::<String>(keys.string(index)).unwrap(), *name);
                    assert_eq!(keys.key(index), [keys.string(index), b":"].concat());
                    assert_eq!(keys.name(index), &*json_escape(name));
                    let Piece { heap, place } = keys.key_piece(index);
                    assert_eq!(&heap[place], keys.key(index));
                    let Piece { heap, place } = keys.name_piece(index);
                    assert_eq!(&heap[place], keys.name(index));
                }
            },
        );
    }

    #[test]
    fn names_are_found_and_no_others() {
        reopened(
            |sections| Dictionary::put(sections, "x", NAMES),
            |sections| {
                let keys = Dictionary::open(sections, "x").unwrap();
                for (index, name) in NAMES.into_iter().enumerate() {
                    assert_eq!(keys.find(name), Some(index), "{name:?}");
                }
                for other in ["\0", "\u{2}", "a", "a\\\"b", "a\\\\b", "\\u0001", "abc", "\u{e8}", "\u{ea}"] {
                    assert_eq!(keys.find(other), None, "{other:?}");
                }
                assert_eq!(Dictionary::none().find(""), None);
            },
        );
    }

    #[test]
    fn object_members_are_the_inside_of_a_json_object() {
        let members = NAMES.map(|name| (name, "say \"hi\","));
        reopened(
            |sections| Dictionary::put_object(sections, "x", members),
            |sections| {
                let keys = Dictionary::open_object(sections, "x").unwrap();
                let object: serde_json::Value =
                    serde_json::from_slice(&[b"{", keys.object_members(), b"}"].concat()).unwrap();
                assert_eq!(object.as_object().unwrap().len(), NAMES.len());
                for index in [0, NAMES.len() - 1] {
                    let Piece { heap, place } = keys.object_value_piece(index);
                    assert_eq!(&heap[place], br#""say \"hi\",""#);
                }
            },
        );
    }

    #[test]
    fn anything_but_ascending_canonical_keys_is_inconsistent() {
        let opens_by = |strings: &[&[u8]], open: fn(&Sections<'_>) -> bool| {
            reopened(|sections| StringTable::put(sections, "x", strings), open)
        };
        let opens = |strings: &[&[u8]]| opens_by(strings, |sections| Dictionary::open(sections, "x").is_ok());
        let opens_object =
            |strings: &[&[u8]]| opens_by(strings, |sections| Dictionary::open_object(sections, "x").is_ok());
        assert!(opens(&[b"\"a\":", b"\"b\":"]));
        for bad in [
            &[&b"\"b\":"[..], b"\"a\":"][..],
            &[b"\"a\":", b"\"a\":"],
            // The same with an escape.
            &[b"\"\\n\":", b"\"\\n\":"],
            &[b"\"\\n\":", b"\"\\b\":"],
            &[b"a"],
            &[b"\"a\""],
            &[b"\"a:"],
            &[b"\"a\"b\":"],
            // The number of quotes of two names.
            &[b"\"a\"b\":", b"\":"],
            &[b"\"\\u0061\":"],
            &[b"\""],
            &[b""],
            &[b"\"\xff\":"],
        ] {
            assert!(!opens(bad), "{bad:?}");
        }
        assert!(opens_object(&[b"\"a\":", b"\"x\",", b"\"b\":", b"\"x\""]));
        assert!(!opens_object(&[b"\"a\":"]));
        assert!(!opens_object(&[b"\"a\":", b"\"x\","]));
        assert!(!opens_object(&[b"\"a\":", b"\"x\"", b"\"b\":", b"\"x\""]));
    }
}
