//! `catalog-builder doctor`: finds what slows the database down, and writes the SQL that fixes it.
//!
//! It only reads, in one read-only transaction. Its user decides whether to run the SQL.

mod args;
mod connections;
mod diagnosis;
mod finding;
mod indexes;
mod line_count;
mod migration;
mod queries;
mod scans;
mod settings;
mod tables;
mod text;
mod timeouts;
mod wide_columns;

use crate::documents::scope::DocumentScope;
use crate::failure::Failure;
use crate::postgres::session::{self, Server};
use crate::postgres::target::Target;
use crate::postgres::transaction::Transaction;
use crate::source::schema;
use crate::terminal::{PrintError, Terminal};
pub(crate) use args::DoctorArgs;
use args::MigrationFormat;
use connections::Connections;
use diagnosis::Diagnosis;
use migration::{Migration, Revision};
use settings::Settings;

/// Examines the database, and prints the findings or the migration.
pub(crate) fn run(args: &DoctorArgs, terminal: Terminal) -> Result<(), Failure> {
    let target = Target::of(&args.database)?;
    let progress = terminal.progress();
    let limits = args.database.limits;
    let (diagnosis, revision) = session::run(&target, &limits, &progress, async |transaction, server| {
        progress.phase("looking at the database");
        examine(transaction, &server, args).await
    })?;
    drop(progress);
    match args.emit {
        None => terminal.show(&diagnosis),
        Some(format) => {
            let migration = Migration::of(&diagnosis.findings);
            let text = match format {
                MigrationFormat::Sql => migration.sql(),
                MigrationFormat::Alembic => migration.alembic(&revision),
            };
            Ok(Terminal::print(&text).map_err(PrintError)?)
        }
    }
}

async fn examine(
    transaction: &Transaction<'_>,
    server: &Server,
    args: &DoctorArgs,
) -> Result<(Diagnosis, Revision), Failure> {
    // A database without the catalogue has no findings, but it is the wrong one.
    schema::check(transaction, server, DocumentScope::Nothing).await?;
    let mut findings = indexes::findings(transaction).await?;
    findings.extend(line_count::finding(transaction).await?);
    findings.extend(wide_columns::findings(transaction).await?);
    let settings = Settings::read(transaction).await?;
    findings.extend(timeouts::findings(&settings));
    let connections = Connections::of(&settings, args.pool());
    findings.extend(connections.finding());
    findings.sort_by_key(|finding| finding.severity);
    let diagnosis =
        Diagnosis { database: server.origin(), findings, scans: scans::scans(transaction).await?, connections };
    Ok((diagnosis, Revision::read(transaction).await?))
}
