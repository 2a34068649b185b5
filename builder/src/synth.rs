//! A believable catalogue without a database: the default the worker serves, and the food of tests and benches.
//!
//! Proportions are those of the real catalogue of 3,623 images: how many libraries take up a spec, how many
//! values each facet has and how unequally they are used, which techniques go with which library. The same arguments
//! give the same records on every platform and in every later version of any dependency: whole numbers only, no hash
//! order, no clock, and a generator of random numbers written out below.

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
mod words;

use catalog_edge::model::{Impl, Records};

use adoption::adoption;
pub(crate) use details::show;
use libraries::{Entry, languages, libraries_for};
use previews::Urls;
pub(crate) use previews::{Previews, draw};
use rng::Rng;
use specs::specs;
use tags::ImplTags;

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
