//! `catalog-builder diff`: what one snapshot has that another has not.

mod gate;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use catalog_edge::model::{Facet, Records};
use catalog_edge::shrinkage::{Counts, Shrunk};
use catalog_edge::snapshot::Snapshot;
use clap::Args;
use serde::{Serialize, Serializer};

use crate::commands::path_argument::path_argument;
use crate::failure::{ExitCode, Failure};
use crate::records::compare::{Changes, compare};
use crate::records::facet_counts::{self, FacetCounts};
use crate::records::normalized::Normalized;
use crate::storage::snapshot_file::{FileError, SnapshotFile};
use crate::terminal::Terminal;
use crate::terminal::format::list;
use crate::terminal::report::Report;
use gate::Gate;

/// What `diff` is told.
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// The snapshot from before
    #[arg(value_name = "OLD", value_parser = path_argument())]
    pub(crate) old: PathBuf,
    /// The snapshot of now
    #[arg(value_name = "NEW", value_parser = path_argument())]
    pub(crate) new: PathBuf,
    /// Exit with code 6 if any count falls by more than this share
    #[arg(long, value_name = "shrink=N%")]
    pub(crate) fail_on: Option<Gate>,
}

/// What became of a snapshot.
#[derive(Debug, Serialize)]
pub(crate) struct Diff {
    old: Side,
    new: Side,
    /// Whether the two are the same catalogue with the same documents.
    same: bool,
    #[serde(serialize_with = "counts_as_object")]
    counts: Vec<Count>,
    #[serde(serialize_with = "tables_as_object")]
    tables: [Changes; 5],
    /// Only facets of which something changed.
    values: BTreeMap<&'static str, ValueChanges>,
    /// Counts that fell by more than they may.
    shrunk: Vec<Shrunk>,
}

/// One of the two snapshots.
#[derive(Debug, Serialize)]
struct Side {
    path: String,
    digest: String,
    /// When the newest record changed.
    changed: Option<String>,
    /// Digest of its documents.
    documents: Option<String>,
}

/// How many there are of something in each.
#[derive(Debug, Serialize)]
struct Count {
    #[serde(skip)]
    what: &'static str,
    old: u64,
    new: u64,
}

/// What became of the values of a facet.
#[derive(Debug, Serialize)]
struct ValueChanges {
    added: Vec<String>,
    removed: Vec<String>,
    /// Values that more or fewer images carry.
    changed: Vec<ValueChange>,
}

#[derive(Debug, Serialize)]
struct ValueChange {
    value: String,
    old: u64,
    new: u64,
}

/// Compares the two files.
pub(crate) fn run(args: &DiffArgs, terminal: Terminal) -> Result<(), Failure> {
    let (old, new) = (SnapshotFile::read(&args.old)?, SnapshotFile::read(&args.new)?);
    let (old_snapshot, new_snapshot) = (old.open()?, new.open()?);
    let (old_rows, new_rows) = (rows(&old, &old_snapshot)?, rows(&new, &new_snapshot)?);
    let (old_counts, new_counts) = (Counts::of(&old_snapshot.catalog), Counts::of(&new_snapshot.catalog));
    let shrunk = args.fail_on.map(|Gate::Shrink(allowed)| new_counts.shrunk_from(&old_counts, allowed));
    terminal.show(&Diff {
        same: old_snapshot.digest == new_snapshot.digest,
        old: Side::of(&old, &old_snapshot),
        new: Side::of(&new, &new_snapshot),
        shrunk: shrunk.unwrap_or_default(),
        counts: counts(&old_counts, &new_counts),
        tables: compare(&old_rows, &new_rows),
        values: value_changes(&old_rows.records, &new_rows.records),
    })
}

/// Counts that fell by more than they may.
#[derive(Debug, thiserror::Error)]
#[error("the catalogue shrank: {}: see what was removed before this is published", list(.0))]
struct ShrunkTooFar(Vec<Shrunk>);

impl From<ShrunkTooFar> for Failure {
    fn from(error: ShrunkTooFar) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

fn rows(file: &SnapshotFile, snapshot: &Snapshot<'_>) -> Result<Normalized, FileError> {
    Normalized::of_snapshot(&snapshot.catalog).map_err(|error| file.unsound(error))
}

impl Report for Diff {
    fn verdict(&self) -> Result<(), Failure> {
        if self.shrunk.is_empty() { Ok(()) } else { Err(ShrunkTooFar(self.shrunk.clone()).into()) }
    }
}

impl Side {
    fn of(file: &SnapshotFile, snapshot: &Snapshot<'_>) -> Self {
        Self {
            path: file.name(),
            digest: snapshot.digest.to_string(),
            changed: snapshot.catalog.changed().map(Into::into),
            documents: snapshot.catalog.documents().map(|documents| documents.digest.to_string()),
        }
    }
}

fn counts(old: &Counts, new: &Counts) -> Vec<Count> {
    let both = old.named().into_iter().zip(new.named());
    both.map(|((what, old), (_, new))| Count { what, old, new }).collect()
}

fn value_changes(old: &Records, new: &Records) -> BTreeMap<&'static str, ValueChanges> {
    let (old, new) = (facet_counts::count(old), facet_counts::count(new));
    let of_facet = |facet: Facet| {
        let changes = ValueChanges::of(facet, &old, &new);
        let is_any = !(changes.added.is_empty() && changes.removed.is_empty() && changes.changed.is_empty());
        is_any.then(|| (facet.name(), changes))
    };
    Facet::ALL.into_iter().filter_map(of_facet).collect()
}

impl ValueChanges {
    fn of(facet: Facet, old: &FacetCounts, new: &FacetCounts) -> Self {
        let none = BTreeMap::new();
        let (old, new) = (old.get(&facet).unwrap_or(&none), new.get(&facet).unwrap_or(&none));
        let mut changes = Self { added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        for value in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            match (old.get(value), new.get(value)) {
                (None, _) => changes.added.push(value.clone()),
                (_, None) => changes.removed.push(value.clone()),
                (Some(old), Some(new)) if old != new => {
                    changes.changed.push(ValueChange { value: value.clone(), old: *old, new: *new });
                }
                _ => {}
            }
        }
        changes
    }
}

fn counts_as_object<S: Serializer>(counts: &[Count], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|count| (count.what, count)))
}

fn tables_as_object<S: Serializer>(tables: &[Changes; 5], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(tables.iter().map(|changes| (changes.table, changes)))
}
