//! Common part of the commands that write a snapshot: checks, publishing, summary.

pub(super) mod args;
pub(super) mod budgets;
pub(super) mod summary;

use std::io;
use std::time::{Duration, Instant};

use catalog_edge::catalog::{CatalogBuilder, CompactImpls};
use catalog_edge::documents::DocumentSet;
use catalog_edge::model::{Impl, Records, Refusal};
use catalog_edge::snapshot;

use crate::failure::{ExitCode, Failure};
use crate::interrupt;
use crate::postgres::error::DatabaseError;
use crate::records::doubts::Doubts;
use crate::records::figures::Figures;
use crate::records::gzip::gzip_size;
use crate::records::preview_urls::UnusableUrls;
use crate::storage::destination::Destination;
use crate::storage::error::PublishError;
use crate::storage::staging::Staging;
use crate::terminal::Terminal;
use crate::terminal::format::seconds;
use crate::terminal::progress::Progress;
use budgets::BudgetArgs;
use summary::{Summary, Times, Written, WrittenDocuments};

/// A run: its times so far, and its limits.
pub(super) struct Run {
    pub(super) started: Instant,
    pub(super) read_in: Duration,
    pub(super) limit: Option<Duration>,
    pub(super) budgets: BudgetArgs,
    /// True if the run fails because of what is a warning otherwise.
    pub(super) is_strict: bool,
}

/// Implementations to export, taken one by one, because a million records need gigabytes.
#[derive(Debug, Default)]
pub(super) struct Intake {
    impls: CompactImpls,
    unusable_urls: UnusableUrls,
}

impl Intake {
    /// Takes `record`.
    pub(super) fn add(&mut self, record: &Impl) {
        self.unusable_urls.check(record);
        self.impls.add(record);
    }

    /// Returns the catalogue of these implementations and of the other `records`.
    pub(super) fn finish(self, records: Records<()>) -> Result<Collected, Refusal> {
        let Self { impls, unusable_urls } = self;
        Ok(Collected { catalog: CatalogBuilder::new(records.map_impls(|()| impls))?, unusable_urls })
    }
}

/// A catalogue to export.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) catalog: CatalogBuilder,
    unusable_urls: UnusableUrls,
}

/// Longest wait for another run that writes the same file, if the run itself has no limit.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Builds the snapshot, opens it as the worker does, checks it and publishes it.
pub(super) fn finish(
    Collected { catalog, unusable_urls }: Collected,
    documents: Option<(Staging, DocumentSet)>,
    destination: &Destination,
    run: &Run,
    progress: &Progress,
) -> Result<Summary, Failure> {
    progress.phase("building the snapshot");
    let building = Instant::now();
    let (staging, documents) = documents.unzip();
    let bytes = snapshot::write(catalog, documents)?;
    let opened = snapshot::open(&bytes).map_err(PublishError::Unsound)?;
    let figures = Figures::of(&opened.catalog);
    if figures.images == 0 {
        progress.warn("the catalogue has no image: no filter finds anything in this snapshot");
    }
    let doubts = Doubts::of(&opened.catalog, unusable_urls).map_err(|error| PublishError::Unsound(error.into()))?;
    let warnings = doubts.texts();
    if run.is_strict && !warnings.is_empty() {
        return Err(doubts.into());
    }
    warnings.iter().for_each(|text| progress.warn(text));
    budgets::check(run.budgets, bytes.len(), &opened.catalog)?;
    let built_in = building.elapsed();

    if let Some(limit) = run.limit.filter(|limit| run.started.elapsed() > *limit) {
        return Err(DatabaseError::Overtime(limit).into());
    }
    progress.phase("waiting for another run that writes there");
    let deadline = run.limit.map_or_else(|| Instant::now() + LONGEST_WAIT, |limit| run.started + limit);
    let turn = destination.turn(deadline)?;
    // From here on, signals no longer stop the run.
    interrupt::check()?;
    progress.phase("writing the snapshot");
    let publishing = Instant::now();
    let documents = staging.as_ref().map(|staging| WrittenDocuments { files: staging.files(), bytes: staging.bytes() });
    destination.publish_all(&bytes, &opened, staging, &turn)?;
    let published_in = publishing.elapsed();
    Ok(Summary {
        read: opened.catalog.source().to_owned(),
        line_counts: None,
        database: None,
        figures,
        doubts,
        snapshot: Written {
            path: destination.path().display().to_string(),
            digest: opened.digest.to_string(),
            bytes: bytes.len(),
            gzip_bytes: gzip_size(&bytes),
        },
        documents,
        seconds: Times {
            read: seconds(run.read_in),
            build: seconds(built_in),
            publish: seconds(published_in),
            total: seconds(run.started.elapsed()),
        },
    })
}

/// Runs `export`, which publishes a snapshot, and prints the summary. A signal in between does not suppress the
/// summary.
pub(super) fn published(export: impl FnOnce() -> Result<Summary, Failure>, terminal: Terminal) -> Result<(), Failure> {
    interrupt::deferred(|| Ok(terminal.report(&export()?).map_err(SummaryError)?))
}

/// Error of a run that succeeded, but whose summary cannot be printed.
#[derive(Debug, thiserror::Error)]
#[error("the snapshot is published, but the summary cannot be printed")]
struct SummaryError(#[source] io::Error);

impl From<SummaryError> for Failure {
    fn from(error: SummaryError) -> Self {
        Self::new(ExitCode::Other, error)
    }
}
