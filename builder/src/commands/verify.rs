//! `catalog-builder verify`: checks a snapshot.
//!
//! Opening the file checks its structure. A second reader, which shares no code with the engine, must find the same
//! records. Every stored figure and every reply is recomputed from the records with a simple second implementation.
//! With `--against-database`, the records are also compared with the rows of the database.

mod aggregates;
mod canonical_form;
mod database;
mod documents;
mod posting_lists;
mod reader;
mod second_reader;
mod text;
mod verification;
mod words;

use std::path::{Path, PathBuf};

use catalog_edge::snapshot::{LocationError, Snapshot};
use clap::Args;

use crate::commands::examples::examples;
use crate::commands::path_argument::path_argument;
use crate::documents::scope::DocumentScope;
use crate::failure::{ExitCode, Failure};
use crate::postgres::options::DatabaseOptions;
use crate::postgres::session;
use crate::postgres::target::Target;
use crate::records::normalized::Normalized;
use crate::source::records;
use crate::source::schema;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use crate::terminal::format::grouped;
use crate::terminal::report::Report;
use verification::Verification;

/// Options of `verify`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Check a snapshot and its documents", "catalog-builder verify snapshots/catalog.snap"),
    (
        "Compare it with the database of DATABASE_URL, too",
        "catalog-builder verify snapshots/catalog.snap --against-database",
    ),
    ("Check a file that was copied without its documents", "catalog-builder verify copy.snap --no-documents"),
]))]
pub(crate) struct VerifyArgs {
    /// The snapshot. Its documents, if it has any, lie beside it
    #[arg(value_name = "FILE", value_parser = path_argument())]
    pub(crate) file: PathBuf,
    /// Also read the database as an export does, and compare it row by row
    #[arg(long)]
    pub(crate) against_database: bool,
    /// Check the snapshot alone, for example if its documents lie elsewhere
    #[arg(long)]
    pub(crate) no_documents: bool,
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
}

/// Checks the file, and reports all differences.
pub(crate) fn run(args: &VerifyArgs, terminal: Terminal) -> Result<(), Failure> {
    let progress = terminal.progress();
    // A wrong URL is found before the work is done.
    let target = args.against_database.then(|| Target::of(&args.database)).transpose()?;
    progress.phase("opening the snapshot");
    let file = SnapshotFile::read(&args.file)?;
    let snapshot = file.open()?;
    progress.phase("recomputing what it holds");
    let documents = if args.no_documents { None } else { documents(&file, &snapshot)? };
    let (mut verification, normalized) = alone(&file, &snapshot, documents.as_deref())?;
    if let Some(target) = target {
        let scope = DocumentScope::of(&snapshot.catalog);
        let limits = args.database.limits;
        let (rows, comparison, server) = session::run(&target, &limits, &progress, async |transaction, server| {
            let line_counts = schema::check(transaction, &server, scope).await?;
            let rows = records::read(transaction, line_counts, scope.code(), &progress).await?;
            let comparison = match documents {
                Some(folder) => {
                    let (catalog, rows) = (&snapshot.catalog, (&rows, scope));
                    documents::compare(transaction, catalog, folder, rows, &progress).await?
                }
                None => None,
            };
            Ok((rows, comparison, server))
        })?;
        progress.phase("comparing with the database");
        verification.database = Some(server.origin());
        database::check(&snapshot.catalog, &normalized, rows, &mut verification);
        if let Some(comparison) = comparison {
            comparison.report(&mut verification);
        }
    }
    drop(progress);
    terminal.show(&verification)
}

/// Fails if the file is not sound, after it has reported all differences.
pub(crate) fn require_sound(file: &SnapshotFile, terminal: Terminal) -> Result<(), Failure> {
    let snapshot = file.open()?;
    let (verification, _) = alone(file, &snapshot, documents(file, &snapshot)?.as_deref())?;
    if verification.difference_count > 0 {
        terminal.note(&verification);
    }
    verification.verdict()
}

/// Error of a snapshot without its documents.
#[derive(Debug, thiserror::Error)]
enum NoDocumentsError {
    #[error(
        "'{file}' lacks its {} documents, because the folder '{}' does not exist: copy it there, or export again \
         (verify --no-documents checks the snapshot alone)",
        grouped(*count as u64), folder.display()
    )]
    Folder { file: String, count: usize, folder: PathBuf },
    #[error(transparent)]
    Location(#[from] LocationError),
}

impl From<NoDocumentsError> for Failure {
    fn from(error: NoDocumentsError) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

/// Returns the folder of the documents; `None` if the snapshot has none.
fn documents(file: &SnapshotFile, snapshot: &Snapshot<'_>) -> Result<Option<PathBuf>, Failure> {
    if snapshot.catalog.document_set().is_none() {
        return Ok(None);
    }
    let folder = file.documents_folder(snapshot).map_err(NoDocumentsError::from)?;
    if folder.is_dir() {
        return Ok(Some(folder));
    }
    let count = snapshot.catalog.all_documents().len();
    Err(NoDocumentsError::Folder { file: file.name(), count, folder }.into())
}

/// Checks the file without a database, and its documents if their folder is given.
fn alone(
    file: &SnapshotFile,
    snapshot: &Snapshot<'_>,
    documents: Option<&Path>,
) -> Result<(Verification, Normalized), Failure> {
    let mut normalized = Normalized::of_snapshot(&snapshot.catalog).map_err(|error| file.unsound(error))?;
    let mut verification = Verification::new(file.name(), snapshot.digest.to_string());
    second_reader::check(file, snapshot, &normalized, &mut verification);
    aggregates::check(file, snapshot, documents, &mut normalized, &mut verification)?;
    Ok((verification, normalized))
}
