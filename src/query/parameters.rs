//! Query strings as the reference service reads them: Python's `parse_qsl` with blank values kept.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::integer::Fault;

/// A parameter whose value is not acceptable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    /// Name of the parameter.
    pub parameter: &'static str,
    /// Its decoded value.
    pub input: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Names and values of a raw query string in order, decoded; a name without `=` has an empty value.
pub(super) fn parameters(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode_form(name), decode_form(value))
    })
}

/// The decoded value of the last parameter called `name`.
pub(crate) fn last_parameter<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    parameters(query).filter(|(found, _)| found == name).last().map(|(_, value)| value)
}

/// Percent-decodes `text`; bytes that are not UTF-8 become U+FFFD, malformed escapes stay as they are.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('%') { percent_decode_str(text).decode_utf8_lossy() } else { Cow::Borrowed(text) }
}

fn decode_form(text: &str) -> Cow<'_, str> {
    if text.contains('+') { Cow::Owned(decode(&text.replace('+', " ")).into_owned()) } else { decode(text) }
}

/// Trims what Python's `str.strip` calls white space: Unicode's, and the four separators U+001C to U+001F.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_split_and_decoded_as_python_does() {
        let pairs: Vec<_> = parameters("a=1&&b&=c&d==e+%2B&%u0041=%ED%A0%80%&f=%C2%A0").collect();
        let expected =
            [("a", "1"), ("b", ""), ("", "c"), ("d", "=e +"), ("%u0041", "\u{fffd}\u{fffd}\u{fffd}%"), ("f", "\u{a0}")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.into(), value.into())));
    }

    #[test]
    fn white_space_is_pythons() {
        assert_eq!(strip("\u{1c}\u{1f}\u{85}\u{a0}\u{3000}\u{2028} x y\t\n\u{b}\u{c}\r"), "x y");
        assert_eq!(strip("\u{200b}x\u{0}"), "\u{200b}x\u{0}");
    }
}
