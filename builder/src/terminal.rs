//! The terminal, the only room that prints. Reports go to standard output, progress and errors to standard error.

pub(crate) mod excerpt;
pub(crate) mod format;
pub(crate) mod progress;
pub(crate) mod report;
mod stderr;
pub(crate) mod style;

use std::fmt::{self, Write as _};
use std::io::{self, ErrorKind, Write as _};
use std::process;

use console::Term;
use serde_json::json;

use crate::failure::{ExitCode, Failure};
use crate::secrets;
use progress::Progress;
use report::Report;
use style::{DIM, ERROR, Styled};

/// Error of a result that cannot be printed.
#[derive(Debug, thiserror::Error)]
#[error("the result cannot be printed")]
pub(crate) struct PrintError(#[source] pub(crate) io::Error);

impl From<PrintError> for Failure {
    fn from(error: PrintError) -> Self {
        Self::new(ExitCode::Other, error)
    }
}

/// Output of a run, by the options of its user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    json: bool,
    quiet: bool,
}

impl Terminal {
    pub(crate) fn new(json: bool, quiet: bool) -> Self {
        Self { json, quiet }
    }

    /// Returns a progress line, visible on a terminal only.
    pub(crate) fn progress(self) -> Progress {
        Progress::new(!self.quiet && !self.json)
    }

    /// Prints a report. On a terminal, its tables and lists are cut to the width. `--quiet` suppresses the text, but not
    /// the JSON of `--json`.
    pub(crate) fn report(self, report: &impl Report) -> io::Result<()> {
        match (self.json, self.quiet) {
            (true, _) => Self::print(&(report.json()? + "\n")),
            (false, false) => Self::print(&text(report)),
            (false, true) => Ok(()),
        }
    }

    /// Prints a report, and returns its verdict.
    pub(crate) fn show(self, report: &impl Report) -> Result<(), Failure> {
        self.report(report).map_err(PrintError)?;
        report.verdict()
    }

    /// Prints `text` without regard to `--quiet`, because it is the purpose of the command.
    pub(crate) fn print(text: &str) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // The reader, for example `head`, has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            printed => printed,
        }
    }

    /// Prints a warning to standard error.
    pub(crate) fn warn(self, text: &str) {
        if !self.quiet && !self.json {
            stderr::warn(text);
        }
    }

    /// Prints a step of a long run to standard error, for the log of a pipeline.
    pub(crate) fn note(self, text: impl fmt::Display) {
        if !self.quiet && !self.json {
            stderr::write(&secrets::hidden(&format!("{text}\n")));
        }
    }

    /// Prints the reply of clap: help and version to standard output, errors to standard error.
    pub(crate) fn usage(text: &str, is_failure: bool) {
        if is_failure {
            stderr::write(text);
        } else {
            let _ = anstream::stdout().write_all(text.as_bytes());
        }
    }

    /// Prints a failure, and returns the exit code.
    pub(crate) fn failure(self, failure: &Failure) -> process::ExitCode {
        let code = failure.exit_code();
        let error = secrets::hidden(&failure.to_string());
        let causes: Vec<_> = failure.causes().map(|cause| secrets::hidden(&cause.to_string())).collect();
        let text = if self.json {
            json!({"error": error, "caused_by": causes, "exit_code": code}).to_string() + "\n"
        } else {
            let mut text = format!("{} {error}\n", Styled(ERROR, "error:"));
            for cause in causes {
                let _ = writeln!(text, "{} {}", Styled(DIM, "caused by:"), cause.replace('\n', "\n  "));
            }
            text
        };
        stderr::write(&text);
        process::ExitCode::from(code)
    }
}

/// Returns the text of a report. Its precision is the width of the terminal, if standard output is one.
fn text(report: &impl Report) -> String {
    match Term::stdout().size_checked() {
        Some((_, width)) => format!("{report:.width$}", width = usize::from(width)),
        None => report.to_string(),
    }
}
