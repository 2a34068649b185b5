//! Standard error.

use std::io::Write as _;

/// Where nobody can be told, nobody is; the exit code still says it.
pub(super) fn write(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}
