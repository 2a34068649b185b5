//! The body of `GET /plots/filter`, written once into one buffer.

use std::ops::Range;

use crate::{
    catalog::Catalog,
    model::Facet,
    output::append_number,
    query::{FacetCounts, FilterQuery, OrCounts, Selection, rank},
};

/// The counts over all images, and the JSON that every reply repeats of them.
pub(super) struct GlobalCounts {
    counts: FacetCounts,
    json: Vec<u8>,
    /// Where the object of each facet stands in the JSON.
    facets: [Range<usize>; Facet::COUNT],
}

impl GlobalCounts {
    /// Counts all images of `catalog`.
    pub(super) fn of(catalog: &Catalog<'_>) -> Self {
        let counts = FacetCounts::of_all(catalog);
        let mut json = Vec::new();
        let facets = write_facets(catalog, &counts, &mut Vec::new(), &mut json);
        Self { counts, json, facets }
    }
}

/// Writes the reply to `query`.
pub(super) fn write(catalog: &Catalog<'_>, global: &GlobalCounts, query: &FilterQuery<'_>) -> Vec<u8> {
    let selection = Selection::new(catalog, &query.groups);
    let total = selection.total();
    let offset = query.page.offset.saturated().min(total);
    let limit = query.page.limit.as_ref().map_or(usize::MAX, |limit| limit.saturated()).min(total - offset);

    let mut out = Vec::with_capacity(capacity(catalog, global, limit));
    let mut ranked = Vec::new();
    out.extend_from_slice(b"{\"total\":");
    append_number(&mut out, total as u32);
    out.extend_from_slice(b",\"images\":[");
    catalog.write_images(selection.matching().iter_from(offset).take(limit), &mut out);
    out.extend_from_slice(b"],\"counts\":");
    let own_counts;
    let (counts, facets_at, facets) = if total == catalog.images() {
        let start = out.len();
        out.extend_from_slice(&global.json);
        (&global.counts, start, global.facets.clone())
    } else {
        own_counts = FacetCounts::of(catalog, &global.counts, &selection);
        let facets = write_facets(catalog, &own_counts, &mut ranked, &mut out);
        (&own_counts, 0, facets)
    };
    out.extend_from_slice(b",\"globalCounts\":");
    out.extend_from_slice(&global.json);
    out.extend_from_slice(b",\"orCounts\":[");
    for (group, facet) in selection.facets().enumerate() {
        if group > 0 {
            out.push(b',');
        }
        match OrCounts::of(catalog, &global.counts, counts, &selection, group, facet) {
            OrCounts::Matching => {
                let Range { start, end } = facets[facet as usize];
                out.extend_from_within(facets_at + start..facets_at + end);
            }
            OrCounts::All => out.extend_from_slice(&global.json[global.facets[facet as usize].clone()]),
            OrCounts::Own(counts) => write_facet(catalog, facet, &counts, &mut ranked, &mut out),
        }
    }
    out.extend_from_slice(b"],\"specTitles\":{");
    out.extend_from_slice(catalog.spec_titles_json());
    out.extend_from_slice(b"},\"offset\":");
    out.extend_from_slice(query.page.offset.digits().as_bytes());
    out.extend_from_slice(b",\"limit\":");
    out.extend_from_slice(query.page.limit.as_ref().map_or("null", |limit| limit.digits()).as_bytes());
    out.push(b'}');
    out
}

/// About what a reply with `images` images needs: twice the counts of all, the titles, and the images.
fn capacity(catalog: &Catalog<'_>, global: &GlobalCounts, images: usize) -> usize {
    const IMAGE: usize = 800;
    2 * global.json.len() + catalog.spec_titles_json().len() + images * IMAGE + 4_096
}

/// Writes the object of all facets; returns where the object of each stands in `out`.
fn write_facets(
    catalog: &Catalog<'_>,
    counts: &FacetCounts,
    ranked: &mut Vec<u64>,
    out: &mut Vec<u8>,
) -> [Range<usize>; Facet::COUNT] {
    out.push(b'{');
    let ranges = Facet::ALL.map(|facet| {
        if facet != Facet::ALL[0] {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(facet.name().as_bytes());
        out.extend_from_slice(b"\":");
        let start = out.len();
        write_facet(catalog, facet, counts.values(catalog, facet), ranked, out);
        start..out.len()
    });
    out.push(b'}');
    ranges
}

/// Writes the object of one facet: its values with their counts, most first.
fn write_facet(catalog: &Catalog<'_>, facet: Facet, counts: &[u32], ranked: &mut Vec<u64>, out: &mut Vec<u8>) {
    let keys = catalog.keys(facet);
    out.push(b'{');
    let mut is_first = true;
    for (place, count) in rank(counts, ranked) {
        if !std::mem::take(&mut is_first) {
            out.push(b',');
        }
        keys.append_key(place, out);
        append_number(out, count);
    }
    out.push(b'}');
}
