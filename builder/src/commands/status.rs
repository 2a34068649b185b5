//! `catalog-builder status`: compares the database, the snapshot and what is live. It changes nothing.

mod report;
mod text;

use std::time::SystemTime;

use catalog_edge::shrinkage::{Counts, Percentage};
use clap::Args;

use super::preview::TableChanges;
use crate::commands::deploy::ReleaseArgs;
use crate::commands::deploy::plan::{Options, Plan, plan};
use crate::commands::deploy::situation::{live, situation};
use crate::commands::examples::examples;
use crate::commands::target::{Target, TargetArgs};
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;
use crate::postgres::options::DatabaseOptions;
use crate::postgres::session;
use crate::postgres::target::Target as DatabaseTarget;
use crate::records::compare::compare;
use crate::records::normalized::Normalized;
use crate::release::bundle::planned_worker;
use crate::release::identity::Identity;
use crate::source::{records, schema};
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use report::{Database, File, Live, Made, Status, Would};

/// Options of `status`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Compare the snapshot with what is live", "catalog-builder status --url https://plots.example.workers.dev"),
    ("Compare the database, too", "catalog-builder status --url https://plots.example.workers.dev --against-database"),
]))]
pub(crate) struct StatusArgs {
    /// Share by which counts and rows may fall, 0% to 100%
    #[arg(long, value_name = "SHARE", default_value = "10%", allow_hyphen_values = true)]
    max_shrink: Percentage,
    /// Also read the database, and compare the snapshot with it row by row
    #[arg(long)]
    against_database: bool,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    release: ReleaseArgs,
    #[command(flatten)]
    database: DatabaseOptions,
}

/// Compares.
pub(crate) fn run(args: &StatusArgs, terminal: Terminal) -> Result<(), Failure> {
    let target = Target::open(&args.target, terminal)?;
    let file = args.release.snapshot.exists().then(|| SnapshotFile::read(&args.release.snapshot)).transpose()?;
    let Some(file) = file else {
        let situation = live(&target)?;
        return terminal.show(&Status::new(target.configuration.name(), Live::of(&situation), Made::all(&situation)));
    };
    let snapshot = file.open()?;
    let identity = Identity {
        snapshot: snapshot.digest.to_string(),
        worker: planned_worker(&target.configuration, args.release.worker.as_deref())?,
        settings: target.configuration.settings().to_string(),
        counts: Counts::of(&snapshot.catalog),
    };
    let situation = situation(&target, &file)?;
    let options = Options {
        is_first: situation.deployments.is_empty(),
        over_split: false,
        over_broken: false,
        retries_failed: false,
        percent: None,
        max_shrink: args.max_shrink,
    };
    let would = match plan(&situation, &identity, &options) {
        Ok(Plan::Create) => Would::Create,
        Ok(Plan::Replace) => Would::Replace,
        Ok(Plan::Check) => Would::ChangeNothing,
        Err(refusal) => Would::Refuse(refusal.to_string()),
    };
    let mut status = Status::new(target.configuration.name(), Live::of(&situation), Made::all(&situation));
    let modified = std::fs::metadata(file.path()).and_then(|file| file.modified()).ok();
    let age = modified.and_then(|time| SystemTime::now().duration_since(time).ok()).map(|age| age.as_secs());
    let changed = snapshot.catalog.changed().map(str::to_owned);
    if args.against_database {
        status.database = Some(database(args, &file, terminal)?);
    }
    status.file = Some(File { path: file.name(), changed, age_seconds: age, identity });
    status.would = Some(would);
    terminal.show(&status)
}

/// Reads the database as an export does, and compares the file with it.
fn database(args: &StatusArgs, file: &SnapshotFile, terminal: Terminal) -> Result<Database, Failure> {
    let (target, limits) = (DatabaseTarget::of(&args.database)?, args.database.limits);
    let progress = terminal.progress();
    let snapshot = file.open()?;
    let scope = DocumentScope::of(&snapshot.catalog);
    let (rows, name) = session::run(&target, &limits, &progress, async |transaction, server| {
        let line_counts = schema::check(transaction, &server, scope).await?;
        let rows = records::read(transaction, line_counts, scope.code(), &progress).await?;
        Ok((rows, server.origin()))
    })?;
    let changed = rows.changed.clone();
    let old = Normalized::of_snapshot(&snapshot.catalog).map_err(|error| file.unsound(error))?;
    let tables = TableChanges::of(&compare(&old, &Normalized::of_database(rows)));
    Ok(Database { name, changed, tables })
}
