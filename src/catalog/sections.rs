//! The stored form of a catalogue: one definition for whoever writes it and whoever reads it.
//!
//! Field names are the keys of the MessagePack map; `snapshots/FORMAT.md` describes each for readers in other
//! languages. Byte strings are borrowed from the file.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Inconsistency, keys::is_canonical_string};
use super::{
    column::Column,
    editions::EditionsSection,
    keys::Keys,
    slices::{Packed, Slices},
    urls::URL_FIELDS,
};

/// Everything a snapshot holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sections<'a> {
    /// What made the records.
    pub(crate) source: Cow<'a, str>,
    /// When the newest record changed, RFC 3339.
    pub(crate) changed: Option<Cow<'a, str>>,
    pub(crate) stats: Stats,
    /// The list of `GET /languages`, ready JSON.
    #[serde(borrow)]
    pub(crate) languages: Cow<'a, str>,
    /// The list of `GET /libraries`, ready JSON.
    #[serde(borrow)]
    pub(crate) libraries: Cow<'a, str>,
    /// Names of the languages, the values of facet `lang`.
    #[serde(borrow)]
    pub(crate) language_keys: Packed<'a>,
    /// Names of the libraries, the values of facet `lib`.
    #[serde(borrow)]
    pub(crate) library_keys: Packed<'a>,
    /// Ids and titles of the specs with implementations, as the members of a JSON object.
    #[serde(borrow)]
    pub(crate) specs: Packed<'a>,
    /// Images of each spec; those of the first are the first rows, and so on.
    #[serde(borrow)]
    pub(crate) spec_images: Column<'a>,
    #[serde(borrow)]
    pub(crate) rows: RowsSection<'a>,
    #[serde(borrow)]
    pub(crate) editions: EditionsSection<'a>,
    #[serde(borrow)]
    pub(crate) literals: LiteralsSection<'a>,
    /// The tag facets, in reply order.
    #[serde(borrow)]
    pub(crate) tags: Vec<TagSection<'a>>,
}

/// The figures of `GET /stats`, in reply order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Specs with at least one implementation.
    pub specs: u64,
    /// Implementations, with or without preview.
    pub plots: u64,
    /// Libraries, used or not.
    pub libraries: u64,
    /// Distinct languages of libraries.
    pub languages: u64,
    /// Lines of all code.
    pub lines_of_code: u64,
}

/// What every image has of its own; its tags are in the posting lists.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RowsSection<'a> {
    /// Number of the row's edition.
    #[serde(borrow)]
    pub(crate) edition: Column<'a>,
    /// Number of the row's quality.
    #[serde(borrow)]
    pub(crate) quality: Column<'a>,
    /// The qualities that occur: JSON numbers, or `null`.
    #[serde(borrow)]
    pub(crate) qualities: Packed<'a>,
}

/// URLs that follow no template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LiteralsSection<'a> {
    /// Row times [`URL_FIELDS`] plus URL column, ascending.
    #[serde(borrow)]
    pub(crate) cells: Column<'a>,
    /// The URL of each cell, a JSON string.
    #[serde(borrow)]
    pub(crate) texts: Packed<'a>,
}

/// One tag facet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TagSection<'a> {
    /// Name of the facet.
    pub(crate) facet: Cow<'a, str>,
    /// Names of its values.
    #[serde(borrow)]
    pub(crate) keys: Packed<'a>,
    /// For each value a Roaring bitmap of the specs (spec tags) or rows (implementation tags) that carry it.
    #[serde(borrow)]
    pub(crate) postings: Packed<'a>,
}

/// The opened URLs that follow no template.
#[derive(Clone, Debug)]
pub(crate) struct Literals<'a> {
    cells: Column<'a>,
    texts: Slices<'a>,
}

impl<'a> LiteralsSection<'a> {
    /// Checks the cells of a catalogue of `rows` rows.
    pub(crate) fn open(self, rows: usize) -> Result<Literals<'a>, Inconsistency> {
        const PART: &str = "literal URLs";
        let texts = self.texts.open(PART, None)?;
        self.cells.check(PART, texts.len(), rows.saturating_mul(URL_FIELDS))?;
        if !self.cells.iter().is_sorted_by(|a, b| a < b) {
            return Err(Inconsistency::new(PART, "cells are not in ascending order".to_owned()));
        }
        if !texts.iter().all(|text| is_canonical_string(text) && std::str::from_utf8(text).is_ok()) {
            return Err(Inconsistency::new(PART, "a URL is not a JSON string".to_owned()));
        }
        Ok(Literals { cells: self.cells, texts })
    }
}

impl Literals<'_> {
    /// The URL in column `field` of `row` as a JSON string; `null` where there is none.
    pub(crate) fn get(&self, row: usize, field: usize) -> &[u8] {
        let cell = row * URL_FIELDS + field;
        let (mut low, mut high) = (0, self.cells.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.cells.get(middle) as usize) < cell { low = middle + 1 } else { high = middle }
        }
        if low < self.cells.len() && self.cells.get(low) as usize == cell { self.texts.get(low) } else { b"null" }
    }
}

impl<'a> TagSection<'a> {
    /// Opens names and posting lists, which must be as many.
    pub(crate) fn open(self) -> Result<(Keys<'a>, Slices<'a>), Inconsistency> {
        let keys = Keys::open(self.keys, "tag names")?;
        let postings = self.postings.open("posting lists", Some(keys.len()))?;
        Ok((keys, postings))
    }
}
