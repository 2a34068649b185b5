//! The body of `GET /plots/facets/{facet}`: the values of one facet that match searched words.

use std::ops::Range;

use super::output::Output;
use crate::{
    catalog::{Bitset, Catalog},
    fold::{self, Letter},
    model::Facet,
    query::{Entry, FacetCounts, FacetSearch, Selection, rank, values_of_word},
};

/// Writes the page of the values of `facet` that `search` asks for. `global` are the counts over all images.
#[inline(never)]
pub(super) fn body(catalog: &Catalog<'_>, global: &FacetCounts, facet: Facet, mut search: FacetSearch<'_>) -> Vec<u8> {
    // The last group of the facet is the one being chosen, so it does not restrict.
    search.conditions.remove_last(facet);
    let selection = Selection::new(catalog, &search.conditions, &search.image_words);
    let counts = FacetCounts::of(catalog, &selection, &catalog.values_of(facet));
    let counts = counts.values(catalog, facet);
    let found = found(catalog, facet, &search.words);
    // One more than the count for each found value, so that those without images are ranked too.
    let carried = (0..).zip(global.values(catalog, facet)).map(|(place, count)| *count > 0 && found.contains(place));
    let found: Vec<u32> = carried.zip(counts).map(|(is_found, count)| if is_found { count + 1 } else { 0 }).collect();
    let mut ranked = Vec::new();
    let ranking = rank(&found, None, &mut ranked);
    let page = search.page.of(ranking.occurring);

    let mut out = Output::with_capacity(4_096);
    out.extend(format!("{{\"facet\":\"{}\",\"total\":{},\"values\":[", facet.name(), ranking.occurring).as_bytes());
    for (number, entry) in Entry::all(&ranking.entries[page]).enumerate() {
        let place = entry.place();
        out.extend(if number > 0 { b",{\"value\":" } else { b"{\"value\":" });
        out.extend(catalog.keys(facet).string(place));
        out.extend(b",\"label\":");
        out.extend(catalog.label(facet, place));
        out.extend(b",\"count\":");
        out.number(entry.count() - 1);
        out.extend(b",\"match\":");
        match place_in(&catalog.label_text(facet, place), &search.words) {
            Some(Range { start, end }) => out.extend(format!("[{start},{end}]}}").as_bytes()),
            None => out.extend(b"null}"),
        }
    }
    let limit = search.page.limit.as_ref().map_or("null", |limit| limit.digits());
    out.extend(format!("],\"offset\":{},\"limit\":{limit}}}", search.page.offset.digits()).as_bytes());
    out.into_bytes()
}

/// The values of `facet` that match all `words`.
fn found(catalog: &Catalog<'_>, facet: Facet, words: &[String]) -> Bitset {
    let mut found = Bitset::full(catalog.values_of(facet).len());
    for word in words {
        found.intersect(&values_of_word(catalog, facet, word));
    }
    found
}

/// The first place in a label of a word that begins with one of `words`, the longest of those that fit there. In UTF-16
/// units.
fn place_in(label: &str, words: &[String]) -> Option<Range<usize>> {
    let letters = fold::fold(label);
    let begins = |of_label: &[Letter], word: &str| {
        word.chars()
            .zip(of_label.iter().map(Some).chain(std::iter::repeat(None)))
            .all(|(letter, found)| found.is_some_and(|found| found.letter == letter))
    };
    fold::words_of(&letters).find_map(|of_label| {
        let fitting = words.iter().filter(|word| begins(of_label, word));
        let length = fitting.map(|word| word.chars().count()).max()?;
        Some(of_label[0].place.start..of_label[length - 1].place.end)
    })
}
