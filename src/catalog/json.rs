//! JSON text in one canonical spelling: writing and checking it.

use std::borrow::Cow;

/// `text` as a JSON string.
pub(crate) fn json_string(text: &str) -> Vec<u8> {
    if is_plain(text.as_bytes()) {
        return [b"\"", text.as_bytes(), b"\""].concat();
    }
    // Serializing a `str` into memory cannot fail.
    serde_json::to_vec(text).unwrap_or_default()
}

/// `text` escaped as in a JSON string. Borrowed if nothing needs escaping.
pub(crate) fn json_escape(text: &str) -> Cow<'_, [u8]> {
    if is_plain(text.as_bytes()) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut escaped = json_string(text);
    escaped.pop();
    escaped.remove(0);
    Cow::Owned(escaped)
}

/// Returns true if `json` is a JSON string exactly as [`json_string`] writes it. Equal names then have equal bytes.
pub(crate) fn is_canonical_string(json: &[u8]) -> bool {
    let inner = json.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    inner.is_some_and(|inner| unescape(inner).is_some())
}

/// Check of many canonical strings in one text. Most texts have no escapes, and one scan of the whole text shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strings {
    are_plain: bool,
}

impl Strings {
    /// Scans `text`, which has `count` strings and any text between them.
    pub(crate) fn of(text: &[u8], count: usize) -> Self {
        let is_odd = text.iter().fold(false, |is_odd, &byte| is_odd | (byte < 0x20) | (byte == b'\\'));
        // With two quotes for each string, no string has a quote inside.
        let are_plain = !is_odd && quotes(text) == 2 * count && std::str::from_utf8(text).is_ok();
        Self { are_plain }
    }

    /// Returns true if `json`, one of the strings, is canonical as in [`is_canonical_string`].
    pub(crate) fn is_canonical(self, json: &[u8]) -> bool {
        if self.are_plain { matches!(json, [b'"', .., b'"']) } else { is_canonical_string(json) }
    }

    /// Returns true if no string has an escape. The order of the strings is then the order of their bytes.
    pub(crate) fn are_plain(self) -> bool {
        self.are_plain
    }
}

fn quotes(text: &[u8]) -> usize {
    // Each part is counted in a `u8`, so that one vector register counts many bytes at once.
    text.chunks(255).map(|part| usize::from(part.iter().fold(0_u8, |sum, &byte| sum + u8::from(byte == b'"')))).sum()
}

/// The text that `escaped` encodes. `None` if [`json_escape`] would write it differently.
///
/// Because only one spelling is accepted, this is a tenth of the code of a whole parser.
pub(crate) fn unescape(escaped: &[u8]) -> Option<Cow<'_, str>> {
    if is_plain(escaped) {
        return std::str::from_utf8(escaped).ok().map(Cow::Borrowed);
    }
    let mut text = Vec::with_capacity(escaped.len());
    let mut rest = escaped.iter().copied();
    while let Some(byte) = rest.next() {
        text.push(match byte {
            b'\\' => match rest.next()? {
                byte @ (b'"' | b'\\') => byte,
                b'b' => 0x08,
                b'f' => 0x0c,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'u' => match [rest.next()?, rest.next()?, rest.next()?, rest.next()?] {
                    [b'0', b'0', high @ (b'0' | b'1'), low] => {
                        let control = (high - b'0') << 4 | hex_digit(low)?;
                        // JSON has shorter escapes for these.
                        if matches!(control, 0x08 | 0x0c | b'\n' | b'\r' | b'\t') {
                            return None;
                        }
                        control
                    }
                    _ => return None,
                },
                _ => return None,
            },
            b'"' | 0..0x20 => return None,
            byte => byte,
        });
    }
    String::from_utf8(text).ok().map(Cow::Owned)
}

