//! The sections of values: names of languages, libraries, specs and tags, owners of the tags, and the word index.

use std::collections::BTreeMap;

use super::{CatalogBuilder, refusal};
use crate::{
    catalog::{
        bitmap,
        dictionary::Dictionary,
        incidence::{MAX_VALUES, can_number},
        section_names,
        sections::SectionsBuf,
        string_table::StringTable,
        words::WordsBuf,
    },
    fold,
    model::{Facet, IMPL_TAG_FACETS, Refusal, SPEC_TAG_FACETS, Spec},
};

impl CatalogBuilder {
    /// Writes the values of all facets in their order, and the words that find them.
    pub(super) fn put_values(&self, sections: &mut SectionsBuf) -> Result<(), Refusal> {
        let languages = self.languages.iter().map(|language| (&*language.id, &*language.name));
        let libraries = self.libraries.iter().map(|library| (&*library.id, &*library.name));
        Dictionary::put_object(sections, section_names::LANGUAGES_BY_ID, languages.clone());
        Dictionary::put_object(sections, section_names::LIBRARIES_BY_ID, libraries.clone());
        let specs = self.specs.iter().map(|spec| (&*spec.id, &*spec.title));
        Dictionary::put_object(sections, section_names::SPECS, specs);

        let mut words = WordsBuf::default();
        for (id, name) in languages.chain(libraries) {
            words.add_source([id, name].into_iter().flat_map(fold::words));
        }
        self.specs.iter().for_each(|spec| words.add_source(words_of_id(spec)));
        for (index, facet) in SPEC_TAG_FACETS.into_iter().enumerate() {
            let mut owners: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
            for (spec, number) in self.specs.iter().zip(0..) {
                spec.tags[index].iter().for_each(|value| owners.entry(value).or_default().push(number));
            }
            put_tag(sections, &mut words, facet, &owners);
        }
        for (facet, owners) in IMPL_TAG_FACETS.into_iter().zip(&self.impl_tags) {
            put_tag(sections, &mut words, facet, owners);
        }
        let values = words.count();
        if !can_number(values) {
            let reason = format!(
                "found {values} specs, libraries, languages and tags, expected at most {MAX_VALUES}: remove some"
            );
            return Err(refusal("impls", "*".to_owned(), "impl_tags", reason));
        }
        self.specs.iter().for_each(|spec| words.add_source(fold::words(&spec.title)));
        words.put(sections);
        Ok(())
    }
}

/// The words of a spec's id that its title does not have. Most ids repeat the words of their title, and a word of the
/// title counts more.
fn words_of_id(spec: &Spec) -> Vec<String> {
    let title = fold::words(&spec.title);
    let mut words = fold::words(&spec.id);
    words.retain(|word| !title.contains(word));
    words
}

/// Writes one facet: its values with their ascending owners.
fn put_tag(
    sections: &mut SectionsBuf,
    words: &mut WordsBuf,
    facet: Facet,
    owners: &BTreeMap<impl AsRef<str> + Ord, Vec<u32>>,
) {
    let names = owners.keys().map(AsRef::as_ref);
    names.clone().for_each(|name| words.add_source(fold::words(name)));
    Dictionary::put(sections, &section_names::tag_keys(facet), names);
    let postings = owners.values().map(|owners| bitmap::serialize(owners.iter().copied()));
    StringTable::put(sections, &section_names::tag_postings(facet), postings);
}
