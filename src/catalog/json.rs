//! JSON text: written in one canonical spelling, and held to it.

use std::borrow::Cow;

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

/// Whether `json` is a JSON string exactly as [`json_string`] writes it: equal names are then equal bytes.
pub(crate) fn is_canonical_string(json: &[u8]) -> bool {
    let inner = json.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    inner.is_some_and(|inner| {
        if is_plain(inner) {
            return std::str::from_utf8(inner).is_ok();
        }
        serde_json::from_slice::<String>(json).is_ok_and(|text| json_string(&text) == json)
    })
}

/// Whether `text` is a number as JSON spells it. Parsing it as one would cost the worker 10 KB of code.
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