/// The value of a digit in lower case.
fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Returns true if `text` is a JSON number. A parser would add 10 KB of code to the worker.
pub(crate) fn is_json_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(text);
    let mut rest = &text[whole..];
    if whole == 0 || (whole > 1 && text[0] == b'0') {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let len = digits(fraction);
        if len == 0 {
            return false;
        }
        rest = &fraction[len..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let len = digits(exponent);
        if len == 0 {
            return false;
        }
        rest = &exponent[len..];
    }
    rest.is_empty()
}

fn is_plain(bytes: &[u8]) -> bool {
    !bytes.iter().any(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_one_spelling() {
        for text in ["", "a", "\u{1}\n", "say \"hi\"", "back\\slash", "é 📊"] {
            let json = json_string(text);
            assert!(is_canonical_string(&json));
            assert_eq!(json, [b"\"", &*json_escape(text), b"\""].concat());
        }
        for other in [r#""\u0061""#, r#""\/""#, r#""\u000A""#, r#"a""#, r#""a"#, r#"""""#, r#"""#, "\"\n\""] {
            assert!(!is_canonical_string(other.as_bytes()), "{other}");
        }
        assert!(!is_canonical_string(b"\"\xff\"") && !is_canonical_string(b"\"\\n\xff\""));
    }

    proptest::proptest! {
        #[test]
        fn what_is_escaped_is_read_back(text in "(?s)[\\x00-\"\\\\ué\u{1f4ca}]{0,12}") {
            let escaped = json_escape(&text);
            let read = unescape(&escaped);
            proptest::prop_assert_eq!(read.as_deref(), Some(&*text));
        }

        #[test]
        fn what_is_read_is_what_would_be_written(json in "[\"\\\\bfnrtu01aA/\n]{0,8}") {
            let parsed = serde_json::from_str::<String>(&format!("\"{json}\"")).ok();
            let canonical = parsed.filter(|text| *json_escape(text) == *json.as_bytes());
            let read = unescape(json.as_bytes());
            proptest::prop_assert_eq!(read.as_deref(), canonical.as_deref());
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]
        #[test]
        fn strings_that_lie_in_one_text_are_judged_as_each_alone(
            inner in proptest::collection::vec("[\"\\\\nu\n\u{1f}a é]{0,4}", 1..4),
            is_quoted in proptest::collection::vec(proptest::prelude::prop::bool::weighted(0.9), 4),
            cut in 0_usize..12,
        ) {
            let quoted = |(inner, is_quoted): (&String, &bool)| if *is_quoted { format!("\"{inner}\"") } else { inner.clone() };
            let mut strings: Vec<Vec<u8>> = inner.iter().zip(&is_quoted).map(|pair| quoted(pair).into_bytes()).collect();
            // Sometimes the text is not UTF-8.
            if let Some(byte) = strings[0].get_mut(cut).filter(|byte| !byte.is_ascii()) {
                *byte = b'a';
            }
            let text = strings.join(&b':');
            let together = Strings::of(&text, strings.len());
            let judged = strings.iter().all(|string| together.is_canonical(string));
            proptest::prop_assert_eq!(judged, strings.iter().all(|string| is_canonical_string(string)));
            if together.are_plain() {
                proptest::prop_assert!(text.iter().all(|byte| *byte >= 0x20 && *byte != b'\\'));
            }
        }
    }

    #[test]
    fn quotes_are_counted_beyond_255() {
        for count in [0, 1, 2, 254, 255, 256, 600] {
            assert_eq!(quotes(&[b"x", &*vec![b'"'; count], b"xx"].concat()), count);
        }
    }

    #[test]
    fn numbers_are_those_of_json() {
        for text in [
            "0", "-0", "84.0", "66.25", "1e-7", "1.5E+300", "100", "007", "1.", ".5", "+1", "1e", "--1", "", "-", "1x",
            "NaN",
        ] {
            assert_eq!(is_json_number(text.as_bytes()), serde_json::from_str::<f64>(text).is_ok(), "{text}");
        }
    }
}
