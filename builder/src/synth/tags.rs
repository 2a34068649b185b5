//! Random tags, facet by facet.

use catalog_edge::model::{IMPL_TAG_FACETS, ImplTags};

use super::libraries::Entry;
use super::rng::Rng;
use super::words::{self, Vocabulary};

/// Images of the real catalogue.
const REAL_IMAGES: u64 = 3_623;

/// Generator of the tags of implementations.
pub(super) struct ImplTagSource<'a> {
    libraries: &'a [Entry],
    sources: [TagSource; IMPL_TAG_FACETS.len()],
}

impl<'a> ImplTagSource<'a> {
    pub(super) fn new(libraries: &'a [Entry], images: u64) -> Self {
        let sources = IMPL_TAG_FACETS.map(|facet| TagSource::new(words::of(facet), images as usize, images));
        Self { libraries, sources }
    }

    /// Draws the tags of the next implementation, by the library at `place`.
    pub(super) fn draw(&mut self, place: usize, rng: &mut Rng) -> ImplTags {
        let library = self.libraries[place].id;
        self.sources.each_mut().map(|source| source.draw(|frequent| frequent.per_mille_in(library), rng))
    }
}

/// Generator of the tags of one facet, row by row.
///
/// Frequent values are independent of each other. Rare ones have a Zipf-like distribution, and each occurs at least
/// once: in a row of its own, and these rows are spread evenly.
pub(super) struct TagSource {
    vocabulary: &'static Vocabulary,
    frequent: usize,
    rare: Vec<String>,
    /// Cumulative weights of `rare`.
    skew: Vec<u64>,
    /// Probability, in a million, that a row in which no rare value is due gets one.
    chance: u64,
    rows: usize,
    row: usize,
}

impl TagSource {
    pub(super) fn new(vocabulary: &'static Vocabulary, rows: usize, images: u64) -> Self {
        // The number of values grows with the fourth root of the number of images.
        let growth = (u128::from(images) * 1_000_000_000_000 / u128::from(REAL_IMAGES)).isqrt().isqrt() as u64;
        let values = (vocabulary.values * growth / 1_000).clamp(1, rows.max(1) as u64);
        let frequent = vocabulary.frequent.len().min(values as usize);
        let rare: Vec<String> = vocabulary.rare_values().take(values as usize - frequent).collect();
        let skew = (1..=rare.len() as u64).scan(0, |total, rank| {
            *total += 1_000_000 / rank;
            Some(*total)
        });
        let due = rare.len() as u64 * 1_000_000 / rows.max(1) as u64;
        Self {
            vocabulary,
            frequent,
            skew: skew.collect(),
            rare,
            chance: (vocabulary.rare_per_mille * 1_000).saturating_sub(due),
            rows,
            row: 0,
        }
    }

    /// Draws the tags of the next row. `per_mille` returns the probability of each frequent value.
    pub(super) fn draw(&mut self, per_mille: impl Fn(&words::Frequent) -> u64, rng: &mut Rng) -> Vec<String> {
        let rare = self.rare.len();
        let due = |row: usize| (row * rare / self.rows.max(1)).min(rare);
        let mut tags = self.rare[due(self.row)..due(self.row + 1)].to_vec();
        self.row += 1;
        if let (true, Some(&total)) = (tags.is_empty() && rng.below(1_000_000) < self.chance, self.skew.last()) {
            let draw = rng.below(total);
            tags.push(self.rare[self.skew.partition_point(|&sum| sum <= draw)].clone());
        }
        for frequent in &self.vocabulary.frequent[..self.frequent] {
            if rng.chance(per_mille(frequent)) {
                tags.push(frequent.value.to_owned());
            }
        }
        tags
    }
}
