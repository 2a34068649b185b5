//! URLs that follow no template.

use super::{
    column::Column,
    inconsistency::Inconsistency,
    json::is_canonical_string,
    sections::{Sections, SectionsBuf},
    string_table::StringTable,
    urls::URL_FIELDS,
};

/// The literal URLs by cell: row times [`URL_FIELDS`] plus URL column.
#[derive(Clone, Debug)]
pub(crate) struct Literals<'a> {
    cells: Column<'a>,
    texts: StringTable<'a>,
}

const CELLS: &str = "literals.cells";
const TEXTS: &str = "literals.texts";

impl<'a> Literals<'a> {
    /// Writes `urls`, ascending by cell, as JSON strings.
    pub(crate) fn put(sections: &mut SectionsBuf, urls: impl IntoIterator<Item = (u32, Vec<u8>)>) {
        let mut cells = Vec::new();
        let texts = urls.into_iter().map(|(cell, text)| {
            cells.push(cell);
            text
        });
        StringTable::put(sections, TEXTS, texts);
        Column::put(sections, CELLS, &cells);
    }

    /// Opens the URLs of a catalogue of `rows` rows.
    pub(crate) fn open(sections: &Sections<'a>, rows: usize) -> Result<Self, Inconsistency> {
        let texts = StringTable::open(sections, TEXTS, None)?;
        let cells = Column::open(sections, CELLS, Some(texts.len()), rows.saturating_mul(URL_FIELDS))?;
        if !cells.iter().is_sorted_by(|a, b| a < b) {
            return Err(Inconsistency::new(CELLS, "cells are not in ascending order"));
        }
        if !texts.iter().all(is_canonical_string) {
            return Err(Inconsistency::new(TEXTS, "a URL is not a JSON string"));
        }
        Ok(Self { cells, texts })
    }

    /// The URL in column `field` of `row` as a JSON string, or `null` if there is none.
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::catalog::{json::json_string, sections::reopened};

    #[test]
    fn a_url_is_found_by_its_cell_and_only_there() {
        let urls = [(1, "a"), (4, "b\""), (11, "c")].map(|(cell, url)| (cell, json_string(url)));
        let open = |sections: &Sections<'_>| {
            let literals = Literals::open(sections, 3).unwrap();
            (0..12)
                .map(|cell| String::from_utf8(literals.get(cell / 4, cell % 4).to_vec()).unwrap())
                .collect::<Vec<_>>()
        };
        let found = reopened(|sections| Literals::put(sections, urls), open);
        let expected = (0..12).map(|cell| match cell {
            1 => "\"a\"",
            4 => "\"b\\\"\"",
            11 => "\"c\"",
            _ => "null",
        });
        assert_eq!(found, expected.collect::<Vec<_>>());
    }

    #[test]
    fn no_url_is_found_where_there_are_none() {
        let put = |sections: &mut SectionsBuf| Literals::put(sections, []);
        assert!(
            reopened(put, |sections| Literals::open(sections, 1).is_ok_and(|literals| literals.get(0, 0) == b"null"))
        );
    }

    #[test]
    fn cells_out_of_order_or_place_are_inconsistent() {
        for cells in [[4, 1], [1, 1], [1, 12]] {
            let urls = cells.map(|cell| (cell, json_string("x")));
            let put = |sections: &mut SectionsBuf| Literals::put(sections, urls);
            assert!(reopened(put, |sections| Literals::open(sections, 3).is_err()));
        }
    }
}
