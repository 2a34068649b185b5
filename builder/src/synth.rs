//! A believable catalogue without a database: the default the worker serves, and the food of tests and benches.
//!
//! Proportions are those of the real catalogue of [`REAL_IMAGES`] images: how many libraries take up a spec, how many
//! values each facet has and how unequally they are used, which techniques go with which library. The same arguments
//! give the same records on every platform and in every later version of any dependency: whole numbers only, no hash
//! order, no clock, and a generator of random numbers written out below.

mod code;
mod details;
mod libraries;
mod names;
mod previews;
mod rng;
mod words;

use catalog_edge::model::{IMPL_TAG_FACETS, Impl, Records, SPEC_TAG_FACETS, Spec};

pub(crate) use self::details::show;
pub(crate) use self::previews::{Previews, draw};
use self::{
    libraries::{ADOPTION_OF, Entry, languages, libraries_for},
    names::Names,
    previews::Urls,
    rng::Rng,
    words::Vocabulary,
};

/// Images of the catalogue whose proportions are imitated.
const REAL_IMAGES: u64 = 3_623;

/// Fewest images of a spec, in a catalogue large enough.
const FEWEST_IMAGES: u32 = 6;

/// One spec in this many has an implementation that has no preview yet.
const SPECS_PER_DRAFT: usize = 80;

/// From this many images on, there are specs that nobody has implemented yet.
const IMAGES_FOR_IDEAS: u64 = 100;

/// When the catalogue claims to have changed: any instant will do, as long as it is always the same.
const CHANGED: &str = "2026-01-01T00:00:00Z";

/// A catalogue of exactly `images` images, the same for the same arguments. URLs lead to `previews`.
///
/// Beside the images it holds a few implementations without a preview and two specs without implementations, once
/// it is large enough for such things to happen.
pub(crate) fn synth(images: usize, seed: u64, previews: Previews) -> Records {
    let count = images as u64;
    let mut rng = Rng::new(seed);
    let libraries = libraries_for(count);
    let adoption = adoption(count, libraries, &mut rng);
    let ideas = if count < IMAGES_FOR_IDEAS { 0 } else { 2 };

    let specs = specs(adoption.len(), ideas, count, &mut rng);
    let mut impls = Vec::with_capacity(images + adoption.len() / SPECS_PER_DRAFT);
    let mut tags = ImplTags::new(libraries, count);
    for (number, (spec, takers)) in specs.iter().zip(&adoption).enumerate() {
        let draft = takers.trailing_ones() as usize;
        for (place, library) in libraries.iter().enumerate() {
            if takers & (1 << place) != 0 {
                let tags = tags.draw(place, &mut rng);
                impls.push(published(&spec.id, library, previews.urls(&spec.id, library), tags, &mut rng));
            } else if place == draft && number % SPECS_PER_DRAFT == SPECS_PER_DRAFT - 1 {
                impls.push(Impl { line_count: Some(1), has_code: true, ..unpublished(&spec.id, library) });
            }
        }
    }

    Records {
        languages: languages(),
        libraries: libraries.iter().map(Entry::library).collect(),
        specs,
        impls,
        changed: Some(CHANGED.to_owned()),
        source: match previews {
            Previews::Elsewhere => format!("synth --images {images} --seed {seed}"),
            Previews::Here => format!("synth --images {images} --seed {seed} --previews"),
        },
        documents: None,
    }
}

/// Which libraries have an image of which spec: a bit for each library, a number for each spec, `images` bits in all.
fn adoption(images: u64, libraries: &[Entry], rng: &mut Rng) -> Vec<u32> {
    let bits_per_real_spec: u64 = libraries.iter().map(|library| library.adoption).sum();
    let specs = (images * ADOPTION_OF).div_ceil(bits_per_real_spec);
    let mut takers: Vec<u32> = (0..specs).map(|_| takers_of_a_spec(libraries, rng)).collect();

    // The draws come close to `images`; give or take single images, from spec to spec, until they are right.
    let fewest = FEWEST_IMAGES.min(images.checked_div(specs).unwrap_or(0) as u32);
    let mut total: u64 = takers.iter().map(|bits| u64::from(bits.count_ones())).sum();
    let mut place = 0;
    while total != images {
        let bits = &mut takers[place];
        let library = 1 << rng.below(libraries.len() as u64);
        if total < images && *bits & library == 0 {
            *bits |= library;
            total += 1;
        } else if total > images && *bits & library != 0 && bits.count_ones() > fewest {
            *bits &= !library;
            total -= 1;
        }
        place = (place + 1) % takers.len();
    }
    takers
}

