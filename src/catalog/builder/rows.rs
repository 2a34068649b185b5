//! The sections of rows: editions with their URLs, qualities, and the order of time.

use std::cmp::Ordering;

use super::CatalogBuilder;
use crate::catalog::{
    column::Column,
    editions::{self, Edition},
    literals::Literals,
    section_names,
    sections::SectionsBuf,
    string_table::StringTable,
    templates::Templates,
    urls::{URL_FIELDS, UrlForm},
};

impl CatalogBuilder {
    pub(super) fn put_rows(&self, sections: &mut SectionsBuf) {
        let templates = Templates::of(&self.urls);
        let (mut editions, mut literals) = (Vec::with_capacity(self.rows.len()), Vec::new());
        for (row, at) in self.rows.iter().zip(0_u32..) {
            let names = self.names(row).escaped();
            let forms = row.urls.map(|url| templates.form(url, &names));
            let cells = (at * URL_FIELDS as u32)..;
            literals
                .extend(forms.iter().zip(cells).filter(|(form, _)| **form == UrlForm::Literal).map(|(_, cell)| cell));
            editions.push(Edition { language: row.language, library: row.library, urls: forms });
        }
        let (editions, edition_of_row) = ranked(editions, Ord::cmp);
        let (qualities, quality_of_row) = ranked(self.rows.iter().map(|row| row.quality).collect(), highest_first);
        let (_, newest_of_row) = ranked(self.rows.iter().map(|row| row.time).collect(), |a, b| b.cmp(a));
        Column::put(sections, section_names::ROW_EDITIONS, &edition_of_row);
        Column::put(sections, section_names::ROW_QUALITIES, &quality_of_row);
        Column::put(sections, section_names::ROW_NEWEST, &newest_of_row);
        StringTable::put(sections, section_names::QUALITIES, qualities.into_iter().map(json_number));
        editions::put(sections, &editions, templates.texts());
        Literals::put(sections, literals.into_iter().filter_map(|cell| Some((cell, self.url(cell)?))));
    }

    /// The URL in `cell` as a JSON string.
    fn url(&self, cell: u32) -> Option<Vec<u8>> {
        let row = &self.rows[cell as usize / URL_FIELDS];
        let escaped = self.urls.escaped(row.urls[cell as usize % URL_FIELDS]?, &self.names(row).escaped());
        Some([b"\"", &*escaped, b"\""].concat())
    }
}

/// A JSON number, or `null`.
fn json_number(number: Option<f64>) -> String {
    // Finite numbers always serialize. Other numbers were refused.
    serde_json::to_string(&number).unwrap_or_default()
}

/// The order of qualities: highest first, none last.
fn highest_first(a: &Option<f64>, b: &Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(a),
        _ => b.is_some().cmp(&a.is_some()),
    }
}

/// The distinct entries in `order`, and for each entry its index among them.
fn ranked<T: Clone>(entries: Vec<T>, order: impl Fn(&T, &T) -> Ordering) -> (Vec<T>, Vec<u32>) {
    let mut distinct = entries.clone();
    distinct.sort_unstable_by(&order);
    distinct.dedup_by(|a, b| order(a, b).is_eq());
    // Every entry is found, because `distinct` has all of them.
    let rank = |entry: &T| distinct.binary_search_by(|other| order(other, entry)).unwrap_or_default() as u32;
    let ranks = entries.iter().map(rank).collect();
    (distinct, ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualities_are_ranked_from_the_highest_to_none() {
        let entries = vec![Some(9.5), None, Some(100.0), Some(-1.0), Some(9.5), Some(0.0), Some(1e-7), Some(84.0)];
        let (distinct, ranks) = ranked(entries, highest_first);
        let texts: Vec<_> = distinct.into_iter().map(json_number).collect();
        assert_eq!(texts, ["100.0", "84.0", "9.5", "1e-7", "0.0", "-1.0", "null"]);
        assert_eq!(ranks, [2, 6, 0, 5, 2, 4, 3, 1]);
    }
}
