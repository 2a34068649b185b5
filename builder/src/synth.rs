//! Generator of synthetic catalogues: the default that the worker serves, and the input of tests and benchmarks.
//!
//! Proportions are those of the real catalogue of 3,623 images: the number of libraries that implement a spec, the
//! number of values of each facet and their frequencies, the techniques of each library. The same arguments give the
//! same records on every platform and with every version of the dependencies. So there are whole numbers only, no hash
//! order and no clock, and the generator of random numbers is part of this code.

mod adoption;
mod code;
mod details;
mod libraries;
mod names;
mod phrases;
mod previews;
mod rng;
mod specs;
mod tags;
mod times;
mod words;

use catalog_edge::model::{Impl, ImplTags, Records};

use adoption::adoption;
pub(crate) use details::show;
use libraries::{Entry, languages, libraries_for};
use previews::Urls;
pub(crate) use previews::{Previews, draw};
use rng::Rng;
use specs::specs;
use tags::ImplTagSource;

/// One of this many specs has an implementation without a preview.
const SPECS_PER_DRAFT: usize = 80;

/// Number of images from which on there are specs without implementations.
const IMAGES_FOR_IDEAS: u64 = 100;

/// Time of the newest change. Any constant will do.
const CHANGED: &str = "2026-01-01T00:00:00Z";

/// Makes a seed of that of the catalogue. Any constant will do.
const TIMES: u64 = 0x7469_6d65;

/// Generates a catalogue of exactly `images` images, whose implementations are generated one by one as they are asked
/// for. URLs lead to `previews`.
///
/// If it is large enough, it also holds a few implementations without a preview and two specs without implementations.
pub(crate) fn synth(images: usize, seed: u64, previews: Previews) -> Records<impl Iterator<Item = Impl>> {
    let count = images as u64;
    let mut rng = Rng::new(seed);
    let libraries = libraries_for(count);
    let adoption = adoption(count, libraries, &mut rng);
    let ideas = if count < IMAGES_FOR_IDEAS { 0 } else { 2 };

    let specs = specs(adoption.len(), ideas, count, &mut rng);
    let ids: Vec<String> = specs.iter().map(|spec| spec.id.clone()).collect();
    let mut tags = ImplTagSource::new(libraries, count);
    let impls_of = move |(number, (spec, takers)): (usize, (String, u32))| {
        let draft = takers.trailing_ones() as usize;
        let mut impls = Vec::new();
        for (place, library) in libraries.iter().enumerate() {
            if takers & (1 << place) != 0 {
                let tags = tags.draw(place, &mut rng);
                impls.push(published(&spec, library, previews.urls(&spec, library), tags, &mut rng));
            } else if place == draft && number % SPECS_PER_DRAFT == SPECS_PER_DRAFT - 1 {
                impls.push(Impl { line_count: Some(1), has_code: true, ..unpublished(&spec, library) });
            }
        }
        impls
    };
    let impls = ids.into_iter().zip(adoption).enumerate().flat_map(impls_of);

    // A sequence of their own, so that all else is the same with times and without.
    let mut rng = Rng::new(seed ^ TIMES);
    let add_times = move |record| with_times(record, &mut rng);

    Records {
        languages: languages(),
        libraries: libraries.iter().map(Entry::library).collect(),
        specs,
        impls: impls.map(add_times),
        changed: Some(CHANGED.to_owned()),
        source: match previews {
            Previews::Elsewhere => format!("synth --images {images} --seed {seed}"),
            Previews::Here => format!("synth --images {images} --seed {seed} --previews"),
        },
    }
}

/// Returns an implementation with its previews: an image.
fn published(spec: &str, library: &Entry, urls: Urls, tags: ImplTags, rng: &mut Rng) -> Impl {
    // Most are good, a few are poor, and a few are excellent.
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

/// Adds the time at which `record` was generated, and that of its last change if there was one.
fn with_times(record: Impl, rng: &mut Rng) -> Impl {
    let generated_at = Some(times::draw(90, rng));
    let updated = times::draw(180, rng);
    Impl { generated_at, updated: (!rng.chance(50)).then_some(updated), ..record }
}

/// Returns an implementation without a preview.
fn unpublished(spec: &str, library: &Entry) -> Impl {
    Impl {
        spec: spec.to_owned(),
        language: library.language.to_owned(),
        library: library.id.to_owned(),
        ..Impl::default()
    }
}

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod tests;
