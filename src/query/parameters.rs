//! Query strings as the reference service parses them: Python's `parse_qsl` with blank values kept.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The parameters of a raw query string in order, as they are written.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

/// Name and value of a parameter, decoded. A name without `=` has an empty value.
pub(super) fn decoded(pair: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (decode_form(name), decode_form(value))
}

/// Names and values of a raw query string in order, decoded.
pub(super) fn parameters(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    pairs(query).map(decoded)
}

/// The decoded value of the last parameter called `name`.
pub(crate) fn last_parameter<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    parameters(query).filter(|(found, _)| found == name).last().map(|(_, value)| value)
}

/// Percent-decodes `text`. Bytes that are not UTF-8 become U+FFFD. Malformed escapes are kept.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('%') { percent_decode_str(text).decode_utf8_lossy() } else { Cow::Borrowed(text) }
}

#[inline(never)]
fn decode_form(text: &str) -> Cow<'_, str> {
    if text.contains('+') { Cow::Owned(decode(&text.replace('+', " ")).into_owned()) } else { decode(text) }
}

/// The entries of a list: its parts between commas, trimmed, none empty.
pub(super) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(strip).filter(|entry| !entry.is_empty())
}

/// Trims what Python's `str.strip` calls white space: Unicode's, and the four separators U+001C to U+001F.
fn strip(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    /// A query string, and its pairs.
    type Recorded = Vec<(String, Vec<(String, String)>)>;

    /// A member of the recorded results of the reference's own libraries.
    fn recorded<T: serde::de::DeserializeOwned>(member: &str) -> T {
        let record = include_str!("../../tests/recorded/python.json");
        let mut record: serde_json::Value = serde_json::from_str(record).unwrap();
        serde_json::from_value(record[member].take()).unwrap()
    }

    #[test]
    fn pairs_are_those_recorded() {
        let queries: Recorded = recorded("queries");
        assert!(queries.len() > 200);
        for (query, expected) in queries {
            let pairs: Vec<_> =
                parameters(&query).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
            assert_eq!(pairs, expected, "{query}");
        }
    }

    #[test]
    fn white_space_is_that_recorded_among_all_characters() {
        let ranges: Vec<(u32, u32)> = recorded("spaces of strip");
        for letter in '\0'..=char::MAX {
            let is_space = ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(letter)));
            assert_eq!(strip(&format!("{letter}x{letter}")) == "x", is_space, "{letter:?}");
        }
    }
}
