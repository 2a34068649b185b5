//! The contract in simple loops: the expected answers, without regard to speed.
//!
//! Written from the contract, not from the engine. If the two differ, one of them is wrong.

mod facet_search;
mod faults;
mod filter;
mod image_lists;
mod json;
mod parameters;
mod sort;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog_edge::model::{Facet, FacetSource, Impl, Language, Library, Records, Spec};

pub(crate) use self::words::different_words;
use self::{
    json::{json, object},
    parameters::Group,
};

/// A second, simple and slow implementation of a catalogue.
pub(crate) struct Naive {
    specs: BTreeMap<String, Spec>,
    languages: Vec<Language>,
    libraries: Vec<Library>,
    /// In default order.
    impls: Vec<Impl>,
    /// Those with a preview.
    images: Vec<Image>,
    /// The counts of all images, the same in every reply.
    global_counts: BTreeMap<Facet, Counts>,
    /// The folded words of every text that `q` searches.
    words: HashMap<String, Vec<String>>,
}

/// An implementation that replies show, and its number in the default order of all images.
#[derive(Clone)]
struct Image {
    item: Impl,
    row: u32,
}

/// The values of one facet, each with a number of images: highest number first, then by value.
type Counts = Vec<(String, usize)>;

/// The best place in an image of a word that is searched for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    in_title: bool,
    whole: bool,
}

impl Naive {
    /// Takes the records in any order.
    pub(crate) fn new(records: &Records) -> Self {
        let (mut specs, mut impls) = (records.specs.clone(), records.impls.clone());
        // A value that is listed twice counts once.
        let once = |tags: &mut Vec<String>| {
            tags.sort();
            tags.dedup();
        };
        specs.iter_mut().flat_map(|spec| &mut spec.tags).for_each(once);
        impls.iter_mut().flat_map(|item| &mut item.tags).for_each(once);
        impls.sort_by(|a, b| (&a.spec, &a.language, &a.library).cmp(&(&b.spec, &b.language, &b.library)));
        let shown = impls.iter().filter(|item| item.url_light.as_ref().is_some_and(|url| !url.is_empty()));
        let images = shown.cloned().zip(0..).map(|(item, row)| Image { item, row }).collect();
        let mut naive = Self {
            specs: specs.into_iter().map(|spec| (spec.id.clone(), spec)).collect(),
            languages: records.languages.clone(),
            libraries: records.libraries.clone(),
            impls,
            images,
            global_counts: BTreeMap::new(),
            words: HashMap::new(),
        };
        naive.global_counts = naive.counts_of(&naive.images.iter().collect::<Vec<_>>(), &Facet::ALL);
        let values = naive.global_counts.values().flatten().map(|(value, _)| value);
        let titles = naive.specs.values().map(|spec| &spec.title);
        let languages = naive.languages.iter().map(|language| &language.name);
        let libraries = naive.libraries.iter().map(|library| &library.name);
        let texts = values.chain(titles).chain(languages).chain(libraries);
        naive.words = texts.map(|text| (text.clone(), words::in_order(text))).collect();
        naive
    }

    /// Body of `GET /stats`.
    pub(crate) fn stats(&self) -> String {
        let specs: BTreeSet<&str> = self.impls.iter().map(|item| item.spec.as_str()).collect();
        let languages: BTreeSet<&str> = self.libraries.iter().map(|library| library.language.as_str()).collect();
        let lines: u64 = self.impls.iter().filter_map(|item| item.line_count).sum();
        object([
            ("specs", specs.len().to_string()),
            ("plots", self.impls.len().to_string()),
            ("libraries", self.libraries.len().to_string()),
            ("languages", languages.len().to_string()),
            ("lines_of_code", lines.to_string()),
        ])
    }

    /// The values of an image, without duplicates.
    fn values<'a>(&'a self, image: &'a Image, facet: Facet) -> Vec<&'a str> {
        let spec = &self.specs[&image.item.spec];
        let tags = match (facet, facet.source()) {
            (Facet::Lang, _) => return vec![&image.item.language],
            (Facet::Lib, _) => return vec![&image.item.library],
            (_, FacetSource::Key) => return vec![&image.item.spec],
            (_, FacetSource::SpecTag(place)) => &spec.tags[place],
            (_, FacetSource::ImplTag(place)) => &image.item.tags[place],
        };
        tags.iter().map(String::as_str).collect()
    }

    fn has_one_of(&self, image: &Image, group: &Group) -> bool {
        let values = self.values(image, group.facet);
        group.values.iter().any(|value| values.contains(&value.as_str()))
    }

    /// The images that have none of the excluded values.
    fn without(&self, excluded: &[Group]) -> Vec<&Image> {
        self.images.iter().filter(|image| !excluded.iter().any(|group| self.has_one_of(image, group))).collect()
    }

    fn counts(&self, images: &[&Image], facet: Facet) -> Counts {
        let mut counts = BTreeMap::<&str, usize>::new();
        for image in images {
            for value in self.values(image, facet) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let mut counts: Counts = counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        counts
    }

    fn counts_of(&self, images: &[&Image], facets: &[Facet]) -> BTreeMap<Facet, Counts> {
        facets.iter().map(|&facet| (facet, self.counts(images, facet))).collect()
    }

    /// Titles of all specs with an implementation, even if none has a preview.
    fn titles(&self) -> String {
        let implemented: BTreeSet<&str> = self.impls.iter().map(|item| item.spec.as_str()).collect();
        object(implemented.into_iter().map(|id| (id, json(&self.specs[id].title))))
    }

    fn title(&self, image: &Image) -> &str {
        &self.specs[&image.item.spec].title
    }

    fn language_name<'a>(&'a self, id: &str) -> &'a str {
        &self.languages.iter().find(|language| language.id == id).expect("it is in the records").name
    }

    fn library_name<'a>(&'a self, id: &str) -> &'a str {
        &self.libraries.iter().find(|library| library.id == id).expect("it is in the records").name
    }

    /// The texts of an image that `q` searches, besides the title: its values, and the names of language and library.
    fn other_texts<'a>(&'a self, image: &'a Image) -> impl Iterator<Item = &'a str> {
        let names = [self.language_name(&image.item.language), self.library_name(&image.item.library)];
        Facet::ALL.into_iter().flat_map(|facet| self.values(image, facet)).chain(names)
    }

    /// True if each word begins a word of the image.
    fn has_words(&self, image: &Image, words: &BTreeSet<String>) -> bool {
        words.iter().all(|word| self.place_of_word(image, word).is_some())
    }

    /// The best place of a word that begins a word of the image.
    fn place_of_word(&self, image: &Image, start: &str) -> Option<Place> {
        let best = |in_title, texts: &mut dyn Iterator<Item = &str>| {
            let words = texts.flat_map(|text| &self.words[text]);
            words.filter(|word| word.starts_with(start)).map(|word| Place { in_title, whole: word == start }).max()
        };
        best(true, &mut [self.title(image)].into_iter()).or_else(|| best(false, &mut self.other_texts(image)))
    }
}

/// The reply about something that does not exist.
fn not_found(message: &str, path: &str) -> (u16, String) {
    (404, object([("status", "404".to_owned()), ("message", json(message)), ("path", json(path))]))
}
