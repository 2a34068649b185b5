//! Output: the one place that writes to the terminal.

use std::fmt::Display;
use std::io::{self, Write};

/// One line for the person who called. A closed pipe is no fault of the work.
pub fn say(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// One line about a fault.
pub fn complain(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}
