//! JSON as clients know it: as Python's `json` writes a jsonb value.
//!
//! PostgreSQL writes jsonb in one way: keys in its own order, strings with the escapes that Python uses, numbers as
//! decimals of any length. So only white space and the form of fractions differ.

use catalog_edge::documents::Json;

/// Converts PostgreSQL's text of a jsonb value to the JSON that clients know. Returns `None` for null. The error is a
/// reason with a remedy.
pub(crate) fn of_jsonb(text: &str) -> Result<Option<Box<Json>>, String> {
    let mut json = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '"' => string_len(rest),
            '-' | '0'..='9' => {
                rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(len);
        rest = after;
        match first {
            ' ' => {}
            '-' | '0'..='9' => json.push_str(&number(token)?),
            _ => json.push_str(token),
        }
    }
    if json == "null" {
        return Ok(None);
    }
    let json = Json::from_string(json);
    json.map(Some).map_err(|error| format!("is not JSON ({error}): correct it, or set it to NULL"))
}

/// Returns the length of the string at the start of `text`, with its quotes.
fn string_len(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

/// Writes a number as Python does: integers unchanged, others as the nearest double.
fn number(token: &str) -> Result<String, String> {
    match token.parse::<f64>() {
        Ok(number) if number.is_finite() && token.contains('.') => Ok(float(number)),
        Ok(number) if number.is_finite() => Ok(token.to_owned()),
        _ => {
            let shown: String = token.chars().take(20).collect();
            Err(format!("holds a number beyond what clients can read ({shown}...): correct it, or set it to NULL"))
        }
    }
}

/// Writes a finite number as Python's `repr` does: with the fewest digits that identify it, and with an exponent below
/// 0.0001 and from 10^16 on.
fn float(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude == 0.0 || (1e-4..1e16).contains(&magnitude) {
        return format!("{number:?}");
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.strip_prefix('-') {
        Some(exponent) => format!("{digits}e-{exponent:0>2}"),
        None => format!("{digits}e+{exponent:0>2}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

    use super::*;

    fn json(text: &str) -> String {
        of_jsonb(text).unwrap().unwrap().get().to_owned()
    }

    #[test]
    fn order_and_strings_stay_and_space_between_them_goes() {
        let text = r#"{"b": ["x y", "say \"a: 1.50, b\"", "\\"], "aa": {"k": null, "t": true}, "é": []}"#;
        let expected = r#"{"b":["x y","say \"a: 1.50, b\"","\\"],"aa":{"k":null,"t":true},"é":[]}"#;
        assert_eq!(json(text), expected);
    }

    #[test]
    fn numbers_are_those_of_python() {
        for (number, expected) in [
            ("1", "1"),
            ("-7", "-7"),
            ("1.0", "1.0"),
            ("1.50", "1.5"),
            ("0.1000000000000000055511151231257827", "0.1"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"),
            ("-0.0000000000012500", "-1.25e-12"),
            ("1234567890123456.5", "1234567890123456.5"),
            ("12345678901234567.5", "1.2345678901234568e+16"),
            ("10000000000000000.0", "1e+16"),
            ("0.0", "0.0"),
        ] {
            assert_eq!(json(&format!("[{number}]")), format!("[{expected}]"));
        }
    }

    #[test]
    fn null_is_nothing_and_a_number_beyond_doubles_is_refused() {
        assert!(of_jsonb("null").unwrap().is_none());
        for text in [format!("1{}", "0".repeat(400)), format!("[-1{}.5]", "0".repeat(400))] {
            assert!(of_jsonb(&text).unwrap_err().contains("beyond what clients can read"));
        }
    }
}
