//! Requests that are changed at random.

use std::collections::BTreeMap;

use catalog_edge::model::{Facet, IMPL_TAG_FACETS, Records, SPEC_TAG_FACETS};
use fastrand::Rng;

/// Most bytes of a URL that the platform takes.
const MOST: usize = 16_000;

/// Names that requests are made of.
pub(crate) struct Vocabulary {
    /// Values by facet, those of most images first.
    values: Vec<(&'static str, Vec<String>)>,
    /// Words of titles and values.
    words: Vec<String>,
}

impl Vocabulary {
    /// The names in `records`.
    pub(crate) fn of(records: &Records) -> Self {
        let specs: BTreeMap<&str, _> = records.specs.iter().map(|spec| (spec.id.as_str(), spec)).collect();
        let mut counts: BTreeMap<Facet, BTreeMap<&str, usize>> = BTreeMap::new();
        let mut count = |facet, value| *counts.entry(facet).or_default().entry(value).or_default() += 1;
        for image in &records.impls {
            count(Facet::Spec, &image.spec);
            count(Facet::Lib, &image.library);
            count(Facet::Lang, &image.language);
            for (facet, values) in IMPL_TAG_FACETS.into_iter().zip(&image.tags) {
                values.iter().for_each(|value| count(facet, value));
            }
            for (facet, values) in SPEC_TAG_FACETS.into_iter().zip(&specs[image.spec.as_str()].tags) {
                values.iter().for_each(|value| count(facet, value));
            }
        }
        let ranked = |counts: BTreeMap<&str, usize>| {
            let mut ranked: Vec<(&str, usize)> = counts.into_iter().collect();
            ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            ranked.into_iter().map(|(value, _)| encoded(value)).collect::<Vec<_>>()
        };
        let words = records.specs.iter().take(2_000).flat_map(|spec| spec.title.split_whitespace().map(encoded));
        Self {
            words: words.collect(),
            values: counts.into_iter().map(|(facet, counts)| (facet.name(), ranked(counts))).collect(),
        }
    }

    /// A facet, and `number` of its values. Values of many images are taken more often.
    fn list(&self, chance: &mut Rng, number: usize) -> (&'static str, String) {
        let (facet, values) = &self.values[chance.usize(..self.values.len())];
        let value = |chance: &mut Rng| {
            let bound = chance.usize(..values.len()) + 1;
            values[chance.usize(..bound)].as_str()
        };
        (facet, (0..number).map(|_| value(chance)).collect::<Vec<_>>().join(","))
    }

    fn word(&self, chance: &mut Rng) -> String {
        let word = &self.words[chance.usize(..self.words.len())];
        let letters = word.chars().take_while(char::is_ascii_alphanumeric).count();
        word[..letters.min(chance.usize(1..8))].to_owned()
    }
}

/// A request to a route whose replies are computed.
#[derive(Clone)]
pub(crate) struct Asked {
    path: String,
    parameters: Vec<(String, String)>,
}

const OMISSIONS: [&str; 5] = ["images", "counts", "globalCounts", "orCounts", "specTitles"];
const SORTS: [&str; 6] = ["quality", "newest", "relevance", "random&seed=1", "random&seed=4294967295", "spec"];

impl Asked {
    /// A request with a few parameters.
    pub(crate) fn random(vocabulary: &Vocabulary, chance: &mut Rng) -> Self {
        let mut asked = Self { path: "/plots/filter".to_owned(), parameters: Vec::new() };
        for _ in 0..chance.usize(1..6) {
            asked.change(vocabulary, chance);
        }
        asked
    }

    /// Path and query.
    pub(crate) fn target(&self) -> String {
        let query: Vec<String> = self.parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}?{}", self.path, query.join("&"))
    }

    /// Changes one thing.
    pub(crate) fn change(&mut self, vocabulary: &Vocabulary, chance: &mut Rng) {
        let any = |chance: &mut Rng, len: usize| chance.usize(..len.max(1));
        let place = any(chance, self.parameters.len());
        match chance.u32(..16) {
            0..4 => {
                let number = [1, 1, 2, 3, 10, 100][chance.usize(..6)];
                let (facet, list) = vocabulary.list(chance, number);
                self.parameters.insert(place, (facet.to_owned(), list));
            }
            // As many different groups as are allowed.
            4 => {
                for _ in 0..chance.usize(1..64) {
                    let number = chance.usize(1..4);
                    let (facet, list) = vocabulary.list(chance, number);
                    self.parameters.push((facet.to_owned(), list));
                }
            }
            5 => {
                let number = [1, 30, 300][chance.usize(..3)];
                let (facet, list) = vocabulary.list(chance, number);
                self.parameters.insert(place, (format!("not.{facet}"), list));
            }
            6 => {
                let words: Vec<String> = (0..chance.usize(1..17)).map(|_| vocabulary.word(chance)).collect();
                self.set(if chance.bool() { "q" } else { "words" }, words.join("+"));
            }
            7 => self.set("sort", SORTS[chance.usize(..SORTS.len())].to_owned()),
            8 => {
                let omitted: Vec<&str> = OMISSIONS.into_iter().filter(|_| chance.bool()).collect();
                self.set("omit", omitted.join(","));
            }
            9 => self.set("limit", [1, 48, 1_000, 100_000][chance.usize(..4)].to_string()),
            10 => self.set("offset", [0, 500, 100_000, 900_000][chance.usize(..4)].to_string()),
            11 => self.set("values", [1, 20, 1_000][chance.usize(..3)].to_string()),
            12 => self.set("fields", ["", "spec_id", "quality,title"][chance.usize(..3)].to_owned()),
            13 => self.parameters.extend_from_within(..),
            14 if !self.parameters.is_empty() => drop(self.parameters.remove(place)),
            14 => {}
            _ => self.path = self.other_path(vocabulary, chance),
        }
        while self.target().len() > MOST {
            let place = any(chance, self.parameters.len());
            self.parameters.remove(place);
        }
    }

    fn other_path(&self, vocabulary: &Vocabulary, chance: &mut Rng) -> String {
        let (facet, value) = vocabulary.list(chance, 1);
        match chance.u32(..6) {
            0 => format!("/plots/facets/{facet}"),
            1 if facet == "lib" => format!("/libraries/{value}/images"),
            1 if facet == "spec" => format!("/specs/{value}/images"),
            _ => "/plots/filter".to_owned(),
        }
    }

    fn set(&mut self, name: &str, value: String) {
        self.parameters.retain(|(other, _)| other != name);
        if !value.is_empty() {
            self.parameters.push((name.to_owned(), value));
        }
    }
}

/// `value` as it is written in a list of a query.
fn encoded(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value
        .bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
