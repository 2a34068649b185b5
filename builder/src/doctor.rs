//! `catalog-builder doctor`: what in a database slows the catalogue down, and the SQL to mend it. It reads, in one
//! read-only transaction; whoever agrees with it runs what it writes.

mod finding;
mod indexes;
mod line_count;
mod load;
mod migration;
mod server;
mod text;

use serde::Serialize;
use tokio_postgres::Row;

use crate::args::{DoctorOptions, MigrationFormat};
use crate::database::{DatabaseError, Limits, Server};
use crate::documents::Wanted;
use crate::dsn::Target;
use crate::failure::Failure;
use crate::reading::Reading;
use crate::requirements;
use crate::session;
use crate::terminal::{Report, Terminal};
use finding::{Finding, Severity};
pub(crate) use server::Pool;

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnosis {
    /// The database.
    database: String,
    findings: Vec<Finding>,
    /// How its tables were read.
    scans: Vec<load::Scans>,
    connections: server::Connections,
}

/// Looks at the database, and says what it found or how to mend it.
pub(crate) fn doctor(options: &DoctorOptions, terminal: Terminal) -> Result<(), Failure> {
    let target = Target::parse(&options.database.database_url)?;
    let progress = terminal.progress();
    let limits = Limits::of(&options.database);
    let (diagnosis, parent) = session::run(&target, &limits, &progress, async |reading, server| {
        progress.phase("looking at the database");
        examine(reading, &server, &target, options).await
    })?;
    drop(progress);
    match options.emit {
        None => terminal.show(&diagnosis),
        Some(format) => {
            let migration = migration::Migration::of(&diagnosis.findings, parent);
            let text = match format {
                MigrationFormat::Sql => migration.sql(),
                MigrationFormat::Alembic => migration.alembic(),
            };
            Terminal::print(&text).map_err(Failure::Print)
        }
    }
}

async fn examine(
    reading: &Reading<'_>,
    server: &Server,
    target: &Target,
    options: &DoctorOptions,
) -> Result<(Diagnosis, Option<String>), Failure> {
    // A database without the catalogue is not healthy, it is another one.
    requirements::check(reading, server, Wanted::Nothing).await?;
    let mut findings = indexes::findings(reading).await?;
    findings.extend(line_count::finding(reading).await?);
    findings.extend(load::wide_columns(reading).await?);
    let settings = server::Settings::read(reading).await?;
    findings.extend(settings.findings());
    let connections = settings.connections(options.pool());
    findings.extend(connections.finding());
    findings.sort_by_key(|finding| finding.severity);
    let diagnosis =
        Diagnosis { database: server.origin(target), findings, scans: load::scans(reading).await?, connections };
    Ok((diagnosis, migration::parent(reading).await?))
}

const WHAT: &str = "the database's own tables";

/// All rows of a statement about the database itself.
async fn rows(reading: &Reading<'_>, sql: &str) -> Result<Vec<Row>, Failure> {
    reading.rows(WHAT, sql, &[]).await
}

/// The row of a statement about the database itself that always has one.
async fn one(reading: &Reading<'_>, sql: &str) -> Result<Row, Failure> {
    reading.one(WHAT, sql, &[]).await
}

fn failed(error: tokio_postgres::Error) -> Failure {
    DatabaseError::query(WHAT, error).into()
}

impl Report for Diagnosis {
    fn verdict(&self) -> Result<(), Failure> {
        let is_warning = |finding: &&Finding| finding.severity == Severity::Warning;
        match self.findings.iter().filter(is_warning).count() {
            0 => Ok(()),
            count => Err(Failure::Ailing(count)),
        }
    }
}
