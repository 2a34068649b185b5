//! A reply of the worker, by its own code.

use serde_json::Value;

use crate::failure::{ExitCode, Failure};
use crate::records::edge_reply;
use crate::storage::snapshot_file::SnapshotFile;

/// The body of a reply, as text and parsed.
#[derive(Debug)]
pub(super) struct EdgeAnswer {
    pub(super) body: String,
    pub(super) reply: Value,
}

/// Error of a query that the worker refuses.
#[derive(Debug, thiserror::Error)]
#[error("the worker refuses the query '{query}' with status {status}: {body}")]
struct QueryError {
    query: String,
    status: u16,
    body: String,
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Self::new(ExitCode::Usage, error)
    }
}

impl EdgeAnswer {
    /// Answers a GET of `path` with `query` from the snapshot in `file`.
    pub(super) fn of(file: &SnapshotFile, path: &str, query: &str) -> Result<Self, Failure> {
        let query = query.trim_start_matches('?');
        let (status, body) = edge_reply::get(file.bytes(), path, query).map_err(|error| file.unsound(error))?;
        match serde_json::from_str(&body) {
            Ok(reply) if status == 200 => Ok(Self { body, reply }),
            _ => Err(QueryError { query: query.into(), status, body }.into()),
        }
    }
}
