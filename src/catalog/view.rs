//! An opened catalogue, and its parts that need no computation.

use super::{
    codes::Codes, column::Column, dictionary::Dictionary, editions::Edition, incidence::Incidence, literals::Literals,
    stats::Stats, string_table::StringTable, words::Words,
};
use crate::{digest::Digest, model::Facet};

/// An opened catalogue, borrowing from the bytes of its snapshot.
#[derive(Clone, Debug)]
pub struct Catalog<'a> {
    pub(super) source: &'a str,
    pub(super) changed: Option<&'a str>,
    pub(super) stats: Stats,
    pub(super) languages: &'a str,
    pub(super) libraries: &'a str,
    pub(super) language_keys: Dictionary<'a>,
    pub(super) library_keys: Dictionary<'a>,
    pub(super) specs: Dictionary<'a>,
    /// Ids of specs without implementations.
    pub(super) unimplemented: Dictionary<'a>,
    pub(super) tag_keys: Vec<Dictionary<'a>>,
    pub(super) postings: Vec<StringTable<'a>>,
    /// First value of every facet, then the number of all values.
    pub(super) firsts: [usize; Facet::COUNT + 1],
    /// End of every spec's rows.
    pub(super) row_ends: Vec<u32>,
    /// For every word of a set of rows, the spec of the first row in the word.
    pub(super) word_specs: Vec<u32>,
    pub(super) row_editions: Column<'a>,
    pub(super) row_qualities: Column<'a>,
    pub(super) row_newest: Column<'a>,
    pub(super) qualities: StringTable<'a>,
    pub(super) editions: Vec<Edition>,
    pub(super) url_templates: StringTable<'a>,
    pub(super) literals: Literals<'a>,
    /// The tags of every spec.
    pub(super) spec_values: Incidence,
    /// The language, library and tags of every row.
    pub(super) row_values: Incidence,
    pub(super) words: Words<'a>,
    pub(super) documents: Option<Digest>,
    pub(super) codes: Option<Codes<'a>>,
}

impl<'a> Catalog<'a> {
    /// Source of the records, for people.
    #[must_use]
    pub fn source(&self) -> &str {
        self.source
    }

    /// Time at which the newest record changed, RFC 3339 in UTC.
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

    /// The word index.
    #[must_use]
    pub fn words(&self) -> &Words<'a> {
        &self.words
    }
}
