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

use std::path::PathBuf;

use catalog_edge::snapshot::Snapshot;
use clap::Args;

use crate::commands::path_argument::path_argument;
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;
use crate::postgres::options::DatabaseOptions;
use crate::postgres::session;
use crate::postgres::target::Target;
use crate::records::normalized::Normalized;
use crate::source::records;
use crate::source::schema;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use crate::terminal::report::Report;
use verification::Verification;

/// Options of `verify`.
#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    /// The snapshot. Its documents, if it has any, lie beside it
    #[arg(value_name = "FILE", value_parser = path_argument())]
    pub(crate) file: PathBuf,
    /// Also read the database as an export does, and compare it row by row
    #[arg(long)]
    pub(crate) against_database: bool,
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
    let (mut verification, normalized) = alone(&file, &snapshot)?;
    if let Some(target) = target {
        let scope = DocumentScope::of(&snapshot.catalog);
        let limits = args.database.limits;
        let (rows, comparison, server) = session::run(&target, &limits, &progress, async |transaction, server| {
            let line_counts = schema::check(transaction, &server, scope).await?;
            let rows = records::read(transaction, line_counts, scope.code(), &progress).await?;
            let comparison = match file.documents_folder(&snapshot) {
                Ok(folder) => {
                    let (catalog, rows) = (&snapshot.catalog, (&rows, scope));
                    documents::compare(transaction, catalog, folder, rows, &progress).await?
                }
                // Reported already, with the reason.
                Err(_) => None,
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
    let (verification, _) = alone(file, &file.open()?)?;
    if verification.difference_count > 0 {
        terminal.note(&verification);
    }
    verification.verdict()
}

/// Checks the file without a database.
fn alone(file: &SnapshotFile, snapshot: &Snapshot<'_>) -> Result<(Verification, Normalized), Failure> {
    let mut normalized = Normalized::of_snapshot(&snapshot.catalog).map_err(|error| file.unsound(error))?;
    let mut verification = Verification::new(file.name(), snapshot.digest.to_string());
    second_reader::check(file, snapshot, &normalized, &mut verification);
    aggregates::check(file, snapshot, &mut normalized, &mut verification)?;
    Ok((verification, normalized))
}
