//! Parses a query string as the replaced service does: pairs as Python's `urllib.parse`, numbers as pydantic.

/// Most digits that pydantic accepts: CPython's limit for converting text to `int`.
const MOST_DIGITS: usize = 4_300;

/// `urllib.parse.parse_qsl(query, keep_blank_values=True)`.
pub(crate) fn parse_qsl(query: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for piece in query.split('&') {
        if piece.is_empty() {
            continue;
        }
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        pairs.push((unquote_plus(name), unquote_plus(value)));
    }
    pairs
}

/// `urllib.parse.unquote_plus(text, errors="replace")`.
fn unquote_plus(text: &str) -> String {
    let text = text.replace('+', " ");
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let code = match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
            (b'%', Some(&high), Some(&low)) => hex_digit(high).zip(hex_digit(low)),
            _ => None,
        };
        match code {
            Some((high, low)) => {
                decoded.push(high * 16 + low);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// `str.strip()`: Python counts four separators as white space that Unicode does not.
pub(crate) fn strip(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter))
}

/// The `type` of pydantic's error for text that is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoInt {
    Parsing,
    ParsingSize,
}

/// The text that Python prints for the `int` that pydantic in lax mode parses from `text`.
///
/// It first parses the text unchanged, then cleaned up. Only the first attempt can fail because of the length. It fails
/// as soon as it has read too many digits, without regard to the text after them.
pub(crate) fn int(text: &str) -> Result<String, NoInt> {
    if leading_digits(text) > MOST_DIGITS {
        return Err(NoInt::ParsingSize);
    }
    json_int(text).or_else(|| json_int(&tidy(text)?)).ok_or(NoInt::Parsing)
}

/// Returns the number of digits after the sign, if the text begins like a JSON number.
fn leading_digits(text: &str) -> usize {
    let text = text.strip_prefix('-').unwrap_or(text);
    if text.starts_with('0') {
        return 0;
    }
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// An integer in JSON's form, as Python prints it. Only minus zero differs.
fn json_int(text: &str) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let valid = match digits.as_bytes() {
        b"0" => return Some("0".to_owned()),
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit) && digits.len() <= MOST_DIGITS,
        _ => false,
    };
    valid.then(|| text.to_owned())
}

/// The text without the characters that may surround the digits of a number. `None` if the rest cannot be a number.
fn tidy(text: &str) -> Option<String> {
    let text = text.trim();
    let text = match text.strip_prefix('+') {
        Some(rest) if rest.starts_with('-') => return None,
        Some(rest) => rest,
        None => text,
    };
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) if rest.starts_with('-') => return None,
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let text = without_leading_zeros(text)?;
    let text = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    };
    if text.starts_with('_') || text.ends_with('_') || text.contains("__") {
        return None;
    }
    Some(format!("{sign}{}", text.replace('_', "")))
}

/// After a leading zero, all zeros and underscores are skipped. One digit remains before a point or the end.
fn without_leading_zeros(text: &str) -> Option<&str> {
    match text.chars().next()? {
        '1'..='9' | '-' => return Some(text),
        '0' => {}
        _ => return None,
    }
    let rest = text.trim_start_matches(['0', '_']);
    let skipped = text.len() - rest.len();
    match rest.chars().next() {
        Some('1'..='9' | '-') => Some(rest),
        Some('.') | None => Some(&text[skipped - 1..]),
        Some(_) => None,
    }
}
