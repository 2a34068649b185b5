//! `catalog-builder diff`: changes from one snapshot to another.

mod gate;
pub(crate) mod report;
pub(crate) mod text;
mod values;

use std::path::PathBuf;

use catalog_edge::shrinkage::Counts;
use catalog_edge::snapshot::Snapshot;
use clap::Args;

use crate::commands::examples::examples;
use crate::commands::path_argument::path_argument;
use crate::failure::Failure;
use crate::records::compare::compare;
use crate::records::newest::first_moved;
use crate::records::normalized::Normalized;
use crate::storage::snapshot_file::{FileError, SnapshotFile};
use crate::terminal::Terminal;
use gate::Gate;
use report::{Diff, Side, counts};
use values::value_changes;

/// Options of `diff`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Show what changed", "catalog-builder diff old.snap new.snap"),
    ("Fail if a tenth of anything is gone", "catalog-builder diff old.snap new.snap --fail-on shrink=10%"),
    ("Ask in a script if anything changed", "catalog-builder diff old.snap new.snap --exit-code --quiet"),
]))]
pub(crate) struct DiffArgs {
    /// The old snapshot
    #[arg(value_name = "OLD", value_parser = path_argument())]
    pub(crate) old: PathBuf,
    /// The new snapshot
    #[arg(value_name = "NEW", value_parser = path_argument())]
    pub(crate) new: PathBuf,
    /// Exit with code 6 if any count falls by more than this share, 0% to 100%
    #[arg(long, value_name = "shrink=SHARE", allow_hyphen_values = true)]
    pub(crate) fail_on: Option<Gate>,
    /// Exit with code 11 if the snapshots differ, by catalogue or documents
    #[arg(long)]
    pub(crate) exit_code: bool,
}

/// Compares the two files.
pub(crate) fn run(args: &DiffArgs, terminal: Terminal) -> Result<(), Failure> {
    terminal.show(&diff(args)?)
}

fn diff(args: &DiffArgs) -> Result<Diff, Failure> {
    let (old, new) = (SnapshotFile::read(&args.old)?, SnapshotFile::read(&args.new)?);
    let (old_snapshot, new_snapshot) = (old.open()?, new.open()?);
    let (old_rows, new_rows) = (rows(&old, &old_snapshot)?, rows(&new, &new_snapshot)?);
    let (old_counts, new_counts) = (Counts::of(&old_snapshot.catalog), Counts::of(&new_snapshot.catalog));
    let shrunk = args.fail_on.map(|Gate::Shrink(allowed)| new_counts.shrunk_from(&old_counts, allowed));
    Ok(Diff {
        fails_if_different: args.exit_code,
        same: old_snapshot.digest == new_snapshot.digest,
        old: Side::of(&old, &old_snapshot),
        new: Side::of(&new, &new_snapshot),
        shrunk: shrunk.unwrap_or_default(),
        counts: counts(&old_counts, &new_counts),
        tables: compare(&old_rows, &new_rows),
        newest: first_moved(&old_rows.records, &new_rows.records),
        values: value_changes(&old_rows.records, &new_rows.records),
    })
}

fn rows(file: &SnapshotFile, snapshot: &Snapshot<'_>) -> Result<Normalized, FileError> {
    Normalized::of_snapshot(&snapshot.catalog).map_err(|error| file.unsound(error))
}

#[cfg(test)]
mod tests;
