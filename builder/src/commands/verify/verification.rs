//! Result of a verification.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::failure::{ExitCode, Failure};
use crate::terminal::format::{grouped, list};
use crate::terminal::report::Report;

/// Number of differences in a report. All are counted.
pub(super) const LISTED: usize = 1000;

/// All checks, and the differences that they found.
#[derive(Debug, Serialize)]
pub(super) struct Verification {
    pub(super) path: String,
    pub(super) digest: String,
    /// Database that the snapshot was compared with.
    pub(super) database: Option<String>,
    pub(super) checks: Vec<Check>,
    pub(super) difference_count: usize,
    /// The first [`LISTED`] differences.
    pub(super) differences: Vec<Difference>,
}

/// A check.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    pub(super) name: String,
    /// Number of rows, values or bytes that were compared.
    pub(super) compared: usize,
    pub(super) unit: &'static str,
    pub(super) differences: usize,
    #[serde(skip)]
    remedy: Remedy,
}

/// Remedy for the differences of a check. The message names them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(super) enum Remedy {
    #[error("export again with the catalog-builder of this release")]
    Export,
    #[error("correct these preview URLs in the database, then export again")]
    CorrectUrls,
    #[error("copy all its documents again, or export again")]
    CopyDocuments,
    #[error("export again, and check if the database changed since the last export")]
    ExportChanges,
}

/// A difference between the snapshot and what is expected.
#[derive(Debug, Serialize)]
pub(super) struct Difference {
    /// Part of the snapshot, or table of the database.
    pub(super) part: String,
    /// Key of the row, or name of the value.
    pub(super) key: String,
    pub(super) column: Option<String>,
    /// Value in the snapshot; null if there is none.
    pub(super) snapshot: Value,
    /// Expected value; null if none is expected.
    pub(super) expected: Value,
}

impl Verification {
    /// Begins the verification of the snapshot at `path`.
    pub(super) fn new(path: String, digest: String) -> Self {
        Self { path, digest, database: None, checks: Vec::new(), difference_count: 0, differences: Vec::new() }
    }

    /// Adds a check and its differences.
    pub(super) fn add(
        &mut self,
        name: impl Into<String>,
        (compared, unit): (usize, &'static str),
        remedy: Remedy,
        differences: impl IntoIterator<Item = Difference>,
    ) {
        let before = self.difference_count;
        for difference in differences {
            self.difference_count += 1;
            if self.differences.len() < LISTED {
                self.differences.push(difference);
            }
        }
        self.checks.push(Check {
            name: name.into(),
            compared,
            unit,
            differences: self.difference_count - before,
            remedy,
        });
    }
}

impl Difference {
    /// Returns a difference of `part` that is about no single column.
    pub(super) fn new(part: &str, key: &str, snapshot: impl Into<Value>, expected: impl Into<Value>) -> Self {
        let (snapshot, expected) = (snapshot.into(), expected.into());
        Self { part: part.into(), key: key.into(), column: None, snapshot, expected }
    }

    /// Returns a difference of `part` if the two values are not equal.
    pub(super) fn between<T: Into<Value> + PartialEq>(part: &str, key: &str, snapshot: T, expected: T) -> Option<Self> {
        (snapshot != expected).then(|| Self::new(part, key, snapshot, expected))
    }
}

/// Error of a snapshot with differences.
#[derive(Debug, thiserror::Error)]
#[error("differences between the snapshot and what it should be: {}; {}", grouped(*count as u64), list(remedies))]
struct VerificationError {
    count: usize,
    remedies: BTreeSet<Remedy>,
}

impl From<VerificationError> for Failure {
    fn from(error: VerificationError) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

impl Report for Verification {
    fn verdict(&self) -> Result<(), Failure> {
        match self.difference_count {
            0 => Ok(()),
            count => {
                let differing = self.checks.iter().filter(|check| check.differences > 0);
                let remedies = differing.map(|check| check.remedy).collect();
                Err(VerificationError { count, remedies }.into())
            }
        }
    }
}
