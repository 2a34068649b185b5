//! The terminal: the only part that prints. The summary goes to standard output, progress and errors to standard error.

use std::fmt::{Display, Write as _};
use std::io::{self, ErrorKind, Write as _};
use std::process;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::json;

use crate::failure::{ExitCode, Failure};
use crate::secrets;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// What a command found or did: a table for people, one JSON object for machines.
pub(crate) trait Report: Display + Serialize {
    /// The JSON object.
    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Whether what it says is a failure: said after it, on standard error and by the exit code.
    fn verdict(&self) -> Result<(), Failure> {
        Ok(())
    }
}

/// A result that cannot be shown.
#[derive(Debug, thiserror::Error)]
#[error("the result cannot be printed")]
pub(crate) struct PrintError(#[source] pub(crate) io::Error);

impl From<PrintError> for Failure {
    fn from(error: PrintError) -> Self {
        Self::new(ExitCode::Other, error)
    }
}

/// How this run talks to its user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    json: bool,
    quiet: bool,
}

impl Terminal {
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        Self { json, quiet }
    }

    /// A progress line, visible where a person watches.
    pub(crate) fn progress(self) -> Progress {
        let is_wanted = !self.quiet && !self.json;
        // A spinner hides itself where standard error is no terminal.
        let line = if is_wanted { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        line.enable_steady_tick(Duration::from_millis(100));
        Progress { line, warns: is_wanted }
    }

    /// Prints a report. `--json` is an explicit wish, which `--quiet` does not take back.
    pub(crate) fn report(self, report: &impl Report) -> io::Result<()> {
        match (self.json, self.quiet) {
            (true, _) => Self::print(&(report.json()? + "\n")),
            (false, false) => Self::print(&report.to_string()),
            (false, true) => Ok(()),
        }
    }

    /// Prints what a command found, and passes its verdict.
    pub(crate) fn show(self, report: &impl Report) -> Result<(), Failure> {
        self.report(report).map_err(PrintError)?;
        report.verdict()
    }

    /// Prints `text`, whatever was said about summaries: it is what was asked for.
    pub(crate) fn print(text: &str) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // Whoever reads it has seen enough of it.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            printed => printed,
        }
    }

    /// Prints what clap has to say: help and version to standard output, complaints to standard error.
    pub(crate) fn usage(text: &str, is_failure: bool) {
        if is_failure {
            to_stderr(text);
        } else {
            let _ = anstream::stdout().write_all(text.as_bytes());
        }
    }

    /// Says what failed, and gives the exit code.
    pub(crate) fn failure(self, failure: &Failure) -> process::ExitCode {
        let code = failure.exit_code();
        let error = secrets::hidden(&failure.to_string());
        let causes: Vec<_> = failure.causes().map(|cause| secrets::hidden(&cause.to_string())).collect();
        let text = if self.json {
            json!({"error": error, "caused_by": causes, "exit_code": code}).to_string() + "\n"
        } else {
            let mut text = format!("{ERROR}error:{ERROR:#} {error}\n");
            for cause in causes {
                let _ = writeln!(text, "{DIM}caused by:{DIM:#} {}", cause.replace('\n', "\n  "));
            }
            text
        };
        to_stderr(&text);
        process::ExitCode::from(code)
    }
}

/// Where nobody can be told, nobody is; the exit code still says it.
fn to_stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// A line that says what is being done. It disappears with this value.
#[derive(Debug)]
pub(crate) struct Progress {
    line: ProgressBar,
    warns: bool,
}

impl Progress {
    /// This has begun.
    pub(crate) fn phase(&self, name: &'static str) {
        self.show("{spinner} {msg}", name);
    }

    /// Reading of this table has begun.
    pub(crate) fn table(&self, name: &'static str) {
        self.show("{spinner} reading {msg}: {human_pos} rows", name);
    }

    /// One more row was read.
    pub(crate) fn row(&self) {
        self.line.inc(1);
    }

    /// Says something that is worth a look and no failure.
    pub(crate) fn warn(&self, text: &str) {
        if self.warns {
            self.line.suspend(|| to_stderr(&format!("{WARNING}warning:{WARNING:#} {}\n", secrets::hidden(text))));
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
