//! Opens a catalogue: checks the sections and derives the parts that queries need.

use super::{
    column::Column,
    dictionary::Dictionary,
    document_set, editions,
    incidence::{MAX_VALUES, can_number},
    inconsistency::Inconsistency,
    json::is_json_number,
    literals::Literals,
    owner_postings::OwnerPostings,
    rows, section_names,
    sections::Sections,
    stats::Stats,
    string_table::StringTable,
    unimplemented,
    view::Catalog,
    words::Words,
};
use crate::model::{Facet, IMPL_TAG_FACETS, SPEC_TAG_FACETS};

impl<'a> Catalog<'a> {
    /// Checks `sections` and derives the other parts that queries need.
    ///
    /// # Errors
    /// [`Inconsistency`] names the first section that contradicts another.
    #[inline(never)]
    pub fn open(sections: &Sections<'a>) -> Result<Self, Inconsistency> {
        let language_keys = Dictionary::open_object(sections, section_names::LANGUAGES_BY_ID)?;
        let library_keys = Dictionary::open_object(sections, section_names::LIBRARIES_BY_ID)?;
        let specs = Dictionary::open_object(sections, section_names::SPECS)?;

        let (editions, url_templates) = editions::open(sections, &language_keys, &library_keys)?;
        let qualities = StringTable::open(sections, section_names::QUALITIES, None)?;
        if !qualities.iter().all(|text| is_json_number(text) || text == b"null") {
            return Err(Inconsistency::new(section_names::QUALITIES, "an entry is not a JSON number"));
        }
        let row_editions = Column::open(sections, section_names::ROW_EDITIONS, None, editions.len())?;
        let rows = row_editions.len();
        let row_qualities = Column::open(sections, section_names::ROW_QUALITIES, Some(rows), qualities.len())?;
        let row_newest = Column::open(sections, section_names::ROW_NEWEST, Some(rows), rows)?;
        let spec_images = Column::open(sections, section_names::SPEC_IMAGES, Some(specs.len()), usize::MAX)?;

        let (mut tag_keys, mut postings) = (Vec::new(), Vec::new());
        for facet in SPEC_TAG_FACETS.into_iter().chain(IMPL_TAG_FACETS) {
            let keys = Dictionary::open(sections, &section_names::tag_keys(facet))?;
            postings.push(StringTable::open(sections, &section_names::tag_postings(facet), Some(keys.len()))?);
            tag_keys.push(keys);
        }
        let mut lengths = vec![language_keys.len(), library_keys.len(), specs.len()];
        lengths.extend(tag_keys.iter().map(Dictionary::len));
        let mut firsts = [0; Facet::COUNT + 1];
        for (facet, length) in lengths.into_iter().enumerate() {
            firsts[facet + 1] = firsts[facet] + length;
        }
        if !can_number(firsts[Facet::COUNT]) {
            return Err(Inconsistency::new("tags", format!("expected at most {MAX_VALUES} values")));
        }
        let row_ends = spec_images.ends(section_names::SPEC_IMAGES, rows)?;
        let first = |facet| firsts[facet as usize];
        let (of_specs, of_rows) = postings.split_at(SPEC_TAG_FACETS.len());
        let spec_postings = OwnerPostings {
            owners: specs.len(),
            row_editions: None,
            editions: &[],
            first_library: 0,
            postings: of_specs,
            first_tag: first(SPEC_TAG_FACETS[0]),
        };
        let row_postings = OwnerPostings {
            owners: rows,
            row_editions: Some(&row_editions),
            editions: &editions,
            first_library: first(Facet::Lib),
            postings: of_rows,
            first_tag: first(IMPL_TAG_FACETS[0]),
        };

        let (documents, codes) = document_set::open(sections, &language_keys, &library_keys, specs.len())?;
        let catalog = Self {
            source: sections.text(section_names::SOURCE)?,
            changed: sections
                .find(section_names::CHANGED)
                .map(|_| sections.text(section_names::CHANGED))
                .transpose()?,
            stats: Stats::open(sections)?,
            languages: sections.text(section_names::LANGUAGES)?,
            libraries: sections.text(section_names::LIBRARIES)?,
            unimplemented: unimplemented::open(sections)?,
            literals: Literals::open(sections, rows)?,
            word_specs: rows::word_specs(&row_ends),
            row_ends,
            spec_values: spec_postings.open()?,
            row_values: row_postings.open()?,
            words: Words::open(sections, firsts[Facet::COUNT] + specs.len())?,
            firsts,
            language_keys,
            library_keys,
            specs,
            tag_keys,
            postings,
            row_editions,
            row_qualities,
            row_newest,
            qualities,
            editions,
            url_templates,
            documents,
            codes,
        };
        catalog.check_unimplemented()?;
        Ok(catalog)
    }
}
