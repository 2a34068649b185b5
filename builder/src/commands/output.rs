//! What the commands that write a snapshot share.

pub(super) mod args;
mod budgets;
pub(super) mod summary;

use std::io;
use std::time::{Duration, Instant};

use catalog_edge::catalog::CatalogBuilder;
use catalog_edge::documents::DocumentSet;
use catalog_edge::model::Records;
use catalog_edge::snapshot;

use crate::database::DatabaseError;
use crate::failure::{ExitCode, Failure};
use crate::interrupt;
use crate::records::doubts::Doubts;
use crate::records::figures::Figures;
use crate::records::gzip::gzip_size;
use crate::storage::destination::Destination;
use crate::storage::error::PublishError;
use crate::storage::staging::Staging;
use crate::terminal::Terminal;
use crate::terminal::format::seconds;
use crate::terminal::progress::Progress;
use budgets::BudgetArgs;
use summary::{Exported, Times, Written, WrittenDocuments};

/// How far a run has come, how long it may take, and what may come of it.
pub(super) struct Run {
    pub(super) started: Instant,
    pub(super) read_in: Duration,
    pub(super) limit: Option<Duration>,
    pub(super) budgets: BudgetArgs,
    /// Refuses what is else worth a warning.
    pub(super) is_strict: bool,
}

/// For another run that writes the same file, if there is no limit on the whole run.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Builds the snapshot, opens it as its readers will, and puts it in place.
pub(super) fn finish(
    catalog: &CatalogBuilder<Records>,
    documents: Option<(Staging, DocumentSet)>,
    destination: &Destination,
    run: &Run,
    progress: &Progress,
) -> Result<Exported, Failure> {
    progress.phase("building the snapshot");
    let building = Instant::now();
    let (staging, documents) = documents.unzip();
    let bytes = snapshot::write(catalog, documents)?;
    let opened = snapshot::open(&bytes).map_err(PublishError::Unsound)?;
    let figures = Figures::of(&opened.catalog);
    if figures.images == 0 {
        progress.warn("the catalogue has no image: every filter of this snapshot finds nothing");
    }
    let doubts = Doubts::of(catalog.records(), &opened.catalog).map_err(|error| PublishError::Unsound(error.into()))?;
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
    // The last moment to stop: what follows is completed.
    interrupt::check()?;
    progress.phase("writing the snapshot");
    let publishing = Instant::now();
    let documents = staging.as_ref().map(|staging| WrittenDocuments { files: staging.files(), bytes: staging.bytes() });
    destination.publish_all(&bytes, &opened, staging, &turn)?;
    let published_in = publishing.elapsed();
    Ok(Exported {
        read: catalog.records().source.clone(),
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

/// Publishes a snapshot and prints the summary. A signal never hides that the snapshot is in place.
pub(super) fn published(export: impl FnOnce() -> Result<Exported, Failure>, terminal: Terminal) -> Result<(), Failure> {
    interrupt::deferred(|| Ok(terminal.report(&export()?).map_err(SummaryError)?))
}

/// A summary that cannot be shown, of a run that succeeded.
#[derive(Debug, thiserror::Error)]
#[error("the snapshot is published, but the summary cannot be printed")]
struct SummaryError(#[source] io::Error);

impl From<SummaryError> for Failure {
    fn from(error: SummaryError) -> Self {
        Self::new(ExitCode::Other, error)
    }
}
