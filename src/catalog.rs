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
mod json;
mod libraries;
mod literals;
mod numbers;
mod owner_postings;
mod section_names;
mod sections;
mod stats;
mod string_table;
mod tags;
mod templates;
mod unimplemented;
mod urls;
mod value_index;

use std::{fmt, ops::Range};

pub(crate) use bitset::Bitset;
pub use builder::CatalogBuilder;
pub(crate) use editions::Edition;
pub use sections::{Sections, SectionsBuf};
pub use stats::Stats;
pub(crate) use string_table::Piece;
pub(crate) use urls::{Placeholder, UrlForm};

use crate::{
    digest::Digest,
    model::{Facet, FacetSource, IMPL_TAG_FACETS, SPEC_TAG_FACETS},
};
use codes::Codes;
use column::Column;
use dictionary::Dictionary;
use incidence::{Incidence, MAX_VALUES, can_number};
use json::{is_json_number, json_escape};
use literals::Literals;
use owner_postings::OwnerPostings;
use string_table::StringTable;
use value_index::ValueIndex;

/// Two parts of a snapshot that contradict each other, or one that contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconsistency {
    /// Section at fault.
    pub part: String,
    /// What is wrong with it.
    pub detail: String,
}

impl Inconsistency {
    pub(crate) fn new(part: &str, detail: impl Into<String>) -> Self {
        Self { part: part.to_owned(), detail: detail.into() }
    }
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.part, self.detail)
    }
}

