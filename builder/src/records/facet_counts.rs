//! Numbers of images by facet value, counted in a simple way: image by image, value by value.

use std::collections::BTreeMap;

use catalog_edge::model::{Facet, FacetSource, Impl, Records, Spec};

/// Values of each facet, by name, and the number of images that have each.
pub(crate) type FacetCounts = BTreeMap<Facet, BTreeMap<String, u64>>;

/// Counts the images of `records`. All implementations must be images, and no list of tags may hold a value twice.
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

/// Returns the values of a facet, those with most images first, then by name.
pub(crate) fn ranked(counts: &BTreeMap<String, u64>) -> Vec<(&str, u64)> {
    let mut ranked: Vec<(&str, u64)> = counts.iter().map(|(name, count)| (&**name, *count)).collect();
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    ranked
}
