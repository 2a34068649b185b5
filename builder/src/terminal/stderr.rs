//! Standard error.

use std::io::Write as _;

use super::style::{Styled, WARNING};
use crate::secrets;

/// Writes `text`. Errors are ignored, because there is no other place to report them; the exit code remains.
pub(super) fn write(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Writes a warning without secrets.
pub(super) fn warn(text: &str) {
    write(&format!("{} {}\n", Styled(WARNING, "warning:"), secrets::hidden(text)));
}
