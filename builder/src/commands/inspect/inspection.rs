//! Contents of a snapshot, in figures.

use catalog_edge::model::Facet;
use catalog_edge::snapshot;
use roaring::RoaringBitmap;
use serde::Serialize;

use crate::records::facet_counts::{self, ranked};
use crate::records::figures::Figures;
use crate::records::gzip::gzip_size;
use crate::records::normalized::Normalized;
use crate::storage::snapshot_file::{FileError, SnapshotFile};

/// Number of values of each facet in the report.
const TOP: usize = 5;

/// Contents of a snapshot.
#[derive(Debug, Serialize)]
pub(super) struct Inspection {
    pub(super) path: String,
    pub(super) format: u32,
    pub(super) digest: String,
    /// Time of the newest change of a record.
    pub(super) changed: Option<String>,
    /// Name of the program that made the records.
    pub(super) source: String,
    pub(super) bytes: usize,
    pub(super) gzip_bytes: u64,
    /// Documents of the snapshot; `None` if it has none.
    pub(super) documents: Option<DocumentsView>,
    pub(super) counts: Figures,
    /// Number of specs without implementations. `counts` does not include them.
    pub(super) specs_without_implementations: usize,
    pub(super) facets: Vec<FacetView>,
    pub(super) sections: Vec<Section>,
}

/// Documents of a snapshot, as the snapshot describes them.
#[derive(Debug, Serialize)]
pub(super) struct DocumentsView {
    pub(super) digest: String,
    pub(super) count: usize,
    pub(super) has_code: bool,
}

/// A facet.
#[derive(Debug, Serialize)]
pub(super) struct FacetView {
    pub(super) facet: &'static str,
    pub(super) values: usize,
    /// Posting lists; `None` for facets that are part of an image's key.
    pub(super) postings: Option<Postings>,
    pub(super) top: Vec<Value>,
}

#[derive(Debug, Serialize)]
pub(super) struct Value {
    pub(super) value: String,
    pub(super) images: u64,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Postings {
    pub(super) members: u64,
    pub(super) bytes: usize,
    pub(super) bits_per_member: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) bytes: usize,
    pub(super) gzip_bytes: u64,
}

impl Inspection {
    /// Reads the contents of `file`.
    pub(super) fn of(file: &SnapshotFile) -> Result<Self, FileError> {
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
            documents: catalog.document_set().map(|documents| DocumentsView {
                digest: documents.digest.to_string(),
                count: catalog.all_documents().len(),
                has_code: documents.has_code,
            }),
            counts: Figures::of(catalog),
            specs_without_implementations: normalized.unimplemented.len(),
            facets,
            sections: sections
                .iter()
                .map(|(name, bytes)| Section { name: name.into(), bytes: bytes.len(), gzip_bytes: gzip_size(bytes) })
                .collect(),
        })
    }
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
