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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::sample::{catalogue, image};

    #[test]
    fn images_are_counted_by_value_and_values_ranked_by_images() {
        let mut records = catalogue(["bar", "box", "pie"].map(|spec| image(spec, "r", "grid")).into());
        records.specs[0].tags[0] = vec!["z".into()];
        records.specs[1].tags[0] = vec!["a".into(), "z".into()];
        records.impls[2].tags[4] = vec!["bold".into()];
        let counts = count(&records);
        for (facet, expected) in [
            (Facet::Lang, &[("r", 3)][..]),
            (Facet::Lib, &[("grid", 3)]),
            (Facet::Spec, &[("bar", 1), ("box", 1), ("pie", 1)]),
            (Facet::Plot, &[("z", 2), ("a", 1)]),
            (Facet::Style, &[("bold", 1)]),
            (Facet::Dep, &[]),
        ] {
            assert_eq!(ranked(&counts[&facet]), expected, "{facet:?}");
        }
    }
}
