//! `catalog-builder inspect`: what is in a snapshot.

mod answer;
mod text;

use std::path::PathBuf;

use catalog_edge::model::Facet;
use catalog_edge::snapshot;
use clap::Args;
use roaring::RoaringBitmap;
use serde::Serialize;

use answer::Answer;

use crate::commands::path_argument::path_argument;
use crate::failure::Failure;
use crate::records::facet_counts::{self, ranked};
use crate::records::figures::Figures;
use crate::records::gzip::gzip_size;
use crate::records::normalized::Normalized;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;

/// How many values of each facet are listed.
const TOP: usize = 5;

/// What `inspect` is told.
#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    /// The snapshot
    #[arg(value_name = "FILE", value_parser = path_argument())]
    pub(crate) file: PathBuf,
    /// Answer this filter as the edge would, for instance 'lib=matplotlib&plot=scatter&limit=20'
    #[arg(long, value_name = "QUERY")]
    pub(crate) query: Option<String>,
}

/// What is in a snapshot.
#[derive(Debug, Serialize)]
pub(crate) struct Inspection {
    path: String,
    format: u32,
    digest: String,
    /// When the newest record changed.
    changed: Option<String>,
    /// What made the records.
    source: String,
    bytes: usize,
    gzip_bytes: u64,
    /// The documents that go with it; `None` where it was exported without.
    documents: Option<DocumentsView>,
    counts: Figures,
    /// How many specs have no implementation: the others are counted among `counts`.
    specs_without_impls: usize,
    facets: Vec<FacetView>,
    sections: Vec<Section>,
}

/// The documents that go with a snapshot, as the snapshot says.
#[derive(Debug, Serialize)]
struct DocumentsView {
    digest: String,
    count: usize,
    has_code: bool,
}

/// One facet.
#[derive(Debug, Serialize)]
struct FacetView {
    facet: &'static str,
    values: usize,
    /// Its posting lists; `None` for the keys of an image, which need none.
    postings: Option<Postings>,
    top: Vec<Value>,
}

#[derive(Debug, Serialize)]
struct Value {
    value: String,
    images: u64,
}

#[derive(Debug, Default, Serialize)]
struct Postings {
    members: u64,
    bytes: usize,
    bits_per_member: f64,
}

#[derive(Debug, Serialize)]
struct Section {
    name: String,
    bytes: usize,
    gzip_bytes: u64,
}

/// Looks into the file, or asks it one question.
pub(crate) fn run(args: &InspectArgs, terminal: Terminal) -> Result<(), Failure> {
    let file = SnapshotFile::read(&args.file)?;
    match &args.query {
        Some(query) => terminal.show(&Answer::of(&file, query)?),
        None => terminal.show(&look_into(&file)?),
    }
}

fn look_into(file: &SnapshotFile) -> Result<Inspection, Failure> {
    let snapshot = file.open()?;
    let normalized = Normalized::of_snapshot(&snapshot.catalog).map_err(|error| file.unsound(error))?;
    let facet_counts = facet_counts::count(&normalized.records);
    let catalog = &snapshot.catalog;
    let mut facets = Vec::with_capacity(Facet::COUNT);
    for (facet, counts) in &facet_counts {
        let lists = catalog.postings(*facet).map_err(|error| file.unsound(error))?;
        let top = ranked(counts).into_iter().take(TOP);
        facets.push(FacetView {
            facet: facet.name(),
            values: catalog.values_of(*facet).len(),
            postings: facet.tag_key().map(|_| Postings::of(&lists)),
            top: top.map(|(value, images)| Value { value: value.into(), images }).collect(),
        });
    }
    let sections = snapshot::sections(file.bytes()).map_err(|error| file.unsound(error))?;
    Ok(Inspection {
        path: file.name(),
        format: snapshot::VERSION,
        digest: snapshot.digest.to_string(),
        changed: catalog.changed().map(Into::into),
        source: catalog.source().into(),
        bytes: file.bytes().len(),
        gzip_bytes: gzip_size(file.bytes()),
        documents: catalog.documents().map(|documents| DocumentsView {
            digest: documents.digest.to_string(),
            count: catalog.all_documents().len(),
            has_code: documents.has_code,
        }),
        counts: Figures::of(catalog),
        specs_without_impls: normalized.unimplemented.len(),
        facets,
        sections: sections
            .iter()
            .map(|(name, bytes)| Section { name: name.into(), bytes: bytes.len(), gzip_bytes: gzip_size(bytes) })
            .collect(),
    })
}

impl Postings {
    fn of(lists: &[(String, &[u8])]) -> Self {
        let bytes = lists.iter().map(|(_, list)| list.len()).sum::<usize>();
        let count = |list| RoaringBitmap::deserialize_from(list).map_or(0, |bitmap| bitmap.len());
        let members = lists.iter().map(|(_, list)| count(*list)).sum();
        let bits = if members == 0 { 0.0 } else { bytes as f64 * 8.0 / members as f64 };
        Self { members, bytes, bits_per_member: (bits * 100.0).round() / 100.0 }
    }
}
