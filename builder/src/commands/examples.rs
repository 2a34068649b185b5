//! Examples in help texts and man pages.

use std::fmt::Write as _;

use clap::builder::StyledStr;

use crate::terminal::style::{HEADING, Styled};

/// Returns the end of a help text: examples, each with its purpose and its command line.
pub(crate) fn examples<const N: usize>(examples: [(&str, &str); N]) -> StyledStr {
    let mut text = Styled(HEADING.underline(), "Examples:").to_string();
    for (purpose, command) in examples {
        // A text grows without errors.
        let _ = write!(text, "\n  {purpose}\n    {command}");
    }
    text.into()
}

/// Reads purposes and command lines from the help text of a command.
pub(crate) fn of(command: &clap::Command) -> Vec<(String, String)> {
    // Displayed without styles.
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let lines: Vec<_> = text.lines().skip(1).map(str::trim).collect();
    let pairs = lines.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned()));
    pairs.collect()
}
