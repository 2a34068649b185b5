//! Failure of a run: an error for people, and an exit code for machines.
//!
//! Each error type names its exit code in an `impl From<...> for Failure`, so this file knows none of them.

use std::error::Error;
use std::fmt;

/// Exit code of a run that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitCode {
    /// Anything that has no code of its own.
    Other,
    /// The command line is wrong.
    Usage,
    /// The database cannot be reached or read.
    Database,
    /// The data cannot be exported.
    Data,
    /// A budget is exceeded.
    Budget,
    /// A check found a problem.
    Finding,
    /// A file cannot be written.
    Output,
    /// Cloudflare or the live service cannot be asked, or not in time. Nothing was changed.
    Cloudflare,
    /// A service is live that fails its smoke test, or nobody knows what is live.
    Live,
    /// A file to read does not exist.
    Missing,
    /// Two snapshots differ, and the command line asks for an exit code that says so.
    Differs,
    /// A signal stopped the run.
    Signal(u8),
}

/// Exit codes and their meanings, for help and man pages.
pub(crate) const EXIT_CODES: [(&str, &str); 13] = [
    ("0", "success"),
    ("1", "any other error"),
    ("2", "wrong usage"),
    ("3", "the database cannot be reached or read"),
    ("4", "the data cannot be exported"),
    ("5", "a budget is exceeded"),
    ("6", "a check found a problem"),
    ("7", "a file cannot be written"),
    ("8", "Cloudflare or the live service does not answer"),
    ("9", "what is live fails its smoke test, or is not known"),
    ("10", "a file to read does not exist"),
    ("11", "two snapshots differ (diff --exit-code)"),
    ("128 + n", "stopped by signal n"),
];

impl ExitCode {
    /// Returns the exit code as a number.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Other => 1,
            Self::Usage => 2,
            Self::Database => 3,
            Self::Data => 4,
            Self::Budget => 5,
            Self::Finding => 6,
            Self::Output => 7,
            Self::Cloudflare => 8,
            Self::Live => 9,
            Self::Missing => 10,
            Self::Differs => 11,
            Self::Signal(signal) => 128_u8.saturating_add(signal),
        }
    }
}

/// Reason that a run failed. Unless the error says otherwise, the published snapshot is the old one.
#[derive(Debug)]
pub(crate) struct Failure {
    code: ExitCode,
    error: Box<dyn Error + Send + Sync>,
}

impl Failure {
    /// Makes a failure of `error`, which ends the process with `code`.
    pub(crate) fn new(code: ExitCode, error: impl Error + Send + Sync + 'static) -> Self {
        Self { code, error: Box::new(error) }
    }

    /// Returns the exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        self.code.number()
    }

    /// Causes of the error, the nearest first.
    pub(crate) fn causes(&self) -> impl Iterator<Item = &(dyn Error + 'static)> {
        causes(&*self.error)
    }
}

/// Returns the text of `error` and of its causes, the nearest first, on one line.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    causes(error).fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

fn causes(error: &dyn Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source())
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_code_has_a_meaning() {
        let codes = [
            ExitCode::Other,
            ExitCode::Usage,
            ExitCode::Database,
            ExitCode::Data,
            ExitCode::Budget,
            ExitCode::Finding,
            ExitCode::Output,
            ExitCode::Cloudflare,
            ExitCode::Live,
            ExitCode::Missing,
            ExitCode::Differs,
        ];
        let listed = EXIT_CODES.iter().filter_map(|(code, _)| code.parse::<u8>().ok()).skip(1);
        assert!(codes.map(ExitCode::number).into_iter().eq(listed));
    }
}
