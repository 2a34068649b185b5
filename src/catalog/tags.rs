//! Tags of specs and rows by name, and posting lists of the tags.

use super::{editions::Edition, inconsistency::Inconsistency, json::unescape, section_names, view::Catalog};
use crate::model::{Facet, IMPL_TAG_FACETS, ImplTags, SPEC_TAG_FACETS, SpecTags};

impl Catalog<'_> {
    /// Names of the tags of `spec` by facet, each list ascending.
    pub(crate) fn tags_of_spec(&self, spec: usize) -> Result<SpecTags, Inconsistency> {
        self.tags(SPEC_TAG_FACETS, &self.spec_values.of(spec))
    }

    /// Names of the tags of the implementation in `row` by facet, each list ascending.
    pub(crate) fn tags_of_row(&self, row: usize) -> Result<ImplTags, Inconsistency> {
        self.tags(IMPL_TAG_FACETS, &self.row_values.of(row))
    }

    /// For each of `facets`, the names of its values among `values`.
    fn tags<const N: usize>(&self, facets: [Facet; N], values: &[usize]) -> Result<[Vec<String>; N], Inconsistency> {
        let mut tags = [const { Vec::new() }; N];
        for &value in values {
            for (list, facet) in tags.iter_mut().zip(facets) {
                if self.values_of(facet).contains(&value) {
                    list.push(self.value_name(facet, value)?);
                }
            }
        }
        Ok(tags)
    }

    /// The name of the numbered `value` of `facet`.
    fn value_name(&self, facet: Facet, value: usize) -> Result<String, Inconsistency> {
        let name = self.keys(facet).name(value - self.values_of(facet).start);
        let no_text = || Inconsistency::new(&section_names::tag_keys(facet), "a name is not text");
        Ok(unescape(name).ok_or_else(no_text)?.into_owned())
    }

    /// Returns the names of the values of `facet`, ascending.
    ///
    /// # Errors
    /// [`Inconsistency`] names a section with a name that is not text.
    pub fn names(&self, facet: Facet) -> Result<Vec<String>, Inconsistency> {
        self.values_of(facet).map(|value| self.value_name(facet, value)).collect()
    }

    /// Returns the key of the image in `row` as people write it: `spec/language/library`.
    ///
    /// # Errors
    /// As [`names`](Self::names).
    pub fn image_key(&self, row: usize) -> Result<String, Inconsistency> {
        let (spec, _) = self.spec_from(0, row);
        let Edition { language, library, .. } = self.editions()[self.edition_of(row)];
        let places = [(Facet::Spec, spec), (Facet::Lang, language as usize), (Facet::Lib, library as usize)];
        let name = |(facet, place)| self.value_name(facet, self.firsts[facet as usize] + place);
        Ok(places.map(name).into_iter().collect::<Result<Vec<_>, _>>()?.join("/"))
    }

    /// Returns the tag values of `facet` by name, each with its posting list: a serialized Roaring bitmap. Its members
    /// are specs or images in reply order, depending on the facet's source. The result is empty for facets that are
    /// keys of the image.
    ///
    /// # Errors
    /// [`Inconsistency`] names a value whose name is not text.
    pub fn postings(&self, facet: Facet) -> Result<Vec<(String, &[u8])>, Inconsistency> {
        let Some(index) = super::values::tag_index(facet) else { return Ok(Vec::new()) };
        let list = |(value, list)| Ok((self.value_name(facet, value)?, list));
        self.values_of(facet).zip(self.postings[index].iter()).map(list).collect()
    }
}
