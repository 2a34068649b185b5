//! Orders of images.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{Image, Naive};

/// Sorts of `/plots/filter`.
pub(super) const ALL: [&str; 5] = ["spec", "quality", "newest", "random", "relevance"];

/// Sorts of `/libraries/{id}/images`.
pub(super) const WITHOUT_WORDS: [&str; 4] = ["spec", "quality", "newest", "random"];

pub(super) enum Sort {
    Spec,
    Quality,
    Newest,
    Random(u32),
    Relevance,
}

impl Sort {
    /// Sorts images that are in default order, which remains the order of ties.
    pub(super) fn apply(self, images: &mut [&Image], naive: &Naive, words: &BTreeSet<String>) {
        match self {
            Self::Spec => {}
            Self::Quality => images.sort_by(|a, b| {
                let quality = |image: &Image| image.item.quality.unwrap_or(f64::NEG_INFINITY);
                quality(b).total_cmp(&quality(a))
            }),
            // `None` is less than any time.
            Self::Newest => images.sort_by_key(|image| Reverse(image.item.updated.or(image.item.generated_at))),
            Self::Random(seed) => images.sort_by_key(|image| key(image.row, seed)),
            Self::Relevance => images.sort_by_cached_key(|image| {
                let places: Vec<_> = words.iter().filter_map(|word| naive.place_of_word(image, word)).collect();
                let in_title = places.iter().filter(|place| place.in_title).count();
                let whole = places.iter().filter(|place| place.whole).count();
                (Reverse(in_title), Reverse(whole))
            }),
        }
    }
}

/// The key of a row in the random order of a seed.
fn key(row: u32, seed: u32) -> u32 {
    mix(mix(row.wrapping_add(0x9e37_79b9)) ^ mix(seed ^ 0x85eb_ca6b))
}

fn mix(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x85eb_ca6b);
    x ^= x >> 13;
    x = x.wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}
