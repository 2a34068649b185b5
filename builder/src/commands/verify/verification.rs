//! Result of a verification: all checks, and the differences that they found.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::failure::{ExitCode, Failure};
use crate::terminal::format::list;
use crate::terminal::report::Report;

/// How many differences a report lists; all are counted.
pub(super) const LISTED: usize = 1000;

/// What was checked, and what differs.
#[derive(Debug, Serialize)]
pub(super) struct Verification {
    pub(super) path: String,
    pub(super) digest: String,
    /// The database it was compared with.
    pub(super) database: Option<String>,
    pub(super) checks: Vec<Check>,
    pub(super) difference_count: usize,
    /// The first of them.
    pub(super) differences: Vec<Difference>,
}

/// One thing that was checked.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    pub(super) name: String,
    /// How many rows, values or bytes were looked at.
    pub(super) compared: usize,
    pub(super) unit: &'static str,
    pub(super) differences: usize,
    #[serde(skip)]
    remedy: Remedy,
}

/// What to do about the differences of a check, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(super) enum Remedy {
    #[error("export it anew with the catalog-builder of this release")]
    Export,
    #[error("correct these preview URLs in the database, then export it anew")]
    CorrectUrls,
    #[error("copy its documents beside it again, all of them, or export it anew")]
    CopyDocuments,
    #[error("export it anew, and see whether the database changed since it was made")]
    ExportChanges,
}

/// Something that is not what it should be.
#[derive(Debug, Serialize)]
pub(super) struct Difference {
    /// Part of the snapshot, or table of the database.
    pub(super) part: String,
    /// Key of the row, name of the value.
    pub(super) key: String,
    pub(super) column: Option<String>,
    /// What the snapshot says; null where it says nothing.
    pub(super) snapshot: Value,
    /// What it should say; null where it should say nothing.
    pub(super) expected: Value,
}

impl Verification {
    /// A verification of the snapshot at `path`, without any check yet.
    pub(super) fn new(path: String, digest: String) -> Self {
        Self { path, digest, database: None, checks: Vec::new(), difference_count: 0, differences: Vec::new() }
    }

    /// Takes note of a check and of what it found.
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
    /// One of `part`, where it is about a key alone.
    pub(super) fn new(part: &str, key: &str, snapshot: impl Into<Value>, expected: impl Into<Value>) -> Self {
        let (snapshot, expected) = (snapshot.into(), expected.into());
        Self { part: part.into(), key: key.into(), column: None, snapshot, expected }
    }

    /// One of `part` if the two are not the same.
    pub(super) fn between<T: Into<Value> + PartialEq>(part: &str, key: &str, snapshot: T, expected: T) -> Option<Self> {
        (snapshot != expected).then(|| Self::new(part, key, snapshot, expected))
    }
}

/// A snapshot that is not right.
#[derive(Debug, thiserror::Error)]
#[error("differences between the snapshot and what it should be: {count}; {}", list(remedies))]
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
