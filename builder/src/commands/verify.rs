//! `catalog-builder verify`: whether a snapshot is right.
//!
//! To open it checks its structure. A second reader, which shares no code with the engine, must find the same records in
//! it. Everything that follows from them is recomputed the plain way and compared with what is stored and with what is
//! answered; with a database, the records themselves are compared with its rows.

mod aggregates;
mod database;
mod documents;
mod reader;
mod records;
mod text;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::args::DatabaseOptions;
use crate::catalogue;
use crate::commands::path_argument::path_argument;
use crate::database::Limits;
use crate::documents::Wanted;
use crate::dsn::Target;
use crate::failure::{ExitCode, Failure};
use crate::records::normalized::Normalized;
use crate::requirements;
use crate::session;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use crate::terminal::format::list;
use crate::terminal::report::Report;

/// How many differences a report lists; all are counted.
const LISTED: usize = 1000;

/// What `verify` is told.
#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    /// The snapshot; its documents, if it has any, lie beside it
    #[arg(value_name = "FILE", value_parser = path_argument())]
    pub(crate) file: PathBuf,
    /// Read the database as an export does, and compare it row by row
    #[arg(long)]
    pub(crate) against_database: bool,
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
}

/// What was checked, and what differs.
#[derive(Debug, Serialize)]
pub(crate) struct Verification {
    path: String,
    digest: String,
    /// The database it was compared with.
    database: Option<String>,
    checks: Vec<Check>,
    difference_count: usize,
    /// The first of them.
    differences: Vec<Difference>,
}

/// One thing that was checked.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    /// How many rows, values or bytes were looked at.
    compared: usize,
    unit: &'static str,
    differences: usize,
    #[serde(skip)]
    remedy: Remedy,
}

/// What to do about the differences of a check, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
enum Remedy {
    #[error("export it anew with the catalog-builder of this release")]
    Export,
    #[error("correct these preview URLs in the database, then export it anew")]
    CorrectUrls,
    #[error("copy its documents beside it again, all of them, or export it anew")]
    CopyDocuments,
    #[error("export it anew, and see whether the database changed since it was made")]
    ExportChanges,
}

/// Something that is not what it should be.
#[derive(Debug, Serialize)]
struct Difference {
    /// Part of the snapshot, or table of the database.
    part: String,
    /// Key of the row, name of the value.
    key: String,
    column: Option<String>,
    /// What the snapshot says; null where it says nothing.
    snapshot: Value,
    /// What it should say; null where it should say nothing.
    expected: Value,
}

/// Checks the file, and says all that is wrong with it.
pub(crate) fn run(args: &VerifyArgs, terminal: Terminal) -> Result<(), Failure> {
    let progress = terminal.progress();
    // The wrong URL is found before the work is done.
    let target = args.against_database.then(|| Target::parse(&args.database.database_url)).transpose()?;
    progress.phase("opening the snapshot");
    let file = SnapshotFile::read(&args.file)?;
    let snapshot = file.open()?;
    let mut normalized = Normalized::of_snapshot(&snapshot.catalog).map_err(|error| file.unsound(error))?;
    let mut verification = Verification {
        path: file.name(),
        digest: snapshot.digest.to_string(),
        database: None,
        checks: Vec::new(),
        difference_count: 0,
        differences: Vec::new(),
    };
    progress.phase("recomputing what it holds");
    records::check(&file, &snapshot, &normalized, &mut verification);
    aggregates::check(&file, &snapshot, &mut normalized, &mut verification)?;
    if let Some(target) = target {
        let wanted = match snapshot.catalog.documents() {
            None => Wanted::Nothing,
            Some(documents) if documents.has_code => Wanted::All,
            Some(_) => Wanted::Details,
        };
        let limits = Limits::of(&args.database);
        let (rows, comparison, server) = session::run(&target, &limits, &progress, async |reading, server| {
            let line_counts = requirements::check(reading, &server, wanted).await?;
            let mut rows = catalogue::read(reading, line_counts, wanted.code(), &progress).await?;
            let comparison = match file.documents_folder(&snapshot) {
                Ok(folder) => {
                    let (catalog, rows) = (&snapshot.catalog, (&mut rows, wanted));
                    documents::compare(reading, catalog, folder, rows, &progress).await?
                }
                // Told already, with the reason.
                Err(_) => None,
            };
            Ok((rows, comparison, server))
        })?;
        progress.phase("comparing with the database");
        verification.database = Some(server.origin(&target));
        database::check(&snapshot.catalog, &normalized, rows, &mut verification);
        if let Some(comparison) = comparison {
            comparison.report(&mut verification);
        }
    }
    drop(progress);
    terminal.show(&verification)
}

impl Verification {
    /// Takes note of a check and of what it found.
    fn add(
        &mut self,
        name: &'static str,
        (compared, unit): (usize, &'static str),
        remedy: Remedy,
        differences: impl IntoIterator<Item = Difference>,
    ) {
        let before = self.difference_count;
        for difference in differences {
            self.difference_count += 1;
            if self.differences.len() < LISTED {
                self.differences.push(difference);
            }
        }
        self.checks.push(Check { name, compared, unit, differences: self.difference_count - before, remedy });
    }
}

impl Difference {
    /// One of `part`, where it is about a key alone.
    fn new(part: &str, key: &str, snapshot: impl Into<Value>, expected: impl Into<Value>) -> Self {
        let (snapshot, expected) = (snapshot.into(), expected.into());
        Self { part: part.into(), key: key.into(), column: None, snapshot, expected }
    }

    /// One of `part` if the two are not the same.
    fn between<T: Into<Value> + PartialEq>(part: &str, key: &str, snapshot: T, expected: T) -> Option<Self> {
        (snapshot != expected).then(|| Self::new(part, key, snapshot, expected))
    }
}

/// A snapshot that is not right.
#[derive(Debug, thiserror::Error)]
#[error("differences between the snapshot and what it should be: {count}; {}", list(remedies))]
struct Differs {
    count: usize,
    remedies: BTreeSet<Remedy>,
}

impl From<Differs> for Failure {
    fn from(error: Differs) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

impl Report for Verification {
    fn verdict(&self) -> Result<(), Failure> {
        match self.difference_count {
            0 => Ok(()),
            count => {
                let differing = self.checks.iter().filter(|check| check.differences > 0);
                let remedies = differing.map(|check| check.remedy).collect();
                Err(Differs { count, remedies }.into())
            }
        }
    }
}
