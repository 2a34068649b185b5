//! Removal of `# noqa:` comments from code.

const MARK: &str = "# noqa:";

/// Returns `code` without the matches of Python's regular expression `\s*# noqa:[^\n]*`: the white space before the
/// mark, including line breaks, and everything after it up to the end of the line.
pub(crate) fn without_noqa(code: &str) -> String {
    let mut text = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, comment)) = rest.split_once(MARK) {
        text.push_str(before.trim_end_matches(is_space));
        rest = comment.find('\n').map_or("", |end| &comment[end..]);
    }
    text.push_str(rest);
    text
}

/// True for what Python's `\s` matches: Unicode's white space and the separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_those_of_python() {
        for (code, expected) in [
            ("import x  # noqa: F401\nprint()", "import x\nprint()"),
            ("a\n\n  # noqa: E1\nb", "a\nb"),
            ("# noqa: E1\nb", "\nb"),
            ("a # noqa: E1 # noqa: E2\n# noqa: E3", "a"),
            ("a # noqa:", "a"),
            ("a # noqa\n", "a # noqa\n"),
            ("a #noqa: E1\n", "a #noqa: E1\n"),
            ("a # NOQA: E1\n", "a # NOQA: E1\n"),
            ("'# noqa: in text'", "'"),
            ("a\u{1c}\u{1f}\u{85}\u{a0}\u{2028}\u{3000}\t\r# noqa: x\r\nb", "a\nb"),
            ("a\u{200b} # noqa: x\u{2028}y\n", "a\u{200b}\n"),
            ("a # noqa:x\n \n# noqa:y\n\nb", "a\n\nb"),
            ("", ""),
            ("é", "é"),
        ] {
            assert_eq!(without_noqa(code), expected, "{code:?}");
        }
    }
}
