//! The body of `GET /plots/filter`. Each part is written once, into one buffer.

use std::ops::Range;

use super::{
    counts_json::{CountsView, CountsWriter, GlobalCounts, Written},
    images::{ImageTemplates, List},
    output::Output,
};
use crate::{
    catalog::Catalog,
    model::Facet,
    query::{DisjunctiveCounts, FacetCounts, FilterQuery, Order, Part, Selection},
};

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
        let selection = Selection::new(catalog, &query.conditions, &query.words);
        let page = query.page.of(selection.total());
        let images = if query.omitted.contains(&Part::Images) { 0..0 } else { page };
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
        let images = start..self.images.end.min(start + IMAGES);
        let mut out = Output::with_capacity(self.capacity(images.len(), is_last));
        if index == 0 {
            out.extend(b"{\"total\":");
            out.number(self.selection.total() as u32);
            if self.has(Part::Images) {
                out.extend(b",\"images\":[");
            }
        }
        if !images.is_empty() {
            let order = Order::of(self.catalog, self.query.sort, &self.query.words);
            let rows = Order::page(order.as_ref(), self.selection.matching(), images);
            self.templates.write(self.catalog, List::Filter, self.query.fields, &rows, &mut out);
        }
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
        let view = CountsView::of(catalog, query, selection);
        let mut writer = CountsWriter { catalog, view: &view, ranked: Vec::new() };
        // If every image matches, the counts are those of all images. Or-counts are computed from the counts, even if
        // these are omitted.
        let is_counted = selection.total() < catalog.images() && (self.has(Part::Counts) || self.has(Part::OrCounts));
        let own_counts = is_counted.then(|| FacetCounts::of(catalog, selection, &view.values(catalog)));
        let (mut written, mut global_object) = (None, None);
        if self.has(Part::Counts) {
            out.extend(b",\"counts\":");
            let start = out.len();
            let facets = match &own_counts {
                Some(counts) => writer.facets(counts, out),
                None => {
                    let facets = writer.global_facets(global, out);
                    global_object = Some(start..out.len());
                    facets
                }
            };
            if view.is_limited() {
                write_totals(&facets, out);
            }
            written = Some(facets);
        }
        if self.has(Part::GlobalCounts) {
            out.extend(b",\"globalCounts\":");
            match global_object {
                Some(object) => out.repeat(object),
                None => {
                    writer.global_facets(global, out);
                }
            }
        }
        if self.has(Part::OrCounts) {
            let counts = own_counts.as_ref().unwrap_or(global.counts());
            self.write_or_counts(&mut writer, counts, written.as_ref(), out);
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

    /// Writes the counts for each group. `counts` are those over the matching images, and `written` their objects in `out`.
    fn write_or_counts(
        &self,
        writer: &mut CountsWriter<'_>,
        counts: &FacetCounts,
        written: Option<&[Written; Facet::COUNT]>,
        out: &mut Output,
    ) {
        let Self { catalog, global, selection, .. } = self;
        // Equal groups have equal counts, which are written once and then copied.
        let mut objects: Vec<Option<Range<usize>>> = vec![None; selection.different().len()];
        out.extend(b",\"orCounts\":[");
        for (place, &group) in selection.groups().iter().enumerate() {
            if place > 0 {
                out.extend(b",");
            }
            let facet = selection.different()[group].facet;
            if let Some(object) = &objects[group] {
                out.repeat(object.clone());
                continue;
            }
            let start = out.len();
            if !writer.view.shows(facet) {
                out.extend(b"{}");
            } else {
                match (DisjunctiveCounts::of(catalog, counts, selection, group, facet), written) {
                    (DisjunctiveCounts::Own(counts), _) => {
                        writer.facet(facet, &counts, out);
                    }
                    (DisjunctiveCounts::Matching, Some(written)) => out.repeat(written[facet as usize].place.clone()),
                    (DisjunctiveCounts::Matching, None) if selection.total() < catalog.images() => {
                        writer.facet(facet, counts.values(catalog, facet), out);
                    }
                    _ => writer.global_facet(global, facet, out),
                }
            }
            objects[group] = Some(start..out.len());
        }
        out.extend(b"]");
    }

    /// Approximate size of a chunk with `images` images and, if `has_rest`, with the members after them.
    fn capacity(&self, images: usize, has_rest: bool) -> usize {
        const IMAGE: usize = 800;
        let part = |part, len| if has_rest && self.has(part) { len } else { 0 };
        images * IMAGE
            + part(Part::Counts, self.global.len())
            + part(Part::GlobalCounts, self.global.len())
            + part(Part::SpecTitles, self.catalog.spec_titles_json().len())
            + 4_096
    }
}

/// Writes the numbers of values of the facets that are cut.
fn write_totals(facets: &[Written; Facet::COUNT], out: &mut Output) {
    out.extend(b",\"valueTotals\":{");
    let cut = Facet::ALL.into_iter().zip(facets).filter_map(|(facet, written)| Some((facet, written.total?)));
    for (place, (facet, total)) in cut.enumerate() {
        let separator = if place > 0 { "," } else { "" };
        out.extend(format!("{separator}\"{}\":{total}", facet.name()).as_bytes());
    }
    out.extend(b"}");
}
