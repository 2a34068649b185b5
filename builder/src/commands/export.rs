//! `catalog-builder export`: exports the catalogue of a database into a snapshot.

use std::time::Instant;

use catalog_edge::documents::DocumentSet;
use catalog_edge::model::Impl;
use clap::Args;

use super::output::args::OutputArgs;
use super::output::budgets::BudgetArgs;
use super::output::summary::Summary;
use super::output::{self, Collected, Intake, Run};
use crate::commands::examples::examples;
use crate::documents::budget;
use crate::documents::render::Renderer;
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;
use crate::postgres::options::DatabaseOptions;
use crate::postgres::session::{self, Server};
use crate::postgres::target::Target;
use crate::postgres::transaction::{Cost, Transaction};
use crate::source::details;
use crate::source::records;
use crate::source::schema::{self, LineCounts};
use crate::storage::destination::Destination;
use crate::storage::staging::Staging;
use crate::terminal::Terminal;
use crate::terminal::progress::Progress;

/// Options of `export`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Export the database of DATABASE_URL", "catalog-builder export --out snapshots/catalog.snap"),
    (
        "Export no code, and at most 1 MB",
        "catalog-builder export --out snapshots/catalog.snap --no-code --max-bytes '1 MB'",
    ),
    ("Print the summary for a script", "catalog-builder export --out snapshots/catalog.snap --json"),
]))]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Fail (exit code 4) instead of warning if a request cannot name a value, or if a preview is no URL
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
    #[command(flatten)]
    pub(crate) budgets: BudgetArgs,
}

/// Exports the catalogue of a database.
pub(crate) fn run(args: &ExportArgs, terminal: Terminal) -> Result<(), Failure> {
    output::published(|| export_database(args, terminal), terminal)
}

fn export_database(args: &ExportArgs, terminal: Terminal) -> Result<Summary, Failure> {
    let started = Instant::now();
    let target = Target::of(&args.database)?;
    // A wrong path is found before anything is read.
    let destination = Destination::at(&args.output.out)?;
    let limits = args.database.limits;
    let progress = terminal.progress();
    let read = session::run(&target, &limits, &progress, async |transaction, server| {
        let (scope, limit) = (args.output.documents.scope(), args.budgets.max_documents);
        read(transaction, server, (&destination, scope, limit), &progress).await
    })?;
    let run = Run {
        started,
        read_in: started.elapsed(),
        limit: Some(limits.timeout),
        budgets: args.budgets,
        is_strict: args.strict,
    };
    let mut report = output::finish(read.collected, read.documents, &destination, &run, &progress)?;
    report.read = read.server.origin();
    report.database = Some(read.cost);
    report.line_counts = Some(match read.line_counts {
        LineCounts::Stored => "stored in impls.line_count",
        LineCounts::Computed => "counted in impls.code",
        LineCounts::StoredOrComputed => "stored in impls.line_count, or counted in impls.code if that is NULL",
    });
    Ok(report)
}

/// Everything that was read from the database.
struct Read {
    collected: Collected,
    documents: Option<(Staging, DocumentSet)>,
    line_counts: LineCounts,
    server: Server,
    cost: Cost,
}

async fn read(
    transaction: &Transaction<'_>,
    server: Server,
    (destination, scope, limit): (&Destination, DocumentScope, usize),
    progress: &Progress,
) -> Result<Read, Failure> {
    let line_counts = schema::check(transaction, &server, scope).await?;
    let mut intake = Intake::default();
    let take = |record: Impl| intake.add(&record);
    let records = records::read_into(transaction, line_counts, scope.code(), progress, take).await?;
    let collected = intake.finish(records)?;
    let mut rendered = None;
    if let Some(plan) = budget::plan(&collected.catalog, scope, limit)? {
        let mut renderer = Renderer::new(plan, Staging::beside(destination)?);
        details::read(transaction, scope, &mut renderer, progress).await?;
        rendered = Some(renderer.finish()?);
    }
    Ok(Read { collected, documents: rendered, line_counts, server, cost: transaction.cost() })
}
