//! How many images carry each facet value, counted the plain way: image by image, value by value.

use std::collections::BTreeMap;

use catalog_edge::model::{Facet, FacetSource, Impl, Records, Spec};

/// For every facet the values that occur, by name, and how many images carry each.
pub(crate) type FacetCounts = BTreeMap<Facet, BTreeMap<String, u64>>;

/// Counts `records`, whose implementations are images and whose lists of tags hold no value twice.
pub(crate) fn count(records: &Records) -> FacetCounts {
    let specs: BTreeMap<&str, &Spec> = records.specs.iter().map(|spec| (&*spec.id, spec)).collect();
    let mut all: FacetCounts = Facet::ALL.map(|facet| (facet, BTreeMap::new())).into();
    for image in &records.impls {
        for (facet, counts) in &mut all {
            for value in values(image, specs.get(&*image.spec).copied(), *facet) {
                match counts.get_mut(value) {
                    Some(count) => *count += 1,
                    None => _ = counts.insert(value.clone(), 1),
                }
            }
        }
    }
    all
}

fn values<'r>(image: &'r Impl, spec: Option<&'r Spec>, facet: Facet) -> &'r [String] {
    match (facet, facet.source()) {
        (Facet::Lang, _) => std::slice::from_ref(&image.language),
        (Facet::Lib, _) => std::slice::from_ref(&image.library),
        (_, FacetSource::Key) => std::slice::from_ref(&image.spec),
        (_, FacetSource::SpecTag(place)) => spec.map_or(&[], |spec| &spec.tags[place]),
        (_, FacetSource::ImplTag(place)) => &image.tags[place],
    }
}

/// The values of one facet, most images first, then by name.
pub(crate) fn ranked(counts: &BTreeMap<String, u64>) -> Vec<(&str, u64)> {
    let mut ranked: Vec<(&str, u64)> = counts.iter().map(|(name, count)| (&**name, *count)).collect();
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    ranked
}
