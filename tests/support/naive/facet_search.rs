//! `GET /plots/facets/{facet}`.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    Facet, Image, Naive,
    faults::saturating,
    json::{array, json, object},
    not_found,
    parameters::Parameters,
    words::{in_order, words},
};

impl Naive {
    /// Status and body of `GET /plots/facets/{name}?{query}`.
    pub(crate) fn facet_search(&self, name: &str, query: &str) -> (u16, String) {
        let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.name() == name) else {
            return not_found(&format!("Facet '{name}' not found"), &format!("/plots/facets/{name}"));
        };
        let mut asked = Parameters::parse(query);
        let limit = asked.number("limit", 1, Some(1_000)).unwrap_or_else(|| "10".to_owned());
        let offset = asked.number("offset", 0, None).unwrap_or_else(|| "0".to_owned());
        let searched = asked.words("q");
        let narrowing = asked.words("words");
        let excluded = asked.excluded();
        if let Some(refusal) = asked.refusal() {
            return refusal;
        }

        let mut groups = asked.groups();
        if let Some(last) = groups.iter().rposition(|group| group.facet == facet) {
            groups.remove(last);
        }
        let images: Vec<&Image> = self
            .without(&excluded)
            .into_iter()
            .filter(|image| self.has_words(image, &narrowing))
            .filter(|image| groups.iter().all(|group| self.has_one_of(image, group)))
            .collect();
        let counts = self.counts(&images, facet);
        let count_of = |value: &str| counts.iter().find(|(other, _)| other == value).map_or(0, |(_, count)| *count);

        let candidates = self.global_counts[&facet].iter().map(|(value, _)| value.as_str());
        let mut found: Vec<(&str, usize)> = candidates
            .filter(|value| is_found(&searched, value, self.label(facet, value)))
            .map(|value| (value, count_of(value)))
            .collect();
        found.sort_by_key(|(value, count)| (Reverse(*count), *value));
        let page = found.iter().skip(saturating(&offset)).take(saturating(&limit)).map(|(value, count)| {
            let label = self.label(facet, value);
            let place = first_match(&searched, label).map(|(start, end)| [start, end]);
            object([
                ("value", json(value)),
                ("label", json(label)),
                ("count", count.to_string()),
                ("match", json(&place)),
            ])
        });
        let body = object([
            ("facet", json(name)),
            ("total", found.len().to_string()),
            ("values", array(page)),
            ("offset", offset),
            ("limit", limit),
        ]);
        (200, body)
    }

    /// The text that people read for a value.
    fn label<'a>(&'a self, facet: Facet, value: &'a str) -> &'a str {
        match facet {
            Facet::Lang => self.language_name(value),
            Facet::Lib => self.library_name(value),
            Facet::Spec => &self.specs[value].title,
            _ => value,
        }
    }
}

/// Returns true if each word begins a word of the value or of its label.
fn is_found(searched: &BTreeSet<String>, value: &str, label: &str) -> bool {
    let words: Vec<String> = [value, label].into_iter().flat_map(in_order).collect();
    searched.iter().all(|start| words.iter().any(|word| word.starts_with(start)))
}

/// The place of the first word of the label that begins with a word of the search, as far as it is equal.
fn first_match(searched: &BTreeSet<String>, label: &str) -> Option<(usize, usize)> {
    for word in words(label) {
        let equal = searched.iter().filter(|start| word.text().starts_with(start.as_str()));
        if let Some(letters) = equal.map(|start| start.chars().count()).max() {
            return Some(word.place(label, letters));
        }
    }
    None
}
