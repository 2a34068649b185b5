//! A reply of the worker, by its own code.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::failure::{ExitCode, Failure};
use crate::records::edge_reply;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::report::Report;

/// The body of a reply.
#[derive(Debug)]
pub(super) struct EdgeAnswer {
    body: String,
    reply: Value,
    text: Text,
}

/// Writes a parsed reply for people.
type Text = fn(&Value, &mut fmt::Formatter<'_>) -> fmt::Result;

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
    /// Answers a GET of `path` with `query`, the part of a URL after the question mark, from the snapshot in `file`. `text`
    /// writes it for people.
    pub(super) fn of(file: &SnapshotFile, path: &str, query: &str, text: Text) -> Result<Self, Failure> {
        let query = query.trim_start_matches('?');
        let (status, body) = edge_reply::get(file.bytes(), path, query).map_err(|error| file.unsound(error))?;
        match serde_json::from_str(&body) {
            Ok(reply) if status == 200 => Ok(Self { body, reply, text }),
            _ => Err(QueryError { query: query.into(), status, body }.into()),
        }
    }
}

impl Report for EdgeAnswer {
    /// Returns the body of the reply, unchanged.
    fn json(&self) -> serde_json::Result<String> {
        Ok(self.body.clone())
    }
}

impl Serialize for EdgeAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.reply.serialize(serializer)
    }
}

impl fmt::Display for EdgeAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.text)(&self.reply, f)
    }
}
