//! What an opened snapshot is to a query: rows in reply order, values numbered in key order, posting lists, and the
//! ready JSON of what never changes.
//!
//! *Rows* are the images, ordered by (spec, language, library), so that a spec is a contiguous range of rows and a
//! page is a walk. *Values* of all facets share one numbering: facet by facet in reply order, within a facet by key.
//! [`Catalog::open`] checks every index once; nothing that takes a [`Catalog`] can fail or leave its bounds.

mod bitmap;
mod bitset;
mod builder;
mod codes;
mod column;
mod dictionary;
mod documents;
mod editions;
mod incidence;
mod inconsistency;
mod json;
mod libraries;
mod literals;
mod numbers;
mod owner_postings;
mod rows;
mod section_names;
mod sections;
mod stats;
mod string_table;
mod tags;
mod templates;
mod unimplemented;
mod urls;
mod values;

pub(crate) use bitset::Bitset;
pub use builder::CatalogBuilder;
pub(crate) use editions::Edition;
pub use inconsistency::Inconsistency;
pub use sections::{Sections, SectionsBuf};
pub use stats::Stats;
pub(crate) use string_table::Piece;
pub(crate) use urls::{Placeholder, UrlForm};

use crate::{
    digest::Digest,
    model::{Facet, IMPL_TAG_FACETS, SPEC_TAG_FACETS},
};
use codes::Codes;
use column::Column;
use dictionary::Dictionary;
use incidence::{Incidence, MAX_VALUES, can_number};
use json::is_json_number;
use literals::Literals;
use owner_postings::OwnerPostings;
use string_table::StringTable;

/// An opened catalogue, borrowing from the bytes of its snapshot.
#[derive(Clone, Debug)]
pub struct Catalog<'a> {
    source: &'a str,
    changed: Option<&'a str>,
    stats: Stats,
    languages: &'a str,
    libraries: &'a str,
    language_keys: Dictionary<'a>,
    library_keys: Dictionary<'a>,
    specs: Dictionary<'a>,
    /// Ids of specs without implementations.
    unimplemented: Dictionary<'a>,
    tag_keys: Vec<Dictionary<'a>>,
    postings: Vec<StringTable<'a>>,
    /// First value of every facet, and the number of all.
    firsts: [usize; Facet::COUNT + 1],
    /// End of every spec's rows.
    row_ends: Vec<u32>,
    /// For every word of a set of rows the spec of its first row.
    word_specs: Vec<u32>,
    row_editions: Column<'a>,
    row_qualities: Column<'a>,
    qualities: StringTable<'a>,
    editions: Vec<Edition>,
    url_templates: StringTable<'a>,
    literals: Literals<'a>,
    /// The tags of every spec.
    spec_values: Incidence,
    /// The language, library and tags of every row.
    row_values: Incidence,
    documents: Option<Digest>,
    codes: Option<Codes<'a>>,
}

impl<'a> Catalog<'a> {
    /// Checks `sections` and derives what queries need besides.
    ///
    /// # Errors
    /// [`Inconsistency`] names the first part that contradicts another.
    #[inline(never)]
    pub fn open(sections: &Sections<'a>) -> Result<Self, Inconsistency> {
        let language_keys = Dictionary::open(sections, section_names::LANGUAGE_KEYS)?;
        let library_keys = Dictionary::open(sections, section_names::LIBRARY_KEYS)?;
        let specs = Dictionary::open_object(sections, section_names::SPECS)?;

        let (editions, url_templates) = editions::open(sections, &language_keys, &library_keys)?;
        let qualities = StringTable::open(sections, section_names::QUALITIES, None)?;
        if !qualities.iter().all(|text| is_json_number(text) || text == b"null") {
            return Err(Inconsistency::new(section_names::QUALITIES, "an entry is not a JSON number"));
        }
        let row_editions = Column::open(sections, section_names::ROW_EDITIONS, None, editions.len())?;
        let rows = row_editions.len();
        let row_qualities = Column::open(sections, section_names::ROW_QUALITIES, Some(rows), qualities.len())?;
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
            return Err(Inconsistency::new("tags", format!("there are more values than {MAX_VALUES}")));
        }
        let row_ends = rows::row_ends(&spec_images, rows)?;
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

        let (documents, codes) = documents::open(sections, &language_keys, &library_keys, specs.len())?;
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
            firsts,
            language_keys,
            library_keys,
            specs,
            tag_keys,
            postings,
            row_editions,
            row_qualities,
            qualities,
            editions,
            url_templates,
            documents,
            codes,
        };
        catalog.check_unimplemented()?;
        Ok(catalog)
    }

    /// What made the records.
    #[must_use]
    pub fn source(&self) -> &str {
        self.source
    }

    /// When the newest record changed, RFC 3339 in UTC.
    #[must_use]
    pub fn changed(&self) -> Option<&str> {
        self.changed
    }

    /// The figures of `GET /stats`.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.stats
    }

    /// Number of specs with at least one implementation.
    #[must_use]
    pub fn specs(&self) -> usize {
        self.specs.len()
    }

    /// The list of `GET /languages`, ready JSON.
    #[must_use]
    pub fn languages_json(&self) -> &str {
        self.languages
    }

    /// The list of `GET /libraries`, ready JSON.
    #[must_use]
    pub fn libraries_json(&self) -> &str {
        self.libraries
    }

    /// The members of `specTitles`, ready JSON.
    pub(crate) fn spec_titles_json(&self) -> &[u8] {
        self.specs.object_members()
    }

    /// The tags of specs, by spec.
    pub(crate) fn spec_values(&self) -> &Incidence {
        &self.spec_values
    }

    /// Languages, libraries and the tags of implementations, by row.
    pub(crate) fn row_values(&self) -> &Incidence {
        &self.row_values
    }
}
