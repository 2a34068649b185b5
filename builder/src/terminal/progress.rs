//! Progress of a run, and its warnings.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::stderr;

/// A line that shows the current phase. It disappears with this value.
#[derive(Debug)]
pub(crate) struct Progress {
    line: ProgressBar,
    warns: bool,
}

impl Progress {
    /// Makes a line, which is visible on a terminal if it `is_wanted`.
    pub(super) fn new(is_wanted: bool) -> Self {
        // A spinner hides itself if standard error is no terminal.
        let line = if is_wanted { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        line.enable_steady_tick(Duration::from_millis(100));
        Self { line, warns: is_wanted }
    }

    /// Shows that a phase has begun.
    pub(crate) fn phase(&self, name: &'static str) {
        self.show("{spinner} {msg}", name);
    }

    /// Shows that reading of a table has begun.
    pub(crate) fn table(&self, name: &'static str) {
        self.show("{spinner} reading {msg}: {human_pos} rows", name);
    }

    /// Counts a row.
    pub(crate) fn row(&self) {
        self.line.inc(1);
    }

    /// Prints a warning.
    pub(crate) fn warn(&self, text: &str) {
        if self.warns {
            self.line.suspend(|| stderr::warn(text));
        }
    }

    fn show(&self, template: &str, message: &'static str) {
        self.line.set_position(0);
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.line.set_style(style);
        }
        self.line.set_message(message);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}
