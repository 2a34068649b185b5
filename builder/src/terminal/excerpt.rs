//! Excerpts of long lists.

use std::fmt::{self, Display};

use super::format::grouped;

/// Number of lines in an excerpt.
pub(crate) const SHOWN: usize = 20;

/// Writes the first of `count` lines, each after `start`, and the number of the others. `hint` says how to see those.
pub(crate) fn write(
    f: &mut fmt::Formatter<'_>,
    start: &str,
    lines: impl IntoIterator<Item = impl Display>,
    count: usize,
    hint: &str,
) -> fmt::Result {
    for line in lines.into_iter().take(SHOWN) {
        write!(f, "{start}{line}")?;
    }
    match count.saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, "{start}and {} more{hint}", grouped(more as u64)),
    }
}
