//! The two commands that make a snapshot: from the database, and from nothing.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;

use crate::args::DatabaseOptions;
use crate::catalogue;
use crate::commands::budgets::{self, BudgetArgs};
use crate::commands::path_argument::path_argument;
use crate::commands::summary::{Exported, Times, Written, WrittenDocuments};
use crate::database::{DatabaseError, Limits, Server};
use crate::documents::{self, Draft, Renderer, Wanted};
use crate::dsn::Target;
use crate::failure::{ExitCode, Failure};
use crate::interrupt;
use crate::reading::{Cost, Reading};
use crate::records::doubts::Doubts;
use crate::records::figures::Figures;
use crate::records::gzip::gzip_size;
use crate::requirements::{self, LineCounts};
use crate::session;
use crate::storage::destination::Destination;
use crate::storage::error::PublishError;
use crate::storage::staging::Staging;
use crate::synth::{self, Previews};
use crate::terminal::Terminal;
use crate::terminal::format::seconds;
use crate::terminal::progress::Progress;
use catalog_edge::model::Records;
use catalog_edge::snapshot;

/// What `export` is told.
#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Refuse values that no request can name and previews that are no URLs (exit code 4) instead of warning about them
    #[arg(long)]
    pub(crate) strict: bool,
}

/// What to write, where, and how much of it.
#[derive(Args, Debug)]
pub(crate) struct OutputArgs {
    /// File to write, X.snap; its documents go to X.documents. A missing folder is created
    #[arg(long, value_name = "FILE", value_parser = path_argument())]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,
    #[command(flatten)]
    pub(crate) budgets: BudgetArgs,
}

/// What `synth` is told.
#[derive(Args, Debug)]
pub(crate) struct SynthArgs {
    /// How many images
    #[arg(long, value_name = "N")]
    pub(crate) images: usize,
    /// Same seed, same catalogue
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Also draw previews, four files a spec, into this folder; URLs then lead to /site/previews of the service itself
    ///
    /// Without it they lead to a host that does not exist.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) previews: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Which documents go with the snapshot.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DocumentArgs {
    /// Make no documents: the worker then leaves spec lists, spec details and code to the origin
    #[arg(long)]
    pub(crate) no_documents: bool,
    /// Make no documents of code
    #[arg(long)]
    pub(crate) no_code: bool,
    /// Most documents to make; Cloudflare's free plan serves 20,000 static files, a paid one 100,000
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub(crate) max_documents: usize,
}

impl DocumentArgs {
    /// Which documents to make.
    pub(crate) fn wanted(self) -> Wanted {
        match self {
            Self { no_documents: true, .. } => Wanted::Nothing,
            Self { no_code: true, .. } => Wanted::Details,
            _ => Wanted::All,
        }
    }
}

/// `catalog-builder export`: the catalogue of a database, as one snapshot.
pub(crate) fn export(args: &ExportArgs, terminal: Terminal) -> Result<(), Failure> {
    published(|| export_database(args, terminal), terminal)
}

fn export_database(args: &ExportArgs, terminal: Terminal) -> Result<Exported, Failure> {
    let started = Instant::now();
    let target = Target::parse(&args.database.database_url)?;
    // Before anything is read: the wrong path is the cheapest mistake to find.
    let destination = Destination::at(&args.output.out)?;
    let limits = Limits::of(&args.database);
    let progress = terminal.progress();
    let wish = Wish { destination: &destination, documents: args.output.documents };
    let read = session::run(&target, &limits, &progress, async |reading, server| {
        read(reading, server, &wish, &progress).await
    })?;
    let run = Run {
        started,
        read_in: started.elapsed(),
        limit: Some(limits.total),
        budgets: args.output.budgets,
        is_strict: args.strict,
    };
    let mut report = finish(&read.records, read.staging, &destination, &run, &progress)?;
    report.read = read.server.origin(&target);
    report.database = Some(read.cost);
    report.line_counts = Some(match read.line_counts {
        LineCounts::Stored => "stored in impls.line_count",
        LineCounts::Computed => "counted in impls.code",
        LineCounts::StoredOrComputed => "stored in impls.line_count, where NULL counted in impls.code",
    });
    Ok(report)
}

