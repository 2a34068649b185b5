//! An attempt to connect that failed, and what it means for the attempts after it.

use std::error::Error;
use std::iter::successors;
use std::path::Path;

use super::connect_problem::ConnectProblem;
use super::diagnosis;
use super::hosts::Host;
use super::target::Target;
use super::tls::TlsPolicy;

/// Cause of an error, of any type.
pub(super) type Cause = Box<dyn Error + Send + Sync>;

/// An attempt that failed.
#[derive(Debug)]
pub(super) struct FailedAttempt {
    pub(super) host: String,
    pub(super) problem: ConnectProblem,
    pub(super) cause: Option<Cause>,
    pub(super) outlook: Outlook,
}

/// Attempts that may succeed after one that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    /// The same, in a moment.
    Passing,
    /// One with another server.
    Elsewhere,
    /// None.
    Final,
}

impl FailedAttempt {
    /// Returns an attempt that failed without an error of the driver.
    pub(super) fn new(host: &Host, problem: ConnectProblem, outlook: Outlook) -> Self {
        Self { host: host.to_string(), problem, cause: None, outlook }
    }

    /// Adds the cause.
    pub(super) fn by(self, cause: impl Into<Cause>) -> Self {
        Self { cause: Some(cause.into()), ..self }
    }

    /// Returns an attempt that failed with `error`, by `tls` and perhaps with the password of `passfile`.
    pub(super) fn of(
        target: &Target,
        host: &Host,
        tls: &TlsPolicy,
        passfile: Option<&Path>,
        error: tokio_postgres::Error,
    ) -> Self {
        let problem = match (diagnosis::problem(&error, tls, host.is_socket()), passfile) {
            (ConnectProblem::WrongPassword, Some(file)) => ConnectProblem::WrongPasswordInFile(file.into()),
            (problem, _) => problem,
        };
        let outlook = match &problem {
            problem if diagnosis::is_passing(&error, problem) => Outlook::Passing,
            ConnectProblem::Unreachable | ConnectProblem::Silent | ConnectProblem::SocketDenied => Outlook::Elsewhere,
            ConnectProblem::Closed => Outlook::Elsewhere,
            _ => Outlook::Final,
        };
        Self { host: host.to_string(), problem, cause: cause_before_login(error, target), outlook }
    }

    /// The attempt in one line.
    pub(super) fn line(&self) -> String {
        let Self { host, problem, cause, .. } = self;
        let cause = cause.as_deref().map(|cause| {
            let first: &(dyn Error + 'static) = cause;
            let causes = successors(Some(first), |cause| (*cause).source());
            causes.last().map(ToString::to_string).unwrap_or_default()
        });
        format!("{host}: {}", cause.unwrap_or_else(|| problem.to_string()))
    }
}

/// The server's words. Before it let the user in, they may name a user that is a password in the wrong place.
fn cause_before_login(error: tokio_postgres::Error, target: &Target) -> Option<Cause> {
    match error.code() {
        Some(code) if !target.has_plain_user() => {
            let code = code.code();
            Some(format!("SQLSTATE {code}; the server's words are not shown, because the user is no plain name").into())
        }
        Some(_) => error.into_source(),
        None => Some(error.into()),
    }
}
