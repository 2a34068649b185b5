//! A reply of the worker, by its own code.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::parameters::Parameters;
use crate::failure::{ExitCode, Failure};
use crate::records::edge_reply;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use crate::terminal::report::Report;

/// The body of a reply.
#[derive(Debug)]
pub(super) struct EdgeAnswer {
    body: String,
    reply: Value,
    /// True if the query says how long the list of the reply may be.
    has_limit: bool,
    text: Text,
}

/// A route of the worker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route<'r> {
    /// The path that is asked for.
    pub(super) path: &'r str,
    /// The same path in the description of the API.
    pub(super) described: &'static str,
    pub(super) text: Text,
}

/// Writes a parsed reply for people. Its list is cut to a page, unless the query has a limit.
type Text = fn(&Value, bool, &mut fmt::Formatter<'_>) -> fmt::Result;

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
    /// Answers a GET of `route` with `query`, the part of a URL after the question mark, from the snapshot in `file`.
    /// Warns of parameters that the worker ignores.
    pub(super) fn of(file: &SnapshotFile, route: Route<'_>, query: &str, terminal: Terminal) -> Result<Self, Failure> {
        let query = query.trim_start_matches('?');
        let (status, body) = edge_reply::get(file.bytes(), route.path, query).map_err(|error| file.unsound(error))?;
        let parameters = Parameters::of(query);
        parameters.warnings(route.described).iter().for_each(|warning| terminal.warn(warning));
        match serde_json::from_str(&body) {
            Ok(reply) if status == 200 => {
                Ok(Self { body, reply, has_limit: parameters.has("limit"), text: route.text })
            }
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
        (self.text)(&self.reply, self.has_limit, f)
    }
}
