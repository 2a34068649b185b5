//! The two commands that make a snapshot: from the database, and from nothing.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use catalog_edge::model::Records;
use catalog_edge::snapshot;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::time::timeout_at;
use tokio_postgres::Client;

use crate::args::{DocumentOptions, ExportOptions, SynthOptions};
use crate::catalogue;
use crate::database::{self, DatabaseError, Limits, Server};
use crate::documents::{self, Draft, Renderer};
use crate::dsn::Target;
use crate::failure::Failure;
use crate::publish::{Place, Staging};
use crate::report::{Figures, Report, Times, Written, WrittenDocuments, seconds};
use crate::requirements::{self, LineCounts};
use crate::synth;
use crate::terminal::{Progress, Terminal};

/// `catalog-builder export`: the catalogue of a database, as one snapshot.
pub(crate) fn export(options: &ExportOptions, terminal: &Terminal) -> Result<Report, Failure> {
    let started = Instant::now();
    let target = Target::parse(&options.database_url)?;
    // Before anything is read: the wrong path is the cheapest mistake to find.
    let place = Place::at(&options.out)?;
    let limits = Limits {
        connect: options.connect_timeout,
        lock: options.lock_timeout,
        statement: options.statement_timeout,
        total: options.timeout,
    };
    let progress = terminal.progress();
    let read = read(&target, &limits, &Wish { place: &place, documents: options.documents }, &progress)?;
    let run = Run { started, read_in: started.elapsed(), limit: Some(limits.total) };
    let mut report = finish(&read.records, read.staging, &place, &run, &progress)?;
    report.read = read.origin;
    report.line_counts = Some(match read.line_counts {
        LineCounts::Stored => "stored in impls.line_count",
        LineCounts::Computed => "counted in impls.code",
        LineCounts::StoredOrComputed => "stored in impls.line_count, where NULL counted in impls.code",
    });
    Ok(report)
}

/// `catalog-builder synth`: a made-up catalogue, the same for the same seed.
pub(crate) fn synth(options: &SynthOptions, terminal: &Terminal) -> Result<Report, Failure> {
    let started = Instant::now();
    let place = Place::at(&options.out)?;
    let progress = terminal.progress();
    progress.phase("making a catalogue");
    let mut records = synth::synth(options.images, options.seed);
    let wanted = options.documents.wanted();
    let mut staging = None;
    if let Some(draft) = Draft::of(&mut records, wanted, options.documents.max_documents)? {
        let catalog = draft.catalog()?;
        let mut renderer = Renderer::new(&catalog, Staging::beside(&place)?);
        synth::show(&records, options.seed, wanted, &mut renderer)?;
        staging = Some(renderer.finish(&mut records)?);
    }
    finish(&records, staging, &place, &Run { started, read_in: started.elapsed(), limit: None }, &progress)
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
    origin: String,
}

fn read(target: &Target, limits: &Limits, wish: &Wish<'_>, progress: &Progress) -> Result<Read, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Runtime)?;
    let read = runtime.block_on(read_in_time(target, limits, wish, progress));
    // Not dropped: that would wait for a name lookup that may never come back.
    runtime.shutdown_background();
    read
}

async fn read_in_time(target: &Target, limits: &Limits, wish: &Wish<'_>, progress: &Progress) -> Result<Read, Failure> {
    let deadline = tokio::time::Instant::now() + limits.total;
    let overtime = |_elapsed| DatabaseError::Overtime(limits.total);
    progress.phase("connecting");
    let mut client = timeout_at(deadline, database::connect(target, limits)).await.map_err(overtime)??;
    let running = client.cancel_token();
    match timeout_at(deadline, read_all(&mut client, target, limits, wish, progress)).await {
        Ok(read) => read,
        Err(elapsed) => {
            database::cancel(running, target).await;
            Err(overtime(elapsed).into())
        }
    }
}

async fn read_all(
    client: &mut Client,
    target: &Target,
    limits: &Limits,
    wish: &Wish<'_>,
    progress: &Progress,
) -> Result<Read, Failure> {
    let wanted = wish.documents.wanted();
    let (transaction, server) = database::begin(client, limits).await?;
    let line_counts = requirements::check(&transaction, &server, wanted).await?;
    let mut records = catalogue::read(&transaction, line_counts, wanted.code(), progress).await?;
    let mut staging = None;
    if let Some(draft) = Draft::of(&mut records, wanted, wish.documents.max_documents)? {
        let catalog = draft.catalog()?;
        let mut renderer = Renderer::new(&catalog, Staging::beside(wish.place)?);
        documents::database::read(&transaction, wanted, &mut renderer, progress).await?;
        staging = Some(renderer.finish(&mut records)?);
    }
    transaction.commit().await.map_err(|error| DatabaseError::query("the catalogue to its end", error))?;
    let Server { version, database, user } = server;
    let origin = format!("PostgreSQL {version} at {}, database '{database}', user '{user}'", target.address());
    Ok(Read { records, staging, line_counts, origin })
}

/// How far a run has come, and how long it may take.
struct Run {
    started: Instant,
    read_in: Duration,
    limit: Option<Duration>,
}

/// Builds the snapshot, opens it as its readers will, and puts it in place.
fn finish(
    records: &Records,
    staging: Option<Staging>,
    place: &Place,
    run: &Run,
    progress: &Progress,
) -> Result<Report, Failure> {
    progress.phase("building the snapshot");
    let building = Instant::now();
    let bytes = snapshot::build(records)?;
    let opened = snapshot::open(&bytes).map_err(Failure::Unsound)?;
    let figures = Figures::of(&opened.catalog);
    if figures.images == 0 {
        progress.warn("the catalogue has no image: every filter of this snapshot finds nothing");
    }
    let built_in = building.elapsed();

    if let Some(limit) = run.limit.filter(|limit| run.started.elapsed() > *limit) {
        return Err(DatabaseError::Overtime(limit).into());
    }
    progress.phase("writing the snapshot");
    let publishing = Instant::now();
    let documents = staging.as_ref().map(|staging| WrittenDocuments { files: staging.files(), bytes: staging.bytes() });
    place.publish_all(&bytes, &opened, staging)?;
    let published_in = publishing.elapsed();
    Ok(Report {
        read: records.source.clone(),
        line_counts: None,
        figures,
        snapshot: Written {
            path: place.path().display().to_string(),
            digest: opened.digest.to_string(),
            bytes: bytes.len(),
            gzip_bytes: gzip_size(&bytes).unwrap_or_default(),
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

/// How many bytes these are on their way to a browser.
fn gzip_size(bytes: &[u8]) -> io::Result<u64> {
    let mut encoder = GzEncoder::new(Counter(0), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.0)
}

/// Counts what is written to it.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
