//! Standard error.

use std::io::Write as _;

/// Writes `text`. Errors are ignored, because there is no other place to report them; the exit code remains.
pub(super) fn write(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}
