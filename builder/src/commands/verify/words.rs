//! Compares the word index with the words of the records.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::fold;
use catalog_edge::model::{Facet, FacetSource, Records};
use serde_json::json;

use super::verification::Difference;

/// Sources of each word, as FORMAT.md numbers them.
pub(super) type WordIndex = BTreeMap<String, Vec<usize>>;

/// Compares `stored` with the words of `records`. Folding is that of the engine, whose tests compare it with Unicode's
/// tables.
pub(super) fn differences(stored: &WordIndex, records: &Records) -> Vec<Difference> {
    let mut expected = WordIndex::new();
    for (number, words) in sources(records).into_iter().enumerate() {
        for word in words {
            expected.entry(word).or_default().push(number);
        }
    }
    let words: BTreeSet<&String> = stored.keys().chain(expected.keys()).collect();
    let sources = |index: &WordIndex, word: &str| index.get(word).map_or(json!(null), |sources| json!(sources));
    words
        .into_iter()
        .filter_map(|word| Difference::between("words", word, sources(stored, word), sources(&expected, word)))
        .collect()
}

/// Returns the words of each source.
fn sources(records: &Records) -> Vec<BTreeSet<String>> {
    let words = |texts: &[&str]| texts.iter().flat_map(|text| fold::words(text)).collect::<BTreeSet<_>>();
    let mut sources = Vec::new();
    sources.extend(records.languages.iter().map(|language| words(&[&language.id, &language.name])));
    sources.extend(records.libraries.iter().map(|library| words(&[&library.id, &library.name])));
    sources.extend(records.specs.iter().map(|spec| &words(&[&spec.id]) - &words(&[&spec.title])));
    for facet in Facet::ALL {
        let tags: BTreeSet<&String> = match facet.source() {
            FacetSource::Key => continue,
            FacetSource::SpecTag(place) => records.specs.iter().flat_map(|spec| &spec.tags[place]).collect(),
            FacetSource::ImplTag(place) => records.impls.iter().flat_map(|image| &image.tags[place]).collect(),
        };
        sources.extend(tags.into_iter().map(|tag| words(&[tag])));
    }
    sources.extend(records.specs.iter().map(|spec| words(&[&spec.title])));
    sources
}
