//! The terminal: the only part that prints. The summary goes to standard output, progress and errors to standard error.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::args::Usage;
use crate::failure::Failure;
use crate::report::Report;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const DIM: Style = Style::new().dimmed();

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
        if self.quiet || self.json {
            return Progress(ProgressBar::hidden());
        }
        // Hides itself where standard error is no terminal.
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {human_pos} rows") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress(bar)
    }

    /// Prints the summary. `--json` is an explicit wish, which `--quiet` does not take back.
    pub(crate) fn report(self, report: &Report) -> io::Result<()> {
        let text = match (self.json, self.quiet) {
            (true, _) => serde_json::to_string(report)? + "\n",
            (false, false) => report.to_string(),
            (false, true) => return Ok(()),
        };
        let mut out = anstream::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // Whoever read the summary has seen enough of it.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            printed => printed,
        }
    }

    /// Says something that is worth a look and no failure.
    pub(crate) fn warn(self, text: &str) {
        if !self.quiet && !self.json {
            to_stderr(&format!("{WARNING}warning:{WARNING:#} {text}\n"));
        }
    }

    /// Says why there is no snapshot, and gives the exit code.
    pub(crate) fn failure(self, failure: &Failure) -> ExitCode {
        let code = failure.exit_code();
        let causes: Vec<_> = causes(failure).collect();
        let text = if self.json {
            json!({"error": failure.to_string(), "caused_by": causes, "exit_code": code}).to_string() + "\n"
        } else {
            let mut text = format!("{ERROR}error:{ERROR:#} {failure}\n");
            for cause in causes {
                let _ = writeln!(text, "{DIM}caused by:{DIM:#} {}", cause.replace('\n', "\n  "));
            }
            text
        };
        to_stderr(&text);
        ExitCode::from(code)
    }
}

/// Prints what clap has to say: help and version to standard output, complaints to standard error.
pub(crate) fn usage(usage: &Usage) -> ExitCode {
    if usage.is_failure {
        to_stderr(&usage.text);
        return ExitCode::from(2);
    }
    let _ = anstream::stdout().write_all(usage.text.as_bytes());
    ExitCode::SUCCESS
}

/// Where nobody can be told, nobody is; the exit code still says it.
fn to_stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

fn causes(failure: &Failure) -> impl Iterator<Item = String> {
    std::iter::successors(failure.source(), |cause: &&dyn Error| (*cause).source()).map(ToString::to_string)
}

/// A line that says what is being read. It disappears with this value.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Reading of this table has begun.
    pub(crate) fn step(&self, name: &'static str) {
        self.0.set_message(name);
        self.0.set_position(0);
    }

    /// One more row was read.
    pub(crate) fn row(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
