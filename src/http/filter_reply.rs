//! The body of `GET /plots/filter`, written once into one buffer.

use std::ops::Range;

use crate::{
    catalog::Catalog,
    model::Facet,
    output::Output,
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
        let mut json = Output::with_capacity(0);
        let facets = write_facets(catalog, &counts, &mut Vec::new(), &mut json);
        Self { counts, json: json.into_bytes(), facets }
    }
}

/// Writes the reply to `query`.
pub(super) fn write(catalog: &Catalog<'_>, global: &GlobalCounts, query: &FilterQuery<'_>) -> Vec<u8> {
    let selection = Selection::new(catalog, &query.groups);
    let total = selection.total();
    let offset = query.page.offset.saturated().min(total);
    let limit = query.page.limit.as_ref().map_or(usize::MAX, |limit| limit.saturated()).min(total - offset);
    let has = |part| !query.omitted.contains(&part);

    let mut out = Output::with_capacity(capacity(catalog, global, limit, has));
    let mut ranked = Vec::new();
    out.extend(b"{\"total\":");
    out.number(total as u32);
    if has(Part::Images) {
        out.extend(b",\"images\":[");
        catalog.write_images(selection.matching().iter_from(offset).take(limit), &mut out);
        out.extend(b"]");
    }
    // Where every image matches, the counts are those of all. Or-counts are told from them, be they shown or not.
    let is_counted = total < catalog.images() && (has(Part::Counts) || has(Part::OrCounts));
    let own_counts = is_counted.then(|| FacetCounts::of(catalog, &selection));
    let mut own_facets = None;
    if has(Part::Counts) {
        out.extend(b",\"counts\":");
        match &own_counts {
            Some(counts) => own_facets = Some(write_facets(catalog, counts, &mut ranked, &mut out)),
            None => out.extend(&global.json),
        }
    }
    if has(Part::GlobalCounts) {
        out.extend(b",\"globalCounts\":");
        out.extend(&global.json);
    }
    if has(Part::OrCounts) {
        out.extend(b",\"orCounts\":[");
        let counts = own_counts.as_ref().unwrap_or(&global.counts);
        for (group, facet) in selection.facets().enumerate() {
            if group > 0 {
                out.extend(b",");
            }
            match (OrCounts::of(catalog, counts, &selection, group, facet), &own_facets) {
                (OrCounts::Own(counts), _) => write_facet(catalog, facet, &counts, &mut ranked, &mut out),
                (OrCounts::Matching, Some(facets)) => out.repeat(facets[facet as usize].clone()),
                (OrCounts::Matching, None) if own_counts.is_some() => {
                    write_facet(catalog, facet, counts.values(catalog, facet), &mut ranked, &mut out);
                }
                _ => out.extend(&global.json[global.facets[facet as usize].clone()]),
            }
        }
        out.extend(b"]");
    }
    if has(Part::SpecTitles) {
        out.extend(b",\"specTitles\":{");
        out.extend(catalog.spec_titles_json());
        out.extend(b"}");
    }
    out.extend(b",\"offset\":");
    out.extend(query.page.offset.digits().as_bytes());
    out.extend(b",\"limit\":");
    out.extend(query.page.limit.as_ref().map_or("null", |limit| limit.digits()).as_bytes());
    out.extend(b"}");
    out.into_bytes()
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

/// Writes the object of one facet: its values with their counts, most first.
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
