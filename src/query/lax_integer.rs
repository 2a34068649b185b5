//! Integers of any size, parsed as leniently as by the reference service (pydantic's lax mode).

use super::fault::Fault;

/// Most digits that Python converts.
const MAX_DIGITS: usize = 4_300;

/// An integer that is not negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaxInteger {
    digits: String,
    value: usize,
}

impl From<usize> for LaxInteger {
    fn from(value: usize) -> Self {
        Self { digits: value.to_string(), value }
    }
}

impl LaxInteger {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self { digits: "0".to_owned(), value: 0 }
    }

    /// Parses `text` as an integer that is at least `minimum`.
    ///
    /// White space around it, a plus sign, leading zeros, single underscores between digits and a fraction of zeros are
    /// allowed. After a leading zero, zeros, underscores and even a minus sign may follow in any order, because the
    /// reference skips them.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn parse(text: &str, minimum: u8) -> Result<Self, Fault> {
        match plain(text) {
            Some(value) if value >= usize::from(minimum) => Ok(Self { digits: text.to_owned(), value }),
            _ => Self::parse_laxly(text, minimum),
        }
    }

    /// Parses `text` by all rules. Few requests need them, so V8 need not compile them for the first one.
    #[inline(never)]
    fn parse_laxly(text: &str, minimum: u8) -> Result<Self, Fault> {
        // The reference first parses the text unchanged. It stops at too many digits before it reads the text after
        // them. If it must clean the text up first, its only error is that the text is no integer.
        if leading_digits(text) > MAX_DIGITS {
            return Err(Fault::TooLong);
        }
        let text = text.trim();
        let (unsigned, is_negative) = match text.strip_prefix('+') {
            Some(rest) if rest.starts_with('-') => return Err(Fault::NotAnInteger),
            Some(rest) => (rest, false),
            None => text.strip_prefix('-').map_or((text, false), |rest| (rest, true)),
        };
        let significant = skip_leading_zeros(unsigned).ok_or(Fault::NotAnInteger)?;
        let number = significant
            .split_once('.')
            .filter(|(_, fraction)| !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0'))
            .map_or(significant, |(whole, _)| whole);
        // No underscore is first, last or beside another.
        if number.split('_').any(str::is_empty) {
            return Err(Fault::NotAnInteger);
        }
        // A minus sign after a leading zero is removed only now, because an underscore may come between it and the
        // digits.
        let (number, is_negative) = match number.strip_prefix('-') {
            Some(_) if is_negative => return Err(Fault::NotAnInteger),
            Some(rest) => (rest, true),
            None => (number, is_negative),
        };
        let digits = number.replace('_', "");
        let is_canonical = digits == "0" || !digits.starts_with('0');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || !is_canonical || digits.len() > MAX_DIGITS {
            return Err(Fault::NotAnInteger);
        }
        // A number that does not fit into a `usize` is more than the number of rows.
        let value = digits.parse().unwrap_or(usize::MAX);
        if (is_negative && value > 0) || value < usize::from(minimum) {
            return Err(Fault::Below(minimum));
        }
        Ok(Self { digits, value })
    }

    /// Its decimal digits, as Python prints them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Its value, or `usize::MAX` if that is less.
    #[must_use]
    pub fn saturated(&self) -> usize {
        self.value
    }
}

/// The value of up to nine digits, of which the first is not 0, or of a single 0.
fn plain(text: &str) -> Option<usize> {
    let is_plain = text == "0" || (text.len() < 10 && !text.starts_with('0'));
    let digit = |value, byte: u8| byte.is_ascii_digit().then(|| value * 10 + usize::from(byte - b'0'));
    if is_plain && !text.is_empty() { text.bytes().try_fold(0, digit) } else { None }
}

/// Number of digits at the start of a number without white space, or 0 if the number starts with a zero.
fn leading_digits(text: &str) -> usize {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if unsigned.starts_with('0') { 0 } else { unsigned.bytes().take_while(u8::is_ascii_digit).count() }
}

/// The rest of an unsigned number after its leading zeros.
fn skip_leading_zeros(text: &str) -> Option<&str> {
    if !text.starts_with('0') {
        return Some(text);
    }
    match text.find(|c| c != '0' && c != '_') {
        // The zero before a point is kept.
        Some(at) => match text.as_bytes()[at] {
            b'1'..=b'9' | b'-' => text.get(at..),
            b'.' => text.get(at - 1..),
            _ => None,
        },
        None => text.get(text.len() - 1..),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // `tests/python.rs` compares spellings with a record of the reference's own libraries.
    #[test]
    fn value_is_that_of_the_digits_or_the_largest() {
        for (text, minimum, expected) in [
            ("0", 0, Ok(0)),
            ("0_1.0", 1, Ok(1)),
            ("36", 1, Ok(36)),
            ("18446744073709551616", 0, Ok(usize::MAX)),
            ("0", 1, Err(Fault::Below(1))),
            ("0-1", 1, Err(Fault::Below(1))),
            ("-0", 0, Ok(0)),
        ] {
            assert_eq!(LaxInteger::parse(text, minimum).map(|integer| integer.saturated()), expected, "{text}");
        }
        assert_eq!(LaxInteger::parse("00", 0), Ok(LaxInteger::zero()));
    }

    #[test]
    fn plain_integers_are_parsed_as_all_are() {
        let texts = (0..1_200).chain([99_999_999, 999_999_999, 1_000_000_000]).map(|number: u32| number.to_string());
        let others = ["", "00", "01", "1_0", "+1", "-1", " 1", "1.0", "1a", "\u{661}"].map(str::to_owned);
        for text in texts.chain(others) {
            for minimum in [0, 1] {
                assert_eq!(LaxInteger::parse(&text, minimum), LaxInteger::parse_laxly(&text, minimum), "{text}");
            }
        }
    }
}
