//! Values of facets: their numbers, names and owners.

use std::{borrow::Cow, ops::Range};

use super::{bitmap, bitset::Bitset, dictionary::Dictionary, json::unescape, view::Catalog};
use crate::model::{Facet, FacetSource, SPEC_TAG_FACETS};

impl<'a> Catalog<'a> {
    /// Number of values of all facets.
    #[must_use]
    pub fn values(&self) -> usize {
        self.firsts[Facet::COUNT]
    }

    /// The numbers of the values of `facet`, including values that no image carries.
    #[must_use]
    pub fn values_of(&self, facet: Facet) -> Range<usize> {
        self.firsts[facet as usize]..self.firsts[facet as usize + 1]
    }

    /// The facet of a numbered value.
    pub(crate) fn facet_of(&self, value: usize) -> Facet {
        Facet::ALL[self.firsts[1..Facet::COUNT].partition_point(|first| *first <= value)]
    }

    /// The number of the value of `facet` called `name`, if it exists.
    #[must_use]
    pub fn find(&self, facet: Facet, name: &str) -> Option<usize> {
        Some(self.firsts[facet as usize] + self.keys(facet).find(name)?)
    }

    /// The names of the values of `facet`.
    pub(crate) fn keys(&self, facet: Facet) -> &Dictionary<'a> {
        match tag_index(facet) {
            Some(index) => &self.tag_keys[index],
            None if facet == Facet::Lang => &self.language_keys,
            None if facet == Facet::Lib => &self.library_keys,
            None => &self.specs,
        }
    }

    /// The label of the value at `place` within `facet`, as a JSON string: the name of a language or library, the title
    /// of a spec, or the value itself.
    #[must_use]
    pub fn label(&self, facet: Facet, place: usize) -> &'a [u8] {
        self.keys(facet).label(place)
    }

    /// The label of the value at `place` within `facet`, as text.
    #[must_use]
    pub fn label_text(&self, facet: Facet, place: usize) -> Cow<'a, str> {
        // Opening has checked that all labels are JSON strings.
        let escaped = self.label(facet, place).get(1..).and_then(|rest| rest.strip_suffix(b"\""));
        escaped.and_then(unescape).unwrap_or_default()
    }

    /// Adds the owners of `value` of `facet` to `owners`: specs for a spec tag, rows for a language, a library or an
    /// implementation tag.
    pub(crate) fn unite_owners_into(&self, facet: Facet, value: usize, owners: &mut Bitset) {
        match tag_index(facet) {
            // A rare value is faster to read from its posting list.
            Some(index) if !self.row_values.is_frequent(value) => {
                bitmap::unite_into(self.postings[index].get(value - self.firsts[facet as usize]), owners);
            }
            _ => self.row_values.unite_into(value, owners),
        }
    }
}

/// The index of a tag facet among all tag facets.
pub(super) fn tag_index(facet: Facet) -> Option<usize> {
    match facet.source() {
        FacetSource::Key => None,
        FacetSource::SpecTag(index) => Some(index),
        FacetSource::ImplTag(index) => Some(SPEC_TAG_FACETS.len() + index),
    }
}
