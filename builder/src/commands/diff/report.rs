//! Result of a comparison of two snapshots.

use std::collections::BTreeMap;

use catalog_edge::shrinkage::{Counts, Shrunk};
use catalog_edge::snapshot::Snapshot;
use serde::{Serialize, Serializer};

use super::values::ValueChanges;
use crate::failure::{ExitCode, Failure};
use crate::records::compare::Changes;
use crate::records::losses::fallen;
use crate::records::newest::Moved;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::report::Report;

/// Changes from one snapshot to another.
#[derive(Debug, Serialize)]
pub(super) struct Diff {
    pub(super) old: Side,
    pub(super) new: Side,
    /// True if both are the same catalogue with the same documents.
    pub(super) same: bool,
    #[serde(skip)]
    pub(super) fails_if_different: bool,
    #[serde(serialize_with = "counts_as_object")]
    pub(super) counts: Vec<Count>,
    #[serde(serialize_with = "tables_as_object")]
    pub(super) tables: [Changes; 5],
    /// The newest image with another rank by time, among the images of both. A snapshot holds no times.
    pub(super) newest: Option<Moved>,
    /// Changes of values, for facets that have any.
    pub(super) values: BTreeMap<&'static str, ValueChanges>,
    /// Counts that fell by more than they may.
    pub(super) shrunk: Vec<Shrunk>,
}

/// One of the two snapshots.
#[derive(Debug, Serialize)]
pub(super) struct Side {
    pub(super) path: String,
    pub(super) digest: String,
    /// Time of the newest change of a record.
    pub(super) changed: Option<String>,
    /// Digest of its documents.
    pub(super) documents: Option<String>,
}

/// Number of specs, images and so on in each snapshot.
#[derive(Debug, Serialize)]
pub(crate) struct Count {
    #[serde(skip)]
    pub(super) what: &'static str,
    pub(super) old: u64,
    pub(super) new: u64,
}

/// Counts that fell by more than they may.
#[derive(Debug, thiserror::Error)]
#[error("the catalogue shrank: {}; check what was removed before you publish it", fallen(.0))]
struct ShrinkageError(Vec<Shrunk>);

impl From<ShrinkageError> for Failure {
    fn from(error: ShrinkageError) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

/// Error of snapshots that should be the same.
#[derive(Debug, thiserror::Error)]
#[error("the snapshots differ")]
struct DifferenceError;

impl From<DifferenceError> for Failure {
    fn from(error: DifferenceError) -> Self {
        Self::new(ExitCode::Differs, error)
    }
}

impl Report for Diff {
    fn verdict(&self) -> Result<(), Failure> {
        if !self.shrunk.is_empty() {
            return Err(ShrinkageError(self.shrunk.clone()).into());
        }
        if self.fails_if_different && !self.same { Err(DifferenceError.into()) } else { Ok(()) }
    }
}

impl Side {
    pub(super) fn of(file: &SnapshotFile, snapshot: &Snapshot<'_>) -> Self {
        Self {
            path: file.name(),
            digest: snapshot.digest.to_string(),
            changed: snapshot.catalog.changed().map(Into::into),
            documents: snapshot.catalog.document_set().map(|documents| documents.digest.to_string()),
        }
    }
}

pub(crate) fn counts(old: &Counts, new: &Counts) -> Vec<Count> {
    let both = old.named().into_iter().zip(new.named());
    both.map(|((what, old), (_, new))| Count { what, old, new }).collect()
}

pub(crate) fn counts_as_object<S: Serializer>(counts: &[Count], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|count| (count.what, count)))
}

fn tables_as_object<S: Serializer>(tables: &[Changes; 5], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(tables.iter().map(|changes| (changes.table, changes)))
}
