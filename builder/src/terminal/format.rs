//! Formats of numbers, names and lines in reports.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::time::Duration;

use bytesize::ByteSize;
use serde_json::Value;

use super::style::{HEADING, Styled};

/// Returns seconds, rounded to milliseconds.
pub(crate) fn seconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1000.0).round() / 1000.0
}

/// Writes a line of a report: a name and a text. It is never cut, because people copy paths and digests from it.
pub(crate) fn line(f: &mut fmt::Formatter<'_>, name: &str, text: impl fmt::Display) -> fmt::Result {
    writeln!(f, "{name:<10}{text}")
}

/// Writes a line of a table or a list, cut to the precision of `f`, which is the width of the terminal.
pub(crate) fn row(f: &mut fmt::Formatter<'_>, text: impl fmt::Display) -> fmt::Result {
    let text = text.to_string();
    writeln!(f, "{}", cut(&text, f.precision()))
}

/// Cuts `text` to so many columns, if there is a limit. Styles take no column, and end with the text.
pub(super) fn cut(text: &str, columns: Option<usize>) -> Cow<'_, str> {
    columns.map_or(Cow::Borrowed(text), |columns| console::truncate_str(text, columns, "…"))
}

/// Writes the head of a table.
pub(crate) fn head(f: &mut fmt::Formatter<'_>, text: impl fmt::Display) -> fmt::Result {
    row(f, Styled(HEADING, text))
}

/// Returns a size as people read it: `56.4 MB`.
pub(crate) fn size(bytes: u64) -> String {
    ByteSize(bytes).display().si().to_string()
}

/// Joins `items` on one line.
pub(crate) fn list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join("; ")
}

/// Escapes the control characters of `text`, which a terminal would obey.
pub(crate) fn printable(text: &str) -> String {
    let show = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(show).collect()
}

/// Returns `value` as JSON on one line, truncated if it is long.
pub(crate) fn brief(value: &Value) -> String {
    const LONGEST: usize = 300;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => printable(&text[..end]) + "...",
        None => printable(&text),
    }
}

/// Writes `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        let _ = text.write_char(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_command_a_terminal() {
        assert_eq!(printable("Größe\u{1b}[2J\u{9b}\n"), r"Größe\u{1b}[2J\u{9b}\n");
    }

    struct Table;

    impl fmt::Display for Table {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            line(f, "path", "/a/long/path")?;
            head(f, "value   images")?;
            row(f, format_args!("größe {}", Styled(HEADING, "12,345")))
        }
    }

    #[test]
    fn rows_are_cut_to_the_terminal_and_lines_are_not() {
        let whole = "path      /a/long/path\nvalue   images\ngröße 12,345\n";
        for (text, expected) in [
            (format!("{Table}"), whole),
            (format!("{Table:.80}"), whole),
            (format!("{Table:.14}"), whole),
            (format!("{Table:.8}"), "path      /a/long/path\nvalue  …\ngröße 1…\n"),
            (format!("{Table:.1}"), "path      /a/long/path\n…\n…\n"),
        ] {
            assert_eq!(console::strip_ansi_codes(&text), expected);
        }
        // A style that was cut has an end.
        assert!(format!("{Table:.8}").ends_with("1…\u{1b}[0m\n"), "{:?}", format!("{Table:.8}"));
    }

    #[test]
    fn sizes_are_as_people_read_them() {
        for (bytes, text) in
            [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (56_412_345, "56.4 MB"), (2_000_000_000, "2.0 GB")]
        {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (641_037, "641,037"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
