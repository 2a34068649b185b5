//! The sections of rows: editions with their URLs, qualities, and the order of time.

use std::{borrow::Borrow, cmp::Ordering};

use super::CatalogBuilder;
use crate::{
    catalog::{
        column::Column,
        editions::{self, Edition},
        literals::Literals,
        section_names,
        sections::SectionsBuf,
        string_table::StringTable,
        templates::{Candidates, Templates},
        urls::{RowNames, URL_FIELDS, UrlForm},
    },
    model::{Impl, Records},
};

impl<R: Borrow<Records>> CatalogBuilder<R> {
    pub(super) fn put_rows(&self, sections: &mut SectionsBuf) {
        let templates = Templates::of(self.images().flat_map(|image| {
            let urls = urls(image).into_iter().flatten();
            urls.map(|url| (url, row_names(image)))
        }));

        let mut candidates = Candidates::default();
        let mut literals = Vec::new();
        let mut editions = Vec::with_capacity(self.rows.len());
        for ((row, image), at) in self.rows.iter().zip(self.images()).zip(0_u32..) {
            let urls = urls(image);
            let forms = urls.map(|url| templates.form(url, row_names(image), &mut candidates));
            for ((form, url), field) in forms.iter().zip(urls).zip(0_u32..) {
                if let (UrlForm::Literal, Some(url)) = (form, url) {
                    literals.push((at * URL_FIELDS as u32 + field, url));
                }
            }
            editions.push(Edition { language: row.language, library: row.library, urls: forms });
        }
        let (editions, edition_of_row) = ranked(editions, Ord::cmp);
        let (qualities, quality_of_row) = ranked(self.images().map(|image| image.quality).collect(), highest_first);
        let (_, newest_of_row) = ranked(self.images().map(Impl::time).collect(), |a, b| b.cmp(a));
        Column::put(sections, section_names::ROW_EDITIONS, &edition_of_row);
        Column::put(sections, section_names::ROW_QUALITIES, &quality_of_row);
        Column::put(sections, section_names::ROW_NEWEST, &newest_of_row);
        StringTable::put(sections, section_names::QUALITIES, qualities.into_iter().map(json_number));
        editions::put(sections, &editions, templates.into_texts());
        Literals::put(sections, &literals);
    }
}

fn urls(record: &Impl) -> [Option<&str>; URL_FIELDS] {
    [&record.url_light, &record.url_dark, &record.html_light, &record.html_dark].map(Option::as_deref)
}

fn row_names(record: &Impl) -> RowNames<'_> {
    RowNames { spec: &record.spec, language: &record.language, library: &record.library }
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