impl std::error::Error for Inconsistency {}

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
    value_index: ValueIndex,
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
        let row_ends = row_ends(&spec_images, rows)?;
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
        let mut catalog = Self {
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
            word_specs: word_specs(&row_ends),
            row_ends,
            spec_values: spec_postings.open()?,
            row_values: row_postings.open()?,
            firsts,
            value_index: ValueIndex::default(),
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
        catalog.value_index = ValueIndex::of(&catalog.name_hashes());
        catalog.check_unimplemented()?;
        Ok(catalog)
    }

    fn name_hashes(&self) -> Vec<u64> {
        let of_facet = |facet| {
            let keys = self.keys(facet);
            (0..keys.len()).map(move |index| value_index::hash(facet, keys.name(index)))
        };
        Facet::ALL.into_iter().flat_map(of_facet).collect()
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

    /// Number of images.
    #[must_use]
    pub fn images(&self) -> usize {
        self.row_editions.len()
    }

    /// Number of specs with at least one implementation.
    #[must_use]
    pub fn specs(&self) -> usize {
        self.specs.len()
    }

    /// Number of values of all facets.
    #[must_use]
    pub fn values(&self) -> usize {
        self.firsts[Facet::COUNT]
    }

    /// The numbers of the values of `facet`; those that no image carries are among them.
    #[must_use]
    pub fn values_of(&self, facet: Facet) -> Range<usize> {
        self.firsts[facet as usize]..self.firsts[facet as usize + 1]
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

    /// The number of the value of `facet` called `name`, if there is one.
    #[must_use]
    pub fn find(&self, facet: Facet, name: &str) -> Option<usize> {
        self.find_escaped(facet, &json_escape(name))
    }

    /// The number of the value of `facet` whose name is `name` as within a JSON string.
    fn find_escaped(&self, facet: Facet, name: &[u8]) -> Option<usize> {
        let (keys, first) = (self.keys(facet), self.firsts[facet as usize]);
        let is_named = |value: u32| {
            let value = value as usize;
            self.values_of(facet).contains(&value) && keys.name(value - first) == name
        };
        self.value_index.find(value_index::hash(facet, name), is_named).map(|value| value as usize)
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

    /// Adds the owners of `value` of `facet` to `owners`: specs for a spec tag, rows for a language, a library or an
    /// implementation tag.
    pub(crate) fn unite_owners_into(&self, facet: Facet, value: usize, owners: &mut Bitset) {
        match tag_index(facet) {
            // From the list, which for a value that few carry is the shorter way.
            Some(index) if !self.row_values.is_frequent(value) => {
                bitmap::unite_into(self.postings[index].get(value - self.firsts[facet as usize]), owners);
            }
            _ => self.row_values.unite_into(value, owners),
        }
    }

    /// The tags of specs, by spec.
    pub(crate) fn spec_values(&self) -> &Incidence {
        &self.spec_values
    }

    /// Languages, libraries and the tags of implementations, by row.
    pub(crate) fn row_values(&self) -> &Incidence {
        &self.row_values
    }

    /// Calls `visit` with every spec that has rows in `rows`, and how many; a spec may come in several parts.
    pub(crate) fn for_each_hit(&self, rows: &Bitset, mut visit: impl FnMut(usize, u32)) {
        for (word, &members) in rows.words().iter().enumerate() {
            let (mut left, mut spec) = (members, self.word_specs[word] as usize);
            while left != 0 {
                let end = self.row_ends[spec] as usize - word * 64;
                let here = if end < 64 { left & ((1 << end) - 1) } else { left };
                visit(spec, here.count_ones());
                left ^= here;
                spec += 1;
            }
        }
    }

    /// The rows of `spec`.
    pub(crate) fn rows_of_spec(&self, spec: usize) -> Range<usize> {
        let start = spec.checked_sub(1).map_or(0, |before| self.row_ends[before] as usize);
        start..self.row_ends[spec] as usize
    }

    /// The spec of `row`, which is at or behind `spec`, and the end of its rows.
    pub(crate) fn spec_from(&self, spec: usize, row: usize) -> (usize, usize) {
        let spec = spec + self.row_ends[spec..].partition_point(|&end| end as usize <= row);
        (spec, self.row_ends[spec] as usize)
    }

    /// All editions, by number.
    pub(crate) fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The number of the edition of `row`.
    #[inline(always)]
    pub(crate) fn edition_of(&self, row: usize) -> usize {
        self.row_editions.get(row) as usize
    }

    /// The quality of `row`: a JSON number, or `null`.
    #[inline(always)]
    pub(crate) fn quality_of(&self, row: usize) -> Piece<'a> {
        self.qualities.piece(self.row_qualities.get(row) as usize, 0, 0)
    }

    /// The literal URL in `column` of `row` as a JSON string.
    #[inline(always)]
    pub(crate) fn literal_url(&self, row: usize, column: usize) -> Piece<'_> {
        Piece::whole(self.literals.get(row, column))
    }

    /// The pieces of the URL template of this number: escaped text, and the name that follows it.
    pub(crate) fn url_template(&self, number: u32) -> impl Iterator<Item = (&[u8], Option<Placeholder>)> {
        urls::pieces(self.url_templates.get(number as usize))
    }
}

/// The place of a tag facet among all tag facets.
fn tag_index(facet: Facet) -> Option<usize> {
    match facet.source() {
        FacetSource::Key => None,
        FacetSource::SpecTag(index) => Some(index),
        FacetSource::ImplTag(index) => Some(SPEC_TAG_FACETS.len() + index),
    }
}

fn row_ends(images: &Column<'_>, rows: usize) -> Result<Vec<u32>, Inconsistency> {
    images.running_totals().filter(|ends| ends.last().copied().unwrap_or(0) as usize == rows).ok_or_else(|| {
        Inconsistency::new(section_names::SPEC_IMAGES, format!("do not add up to the {rows} rows there are"))
    })
}

/// For every 64 rows the spec of the first.
fn word_specs(row_ends: &[u32]) -> Vec<u32> {
    let rows = row_ends.last().copied().unwrap_or(0);
    let mut spec = 0;
    let of_row = |row: u32| {
        spec += row_ends[spec..].partition_point(|&end| end <= row);
        spec as u32
    };
    (0..rows).step_by(64).map(of_row).collect()
}
