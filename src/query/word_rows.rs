//! Rows that searched words find.

use super::owners::Owners;
use crate::{
    catalog::{Bitset, Catalog},
    model::Facet,
};

/// The rows with a word that begins with `word`.
pub(super) fn rows_of_word(catalog: &Catalog<'_>, word: &str) -> Bitset {
    let mut owners = Owners::none(catalog);
    for (source, _) in catalog.words().beginning_with(word) {
        match source_of(catalog, source) {
            Source::Title(spec) => owners.add_spec(spec),
            Source::Value(facet) => owners.add(facet, source),
        }
    }
    owners.into_rows()
}

/// The rows where `word` is found in the title, and those where it is found whole in its best place. A title is a better
/// place than all others.
pub(super) fn places_of_word(catalog: &Catalog<'_>, word: &str) -> (Bitset, Bitset) {
    let (mut in_title, mut whole_in_title) = (Owners::none(catalog), Owners::none(catalog));
    let mut whole_elsewhere = Owners::none(catalog);
    for (source, is_whole) in catalog.words().beginning_with(word) {
        match source_of(catalog, source) {
            Source::Title(spec) => {
                in_title.add_spec(spec);
                if is_whole {
                    whole_in_title.add_spec(spec);
                }
            }
            Source::Value(facet) if is_whole => whole_elsewhere.add(facet, source),
            Source::Value(_) => {}
        }
    }
    let in_title = in_title.into_rows();
    let mut whole = whole_elsewhere.into_rows();
    whole.subtract(&in_title);
    whole.unite(&whole_in_title.into_rows());
    (in_title, whole)
}

/// The numbers of the values of `facet` of which a word, or a word of the label, begins with `word`. They are counted from
/// the first value of the facet.
pub(crate) fn values_of_word(catalog: &Catalog<'_>, facet: Facet, word: &str) -> Bitset {
    let values = catalog.values_of(facet);
    let mut found = Bitset::empty(values.len());
    for (source, _) in catalog.words().beginning_with(word) {
        match source_of(catalog, source) {
            // The label of a spec is its title.
            Source::Title(spec) if facet == Facet::Spec => found.insert(spec),
            Source::Value(of) if facet == of => found.insert(source - values.start),
            _ => {}
        }
    }
    found
}

/// Source of a word.
enum Source {
    /// The title of this spec.
    Title(usize),
    /// A value of this facet, or its label.
    Value(Facet),
}

fn source_of(catalog: &Catalog<'_>, source: usize) -> Source {
    match source.checked_sub(catalog.values()) {
        Some(spec) => Source::Title(spec),
        None => Source::Value(catalog.facet_of(source)),
    }
}
