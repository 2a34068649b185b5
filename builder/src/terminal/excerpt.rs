//! Excerpts of long lists.

use std::fmt::{self, Display};

use super::format::{cut, grouped};

/// Number of lines in an excerpt.
pub(crate) const SHOWN: usize = 20;

/// Writes the first of `count` lines, each on a new line after `indent`, and the number of the others. `hint` says how to
/// see those. Lines are cut to the precision of `f`.
pub(crate) fn write(
    f: &mut fmt::Formatter<'_>,
    indent: &str,
    lines: impl IntoIterator<Item = impl Display>,
    count: usize,
    hint: &str,
) -> fmt::Result {
    for line in lines.into_iter().take(SHOWN) {
        write!(f, "\n{}", cut(&format!("{indent}{line}"), f.precision()))?;
    }
    match count.saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, "\n{indent}and {} more{hint}", grouped(more as u64)),
    }
}