/// `catalog-builder synth`: a made-up catalogue, the same for the same seed.
pub(crate) fn synth(args: &SynthArgs, terminal: Terminal) -> Result<(), Failure> {
    published(|| export_synthetic(args, terminal), terminal)
}

fn export_synthetic(args: &SynthArgs, terminal: Terminal) -> Result<Exported, Failure> {
    let started = Instant::now();
    let destination = Destination::at(&args.output.out)?;
    let progress = terminal.progress();
    progress.phase("making a catalogue");
    let previews = if args.previews.is_some() { Previews::Here } else { Previews::Elsewhere };
    let mut records = synth::synth(args.images, args.seed, previews);
    let wanted = args.output.documents.wanted();
    let mut staging = None;
    if let Some(draft) = Draft::of(&mut records, wanted, args.output.documents.max_documents)? {
        let catalog = draft.catalog()?;
        let mut renderer = Renderer::new(&catalog, Staging::beside(&destination)?);
        synth::show(&records, args.seed, wanted, &mut renderer)?;
        staging = Some(renderer.finish(&mut records)?);
    }
    // Before the snapshot, whose URLs lead to them.
    if let Some(folder) = &args.previews {
        progress.phase("drawing previews");
        synth::draw(&records, args.seed, folder)?;
    }
    let (limit, budgets) = (None, args.output.budgets);
    let run = Run { started, read_in: started.elapsed(), limit, budgets, is_strict: false };
    finish(&records, staging, &destination, &run, &progress)
}

/// What is wanted, and where.
struct Wish<'a> {
    destination: &'a Destination,
    documents: DocumentArgs,
}

/// What came out of the database.
struct Read {
    records: Records,
    staging: Option<Staging>,
    line_counts: LineCounts,
    server: Server,
    cost: Cost,
}

async fn read(reading: &Reading<'_>, server: Server, wish: &Wish<'_>, progress: &Progress) -> Result<Read, Failure> {
    let wanted = wish.documents.wanted();
    let line_counts = requirements::check(reading, &server, wanted).await?;
    let mut records = catalogue::read(reading, line_counts, wanted.code(), progress).await?;
    let mut staging = None;
    if let Some(draft) = Draft::of(&mut records, wanted, wish.documents.max_documents)? {
        let catalog = draft.catalog()?;
        let mut renderer = Renderer::new(&catalog, Staging::beside(wish.destination)?);
        documents::database::read(reading, wanted, &mut renderer, progress).await?;
        staging = Some(renderer.finish(&mut records)?);
    }
    Ok(Read { records, staging, line_counts, server, cost: reading.cost() })
}

/// How far a run has come, how long it may take, and what may come of it.
struct Run {
    started: Instant,
    read_in: Duration,
    limit: Option<Duration>,
    budgets: BudgetArgs,
    /// Refuses what is else worth a warning.
    is_strict: bool,
}

/// For another run that writes the same file, if there is no limit on the whole run.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Builds the snapshot, opens it as its readers will, and puts it in place.
fn finish(
    records: &Records,
    staging: Option<Staging>,
    destination: &Destination,
    run: &Run,
    progress: &Progress,
) -> Result<Exported, Failure> {
    progress.phase("building the snapshot");
    let building = Instant::now();
    let bytes = snapshot::build(records)?;
    let opened = snapshot::open(&bytes).map_err(PublishError::Unsound)?;
    let figures = Figures::of(&opened.catalog);
    if figures.images == 0 {
        progress.warn("the catalogue has no image: every filter of this snapshot finds nothing");
    }
    let doubts = Doubts::of(records, &opened.catalog).map_err(|error| PublishError::Unsound(error.into()))?;
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
        read: records.source.clone(),
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
fn published(export: impl FnOnce() -> Result<Exported, Failure>, terminal: Terminal) -> Result<(), Failure> {
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
