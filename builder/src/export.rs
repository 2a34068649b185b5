//! The two commands that make a snapshot: from the database, and from nothing.

use std::time::{Duration, Instant};

use crate::args::{BudgetOptions, DocumentOptions, ExportOptions, SynthOptions};
use crate::budgets;
use crate::catalogue;
use crate::database::{DatabaseError, Limits, Server};
use crate::documents::{self, Draft, Renderer};
use crate::doubts::Doubts;
use crate::dsn::Target;
use crate::failure::Failure;
use crate::format::seconds;
use crate::gzip::gzip_size;
use crate::interrupt;
use crate::publish::{Place, PublishError, Staging};
use crate::reading::{Cost, Reading};
use crate::report::{Exported, Figures, Times, Written, WrittenDocuments};
use crate::requirements::{self, LineCounts};
use crate::session;
use crate::synth::{self, Previews};
use crate::terminal::{Progress, Terminal};
use catalog_edge::model::Records;
use catalog_edge::snapshot;

/// `catalog-builder export`: the catalogue of a database, as one snapshot.
pub(crate) fn export(options: &ExportOptions, terminal: &Terminal) -> Result<Exported, Failure> {
    let started = Instant::now();
    let target = Target::parse(&options.database.database_url)?;
    // Before anything is read: the wrong path is the cheapest mistake to find.
    let place = Place::at(&options.output.out)?;
    let limits = Limits::of(&options.database);
    let progress = terminal.progress();
    let wish = Wish { place: &place, documents: options.output.documents };
    let read = session::run(&target, &limits, &progress, async |reading, server| {
        read(reading, server, &wish, &progress).await
    })?;
    let run = Run {
        started,
        read_in: started.elapsed(),
        limit: Some(limits.total),
        budgets: options.output.budgets,
        is_strict: options.strict,
    };
    let mut report = finish(&read.records, read.staging, &place, &run, &progress)?;
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
pub(crate) fn synth(options: &SynthOptions, terminal: &Terminal) -> Result<Exported, Failure> {
    let started = Instant::now();
    let place = Place::at(&options.output.out)?;
    let progress = terminal.progress();
    progress.phase("making a catalogue");
    let previews = if options.previews.is_some() { Previews::Here } else { Previews::Elsewhere };
    let mut records = synth::synth(options.images, options.seed, previews);
    let wanted = options.output.documents.wanted();
    let mut staging = None;
    if let Some(draft) = Draft::of(&mut records, wanted, options.output.documents.max_documents)? {
        let catalog = draft.catalog()?;
        let mut renderer = Renderer::new(&catalog, Staging::beside(&place)?);
        synth::show(&records, options.seed, wanted, &mut renderer)?;
        staging = Some(renderer.finish(&mut records)?);
    }
    // Before the snapshot, whose URLs lead to them.
    if let Some(folder) = &options.previews {
        progress.phase("drawing previews");
        synth::draw(&records, options.seed, folder)?;
    }
    let (limit, budgets) = (None, options.output.budgets);
    let run = Run { started, read_in: started.elapsed(), limit, budgets, is_strict: false };
    finish(&records, staging, &place, &run, &progress)
}

/// What is wanted, and where.
struct Wish<'a> {
    place: &'a Place,
    documents: DocumentOptions,
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
        let mut renderer = Renderer::new(&catalog, Staging::beside(wish.place)?);
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
    budgets: BudgetOptions,
    /// Refuses what is else worth a warning.
    is_strict: bool,
}

/// For another run that writes the same file, if there is no limit on the whole run.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Builds the snapshot, opens it as its readers will, and puts it in place.
fn finish(
    records: &Records,
    staging: Option<Staging>,
    place: &Place,
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
    let turn = place.turn(deadline)?;
    // The last moment to stop: what follows is completed.
    interrupt::check()?;
    progress.phase("writing the snapshot");
    let publishing = Instant::now();
    let documents = staging.as_ref().map(|staging| WrittenDocuments { files: staging.files(), bytes: staging.bytes() });
    place.publish_all(&bytes, &opened, staging, &turn)?;
    let published_in = publishing.elapsed();
    Ok(Exported {
        read: records.source.clone(),
        line_counts: None,
        database: None,
        figures,
        doubts,
        snapshot: Written {
            path: place.path().display().to_string(),
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
