//! The body of `GET /plots/filter`, written once into one buffer.

use std::ops::Range;

use crate::{
    catalog::Catalog,
    model::Facet,
    output::append_number,
    query::{FacetCounts, FilterQuery, OrCounts, Part, Selection, rank},
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
    let has = |part| !query.omitted.contains(&part);

    let mut out = Vec::with_capacity(capacity(catalog, global, limit, has));
    let mut ranked = Vec::new();
    out.extend_from_slice(b"{\"total\":");
    append_number(&mut out, total as u32);
    if has(Part::Images) {
        out.extend_from_slice(b",\"images\":[");
        catalog.write_images(selection.matching().iter_from(offset).take(limit), &mut out);
        out.push(b']');
    }
    // Where every image matches, the counts are those of all. Or-counts are told from them, be they shown or not.
    let is_counted = total < catalog.images() && (has(Part::Counts) || has(Part::OrCounts));
    let own_counts = is_counted.then(|| FacetCounts::of(catalog, &global.counts, &selection));
    let mut own_facets = None;
    if has(Part::Counts) {
        out.extend_from_slice(b",\"counts\":");
        match &own_counts {
            Some(counts) => own_facets = Some(write_facets(catalog, counts, &mut ranked, &mut out)),
            None => out.extend_from_slice(&global.json),
        }
    }
    if has(Part::GlobalCounts) {
        out.extend_from_slice(b",\"globalCounts\":");
        out.extend_from_slice(&global.json);
    }
    if has(Part::OrCounts) {
        out.extend_from_slice(b",\"orCounts\":[");
        let counts = own_counts.as_ref().unwrap_or(&global.counts);
        for (group, facet) in selection.facets().enumerate() {
            if group > 0 {
                out.push(b',');
            }
            match (OrCounts::of(catalog, &global.counts, counts, &selection, group, facet), &own_facets) {
                (OrCounts::Own(counts), _) => write_facet(catalog, facet, &counts, &mut ranked, &mut out),
                (OrCounts::Matching, Some(facets)) => out.extend_from_within(facets[facet as usize].clone()),
                (OrCounts::Matching, None) if own_counts.is_some() => {
                    write_facet(catalog, facet, counts.values(catalog, facet), &mut ranked, &mut out);
                }
                _ => out.extend_from_slice(&global.json[global.facets[facet as usize].clone()]),
            }
        }
        out.push(b']');
    }
    if has(Part::SpecTitles) {
        out.extend_from_slice(b",\"specTitles\":{");
        out.extend_from_slice(catalog.spec_titles_json());
        out.push(b'}');
    }
    out.extend_from_slice(b",\"offset\":");
    out.extend_from_slice(query.page.offset.digits().as_bytes());
    out.extend_from_slice(b",\"limit\":");
    out.extend_from_slice(query.page.limit.as_ref().map_or("null", |limit| limit.digits()).as_bytes());
    out.push(b'}');
    out
}

/// About what a reply with `images` images needs: the counts of all for each counts it has, the titles, and the images.
fn capacity(catalog: &Catalog<'_>, global: &GlobalCounts, images: usize, has: impl Fn(Part) -> bool) -> usize {
    const IMAGE: usize = 800;
    let part = |part, len| if has(part) { len } else { 0 };
    part(Part::Images, images * IMAGE)
        + part(Part::Counts, global.json.len())
        + part(Part::GlobalCounts, global.json.len())
        + part(Part::SpecTitles, catalog.spec_titles_json().len())
        + 4_096
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
