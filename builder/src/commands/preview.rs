//! `catalog-builder preview`: a version at an address of its own, compared with what is live.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::versions::named;
use crate::commands::deploy::plan::Address;
use crate::commands::deploy::situation::{live, live_snapshot};
use crate::commands::deploy::{ReleaseArgs, prepare, try_preview, uploaded};
use crate::commands::diff::report::{Count, counts, counts_as_object};
use crate::commands::diff::text::count_table;
use crate::commands::examples::examples;
use crate::commands::target::{Target, TargetArgs};
use crate::failure::{ExitCode, Failure};
use crate::records::compare::{Changes, compare};
use crate::records::normalized::Normalized;
use crate::service::health::{Health, HealthError};
use crate::storage::snapshot_file::{FileError, SnapshotFile};
use crate::terminal::Terminal;
use crate::terminal::format::{grouped, line};
use crate::terminal::report::Report;

/// Options of `preview`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    (
        "Upload the snapshot, and compare it with what is live",
        "catalog-builder preview --url https://plots.example.workers.dev",
    ),
    (
        "Show a version that was uploaded before",
        "catalog-builder preview 0f3c91aa --url https://plots.example.workers.dev",
    ),
]))]
pub(crate) struct PreviewArgs {
    /// Id of an uploaded version, or the first 8 characters of it. Without it, the snapshot is uploaded as one
    version: Option<String>,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    release: ReleaseArgs,
}

/// A version that answers, beside what is live.
#[derive(Debug, Serialize)]
struct Preview {
    version: String,
    preview: String,
    snapshot: String,
    /// Digest of the live snapshot.
    live: Option<String>,
    #[serde(serialize_with = "counts_as_object")]
    counts: Vec<Count>,
    /// Rows that differ, if both snapshots are at hand.
    tables: Option<Vec<TableChanges>>,
}

/// Number of rows that differ.
#[derive(Debug, Serialize)]
pub(super) struct TableChanges {
    table: &'static str,
    added: usize,
    removed: usize,
    changed: usize,
}

#[derive(Debug, thiserror::Error)]
enum PreviewError {
    #[error("the worker has no previews: set preview_urls = true in wrangler.toml, and deploy it once")]
    Off,
    #[error("the preview does not say what it serves")]
    Health(#[from] HealthError),
}

impl From<PreviewError> for Failure {
    fn from(error: PreviewError) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

impl Report for Preview {}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "version", &self.version)?;
        line(f, "preview", &self.preview)?;
        line(f, "snapshot", &self.snapshot)?;
        line(f, "live", self.live.as_deref().unwrap_or("unknown"))?;
        if !self.counts.is_empty() {
            count_table(f, &self.counts)?;
        }
        for table in self.tables.iter().flatten() {
            writeln!(f, "{table}")?;
        }
        Ok(())
    }
}

/// `impls: 3 added, 0 removed, 1 changed`
impl fmt::Display for TableChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, added, removed, changed } = *self;
        let [added, removed, changed] = [added, removed, changed].map(|count| grouped(count as u64));
        write!(f, "{}: {added} added, {removed} removed, {changed} changed", table.replace('_', " "))
    }
}

impl TableChanges {
    pub(super) fn of(changes: &[Changes]) -> Vec<Self> {
        let of = |Changes { table, added, removed, changed, .. }: &Changes| Self {
            table,
            added: added.len(),
            removed: removed.len(),
            changed: changed.len(),
        };
        changes.iter().map(of).collect()
    }

    pub(super) fn is_any(&self) -> bool {
        self.added + self.removed + self.changed > 0
    }
}

/// Uploads or finds the version, tries it, and compares it.
pub(crate) fn run(args: &PreviewArgs, terminal: Terminal) -> Result<(), Failure> {
    let target = Target::open(&args.target, terminal)?;
    let worker = target.worker();
    let (version, said) = match &args.version {
        Some(id) => {
            let version = named(worker, id)?;
            let said = version.identity();
            (version.id, said)
        }
        None => {
            let (_, identity) = prepare(&target, &args.release)?;
            (uploaded(&target, &identity, false)?.version, Some(identity))
        }
    };
    let url = worker.preview_url(&version)?.ok_or(PreviewError::Off)?;
    if let Some(said) = &said {
        try_preview(&target, &version, &url, &said.snapshot)?;
    }
    let health = Health::ask(&target.client, &url, &[]).map_err(PreviewError::Health)?;
    let situation = live(&target)?;
    let live_counts = match &situation.address {
        Address::Proven(live) => Some(live.counts),
        _ => situation.said.as_ref().map(|said| said.counts),
    };
    let live = live_snapshot(&situation);
    terminal.show(&Preview {
        tables: tables(&target, live.as_deref(), (&health.snapshot, &args.release.snapshot)),
        counts: live_counts.map(|live| counts(&live, &health.counts)).unwrap_or_default(),
        version,
        preview: url,
        snapshot: health.snapshot,
        live,
    })
}

/// Compares row by row, if both snapshots are at hand and can be read.
fn tables(target: &Target, live: Option<&str>, (new, file): (&str, &PathBuf)) -> Option<Vec<TableChanges>> {
    let kept = target.deployed_snapshots();
    let old = SnapshotFile::read(&kept.find(live?)?).ok()?;
    let exported = SnapshotFile::read(file).ok();
    let exported = exported.filter(|file| file.open().is_ok_and(|snapshot| snapshot.digest.to_string() == new));
    let new = exported.or_else(|| SnapshotFile::read(&kept.find(new)?).ok())?;
    let rows = |file: &SnapshotFile| -> Result<Normalized, FileError> {
        Normalized::of_snapshot(&file.open()?.catalog).map_err(|error| file.unsound(error))
    };
    Some(TableChanges::of(&compare(&rows(&old).ok()?, &rows(&new).ok()?)))
}
