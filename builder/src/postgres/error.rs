//! Errors of reading a database.

use std::time::Duration;

use super::connect_problem::ConnectProblem;
use super::failed_attempt::{Cause, FailedAttempt, Outlook};
use super::query_problem::QueryProblem;
use super::target::Target;
use super::tls::TlsError;
use crate::failure::{ExitCode, Failure};

/// Error of reading a database.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("cannot connect to {target}: {problem}")]
    Connect { target: String, problem: ConnectProblem, source: Option<Cause> },
    #[error("cannot read {what}: {problem}")]
    Query { what: &'static str, problem: QueryProblem, source: Option<Cause> },
    #[error("cannot read {0}: the server answers without a row; see its log")]
    NoAnswer(&'static str),
    #[error("the run took longer than {} s: raise --timeout, or see what keeps the database busy", .0.as_secs_f64())]
    Overtime(Duration),
}

impl DatabaseError {
    /// Returns the failure of the statement that was to read `what`.
    pub(crate) fn query(what: &'static str, error: tokio_postgres::Error) -> Self {
        let problem = QueryProblem::of(&error);
        // The server's words, without the driver's around them.
        let source = if error.as_db_error().is_some() { error.into_source() } else { Some(error.into()) };
        Self::Query { what, problem, source }
    }

    /// Returns the failure of connecting to any server of `target`.
    pub(super) fn connect(target: &Target, mut failed: Vec<FailedAttempt>) -> Self {
        let lines = (failed.len() > 1).then(|| failed.iter().map(FailedAttempt::line).collect::<Vec<_>>().join("\n"));
        let is_decisive = |failed: &FailedAttempt| {
            failed.outlook == Outlook::Final || matches!(failed.problem, ConnectProblem::OtherSessionKind(_))
        };
        let at = failed.iter().rposition(is_decisive).unwrap_or(failed.len().saturating_sub(1));
        let (problem, cause) = match failed.drain(..).nth(at) {
            Some(failed) => (failed.problem, failed.cause),
            None => (ConnectProblem::Unreachable, None),
        };
        Self::Connect { target: target.to_string(), problem, source: lines.map(Cause::from).or(cause) }
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        let code = match error {
            // The connection was fine, a value was not.
            DatabaseError::Query { problem: QueryProblem::BadData, .. } => ExitCode::Data,
            _ => ExitCode::Database,
        };
        Self::new(code, error)
    }
}