/// The established libraries decide for themselves; the newer ones follow the same call: what one finds worth
/// implementing, so do all that are adopted more widely.
fn takers_of_a_spec(libraries: &[Entry], rng: &mut Rng) -> u32 {
    let call = rng.below(ADOPTION_OF);
    libraries.iter().enumerate().fold(0, |bits, (place, library)| {
        let draw = if library.is_established() { rng.below(ADOPTION_OF) } else { call };
        bits | u32::from(draw < library.adoption) << place
    })
}

/// `implemented` specs, then `ideas` more.
fn specs(implemented: usize, ideas: usize, images: u64, rng: &mut Rng) -> Vec<Spec> {
    let mut tags = SPEC_TAG_FACETS.map(|facet| TagSource::new(words::of(facet), implemented, images));
    let mut names = Names::new();
    (0..implemented + ideas)
        .map(|number| {
            let mut tags = tags.each_mut().map(|source| source.draw(Vocabulary::everywhere, rng));
            let kind = match tags[0].first() {
                Some(kind) => kind.clone(),
                None => words::of(SPEC_TAG_FACETS[0]).frequent[rng.below(8) as usize].value.to_owned(),
            };
            // A few specs lack even this tag.
            if tags[0].is_empty() && !rng.chance(20) {
                tags[0].push(kind.clone());
            }
            let (id, mut title) = names.next(&kind);
            // Truths that plain words would hide: text is not ASCII, and may hold quotes.
            match number {
                1 => title.push_str(" (Wöhler’s Curve)"),
                2 => title.push_str(" \"at a Glance\""),
                _ => {}
            }
            Spec { id, title, tags }
        })
        .collect()
}

/// Tags of implementations: what each library does, facet by facet.
struct ImplTags<'a> {
    libraries: &'a [Entry],
    sources: [TagSource; 5],
}

impl<'a> ImplTags<'a> {
    fn new(libraries: &'a [Entry], images: u64) -> Self {
        let sources = IMPL_TAG_FACETS.map(|facet| TagSource::new(words::of(facet), images as usize, images));
        Self { libraries, sources }
    }

    /// The tags of the next implementation, by the library at this place.
    fn draw(&mut self, place: usize, rng: &mut Rng) -> [Vec<String>; 5] {
        let library = self.libraries[place].id;
        self.sources.each_mut().map(|source| source.draw(|frequent| frequent.per_mille_in(library), rng))
    }
}

/// Draws the tags of one facet, row by row.
///
/// Frequent values are independent of each other. Rare ones have a Zipf-like skew among themselves, and each is sure
/// to occur: it is due at one row, the rare values being spread evenly over all rows.
struct TagSource {
    vocabulary: &'static Vocabulary,
    frequent: usize,
    rare: Vec<String>,
    /// Running totals of the weights of `rare`.
    skew: Vec<u64>,
    /// Chance, in a million, that a row where no rare value is due gets one nevertheless.
    chance: u64,
    rows: usize,
    row: usize,
}

impl TagSource {
    fn new(vocabulary: &'static Vocabulary, rows: usize, images: u64) -> Self {
        // A new value turns up ever more seldom: their number grows with the fourth root of the catalogue.
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

    /// The tags of the next row; `per_mille` says how likely each frequent value is there.
    fn draw(&mut self, per_mille: impl Fn(&words::Frequent) -> u64, rng: &mut Rng) -> Vec<String> {
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

/// An implementation with its previews: an image.
fn published(spec: &str, library: &Entry, urls: Urls, tags: [Vec<String>; 5], rng: &mut Rng) -> Impl {
    // Most are good; a few were published all the same, and a few are excellent.
    let quality = match rng.below(100) {
        0..2 => 60 + rng.below(19),
        2..4 => 97 + rng.below(4),
        _ => 79 + rng.below(10) + rng.below(10),
    };
    Impl {
        quality: Some(f64::from(quality as u32)),
        url_light: Some(urls.light),
        url_dark: Some(urls.dark),
        html_light: library.interactive.then_some(urls.html_light),
        html_dark: library.interactive.then_some(urls.html_dark),
        tags,
        line_count: Some(43 + rng.below(134) + rng.below(134)),
        has_code: true,
        ..unpublished(spec, library)
    }
}

/// An implementation of which there is nothing to see yet.
fn unpublished(spec: &str, library: &Entry) -> Impl {
    Impl {
        spec: spec.to_owned(),
        language: library.language.to_owned(),
        library: library.id.to_owned(),
        ..Impl::default()
    }
}

#[cfg(test)]
mod tests;
