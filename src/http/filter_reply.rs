//! The body of `GET /plots/filter`. Each part is written once, into one buffer.

use std::ops::Range;

use super::{
    images::{ImageTemplates, List},
    output::Output,
};
use crate::{
    catalog::Catalog,
    model::Facet,
    query::{DisjunctiveCounts, FacetCounts, FilterQuery, Part, Selection, rank},
};

/// The counts over all images, and their JSON, which every reply repeats.
pub(super) struct GlobalCounts {
    counts: FacetCounts,
    json: Vec<u8>,
    /// Range of each facet's object in the JSON.
    facets: [Range<usize>; Facet::COUNT],
}

impl GlobalCounts {
    /// Counts all images of `catalog`.
    pub(super) fn of(catalog: &Catalog<'_>) -> Self {
        let counts = FacetCounts::of_all(catalog);
        let mut json = Output::with_capacity(0);
        let facets = write_facets(catalog, &counts, &mut Vec::new(), &mut json);
        Self { counts, json: json.into_bytes(), facets }
    }
}

/// The reply to one query, in chunks. A page of a usual size is one chunk.
///
/// A chunk has at most a few megabytes. A very large reply therefore needs less memory than it has bytes.
pub(super) struct FilterReply<'r> {
    catalog: &'r Catalog<'r>,
    templates: &'r ImageTemplates,
    global: &'r GlobalCounts,
    query: &'r FilterQuery<'r>,
    selection: Selection<'r>,
    /// The images of the page, by index among the matching images. Empty if images are omitted.
    images: Range<usize>,
}

/// Most images in a chunk. The real catalogue has fewer.
const IMAGES: usize = 4_096;

impl<'r> FilterReply<'r> {
    /// Selects the images that match `query`.
    #[inline(never)]
    pub(super) fn new(
        catalog: &'r Catalog<'r>,
        templates: &'r ImageTemplates,
        global: &'r GlobalCounts,
        query: &'r FilterQuery<'r>,
    ) -> Self {
        let selection = Selection::new(catalog, &query.groups);
        let start = query.page.offset.saturated().min(selection.total());
        let limit = query.page.limit.as_ref().map_or(usize::MAX, |limit| limit.saturated());
        let end = start.saturating_add(limit).min(selection.total());
        let images = if query.omitted.contains(&Part::Images) { start..start } else { start..end };
        Self { catalog, templates, global, query, selection, images }
    }

    /// Number of chunks, at least one.
    pub(super) fn chunks(&self) -> usize {
        self.images.len().div_ceil(IMAGES).max(1)
    }

    /// Writes chunk `index`. Writes nothing if there is no such chunk.
    #[inline(never)]
    pub(super) fn chunk(&self, index: usize) -> Vec<u8> {
        if index >= self.chunks() {
            return Vec::new();
        }
        let is_last = index + 1 == self.chunks();
        let start = self.images.start + index * IMAGES;
        let images = IMAGES.min(self.images.end - start);
        let mut out = Output::with_capacity(self.capacity(images, is_last));
        if index == 0 {
            out.extend(b"{\"total\":");
            out.number(self.selection.total() as u32);
            if self.has(Part::Images) {
                out.extend(b",\"images\":[");
            }
        }
        let rows = self.selection.matching().iter_from(start).take(images);
        self.templates.write(self.catalog, List::Filter, rows, &mut out);
        if is_last {
            if self.has(Part::Images) {
                out.extend(b"]");
            }
            self.write_rest(&mut out);
        } else {
            out.extend(b",");
        }
        out.into_bytes()
    }

    fn has(&self, part: Part) -> bool {
        !self.query.omitted.contains(&part)
    }

    /// Writes the members after the images.
    fn write_rest(&self, out: &mut Output) {
        let Self { catalog, global, query, selection, .. } = self;
        let mut ranked = Vec::new();
        // If every image matches, the counts are those of all images. Or-counts are computed from the counts, even if
        // these are omitted.
        let is_counted = selection.total() < catalog.images() && (self.has(Part::Counts) || self.has(Part::OrCounts));
        let own_counts = is_counted.then(|| FacetCounts::of(catalog, selection));
        let mut own_facets = None;
        if self.has(Part::Counts) {
            out.extend(b",\"counts\":");
            match &own_counts {
                Some(counts) => own_facets = Some(write_facets(catalog, counts, &mut ranked, out)),
                None => out.extend(&global.json),
            }
        }
        if self.has(Part::GlobalCounts) {
            out.extend(b",\"globalCounts\":");
            out.extend(&global.json);
        }
        if self.has(Part::OrCounts) {
            out.extend(b",\"orCounts\":[");
            let counts = own_counts.as_ref().unwrap_or(&global.counts);
            for (group, facet) in selection.facets().enumerate() {
                if group > 0 {
                    out.extend(b",");
                }
                match (DisjunctiveCounts::of(catalog, counts, selection, group, facet), &own_facets) {
                    (DisjunctiveCounts::Own(counts), _) => write_facet(catalog, facet, &counts, &mut ranked, out),
                    (DisjunctiveCounts::Matching, Some(facets)) => out.repeat(facets[facet as usize].clone()),
                    (DisjunctiveCounts::Matching, None) if own_counts.is_some() => {
                        write_facet(catalog, facet, counts.values(catalog, facet), &mut ranked, out);
                    }
                    _ => out.extend(&global.json[global.facets[facet as usize].clone()]),
                }
            }
            out.extend(b"]");
        }
        if self.has(Part::SpecTitles) {
            out.extend(b",\"specTitles\":{");
            out.extend(catalog.spec_titles_json());
            out.extend(b"}");
        }
        out.extend(b",\"offset\":");
        out.extend(query.page.offset.digits().as_bytes());
        out.extend(b",\"limit\":");
        out.extend(query.page.limit.as_ref().map_or("null", |limit| limit.digits()).as_bytes());
        out.extend(b"}");
    }

    /// Approximate size of a chunk with `images` images and, if `has_rest`, with the members after them.
    fn capacity(&self, images: usize, has_rest: bool) -> usize {
        const IMAGE: usize = 800;
        let part = |part, len| if has_rest && self.has(part) { len } else { 0 };
        images * IMAGE
            + part(Part::Counts, self.global.json.len())
            + part(Part::GlobalCounts, self.global.json.len())
            + part(Part::SpecTitles, self.catalog.spec_titles_json().len())
            + 4_096
    }
}

/// Writes the object of all facets. Returns the range of each facet's object in `out`.
fn write_facets(
    catalog: &Catalog<'_>,
    counts: &FacetCounts,
    ranked: &mut Vec<u64>,
    out: &mut Output,
) -> [Range<usize>; Facet::COUNT] {
    out.extend(b"{");
    let ranges = Facet::ALL.map(|facet| {
        if facet != Facet::ALL[0] {
            out.extend(b",");
        }
        out.extend(b"\"");
        out.extend(facet.name().as_bytes());
        out.extend(b"\":");
        let start = out.len();
        write_facet(catalog, facet, counts.values(catalog, facet), ranked, out);
        start..out.len()
    });
    out.extend(b"}");
    ranges
}

/// Writes the object of one facet: its values with their counts, highest count first.
fn write_facet(catalog: &Catalog<'_>, facet: Facet, counts: &[u32], ranked: &mut Vec<u64>, out: &mut Output) {
    let keys = catalog.keys(facet);
    out.extend(b"{");
    let mut line = out.line();
    for (place, count) in rank(counts, ranked) {
        line.piece(keys.key_piece(place));
        line.number(count);
    }
    line.finish_list();
    out.extend(b"}");
}
