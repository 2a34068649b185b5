//! Specs of a synthetic catalogue.

use catalog_edge::model::{SPEC_TAG_FACETS, Spec};

use super::names::Names;
use super::rng::Rng;
use super::tags::TagSource;
use super::words::{self, Vocabulary};

/// Generates `implemented` specs, then `ideas` more.
pub(super) fn specs(implemented: usize, ideas: usize, images: u64, rng: &mut Rng) -> Vec<Spec> {
    let mut tags = SPEC_TAG_FACETS.map(|facet| TagSource::new(words::of(facet), implemented, images));
    let mut names = Names::new();
    (0..implemented + ideas)
        .map(|number| {
            let mut tags = tags.each_mut().map(|source| source.draw(Vocabulary::everywhere, rng));
            let kind = match tags[0].first() {
                Some(kind) => kind.clone(),
                None => words::of(SPEC_TAG_FACETS[0]).frequent[rng.below(8) as usize].value.to_owned(),
            };
            // A few specs have no tag of this facet.
            if tags[0].is_empty() && !rng.chance(20) {
                tags[0].push(kind.clone());
            }
            let (id, mut title) = names.next(&kind);
            // Titles of a real catalogue hold quotes and letters beyond ASCII.
            match number {
                1 => title.push_str(" (Wöhler’s Curve)"),
                2 => title.push_str(" \"at a Glance\""),
                _ => {}
            }
            Spec { id, title, tags }
        })
        .collect()
}
