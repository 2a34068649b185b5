//! Parameters of a request. Reading one that is wrong adds a fault, so they are read in the order of the faults.

use std::collections::BTreeSet;

use catalog_edge::model::Facet;

use super::{
    super::python,
    faults,
    json::{array, object},
    sort::Sort,
    words::different_words,
};

/// Values of one facet.
pub(super) struct Group {
    pub(super) facet: Facet,
    pub(super) values: Vec<String>,
}

pub(super) struct Parameters {
    pairs: Vec<(String, String)>,
    faults: Vec<String>,
}

impl Parameters {
    pub(super) fn parse(query: &str) -> Self {
        Self { pairs: python::parse_qsl(query), faults: Vec::new() }
    }

    /// The reply to a request with a fault.
    pub(super) fn refusal(&self) -> Option<(u16, String)> {
        let detail = || object([("detail", array(self.faults.clone()))]);
        (!self.faults.is_empty()).then(|| (422, detail()))
    }

    /// Of several parameters with the name, the last counts.
    fn last(&self, name: &str) -> Option<String> {
        self.pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// The digits of a number, as Python prints them.
    pub(super) fn number(&mut self, name: &str, least: u64, most: Option<u64>) -> Option<String> {
        match faults::number(name, &self.last(name)?, least, most) {
            Ok(number) => Some(number),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    /// The order of the images: `sort` and `seed`.
    pub(super) fn sort(&mut self, allowed: &[&str]) -> Sort {
        let Some(name) = self.last("sort") else {
            return Sort::Spec;
        };
        if !allowed.contains(&name.as_str()) {
            self.faults.push(faults::not_one_of("sort", &name, allowed));
        } else if name == "random" {
            if self.last("seed").is_none() {
                self.faults.push(faults::no_seed());
            }
            let seed = self.number("seed", 0, Some(u64::from(u32::MAX)));
            return Sort::Random(seed.map_or(0, |digits| digits.parse().expect("it is not above the limit")));
        }
        match name.as_str() {
            "quality" => Sort::Quality,
            "newest" => Sort::Newest,
            "relevance" => Sort::Relevance,
            _ => Sort::Spec,
        }
    }

    /// The different words of the parameter `name`.
    pub(super) fn words(&mut self, name: &str) -> BTreeSet<String> {
        let text = self.last(name).unwrap_or_default();
        let words = different_words(&text);
        if text.chars().count() > 256 {
            self.faults.push(faults::long_search(name, &text));
        } else if words.len() > 16 {
            self.faults.push(faults::many_words(name, &text));
        }
        words
    }

    /// Those of `all` that a list names: all, if it names none.
    pub(super) fn some_of(&mut self, name: &str, all: &[&'static str]) -> Vec<&'static str> {
        let entries: Vec<String> =
            self.pairs.iter().filter(|(key, _)| key == name).flat_map(|(_, list)| parts(list)).collect();
        for entry in entries.iter().filter(|entry| !all.contains(&entry.as_str())) {
            self.faults.push(faults::not_one_of(name, entry, all));
        }
        all.iter().copied().filter(|one| entries.is_empty() || entries.iter().any(|entry| entry == one)).collect()
    }

    /// The values that no image may have.
    pub(super) fn excluded(&mut self) -> Vec<Group> {
        let all = Facet::ALL.map(Facet::name);
        for (name, text) in &self.pairs {
            if name.strip_prefix("not.").is_some_and(|facet| !all.contains(&facet)) {
                self.faults.push(faults::not_a_facet(name, text, &all));
            }
        }
        let different: BTreeSet<(Facet, Vec<String>)> =
            self.groups().into_iter().map(|group| (group.facet, group.values)).collect();
        if different.len() > 64 {
            self.faults.push(faults::many_groups());
        }
        let excluded = self.lists_of_facets("not.");
        if excluded.iter().map(|group| group.values.len()).sum::<usize>() > 1_000 {
            self.faults.push(faults::many_exclusions());
        }
        excluded
    }

    /// Values of which an image must have one, for each list.
    pub(super) fn groups(&self) -> Vec<Group> {
        self.lists_of_facets("")
    }

    /// One group for every pair named after a facet, unless its list is empty.
    fn lists_of_facets(&self, prefix: &str) -> Vec<Group> {
        let mut groups = Vec::new();
        for (name, list) in &self.pairs {
            for facet in Facet::ALL {
                let values = parts(list);
                if *name == format!("{prefix}{}", facet.name()) && !values.is_empty() {
                    groups.push(Group { facet, values });
                }
            }
        }
        groups
    }

    /// Those of `all` that `omit` names.
    pub(super) fn omitted(&mut self, all: &[&'static str]) -> Vec<&'static str> {
        let named = self.some_of("omit", all);
        // Without an entry, `some_of` gives all.
        let is_empty = self.pairs.iter().all(|(name, list)| name != "omit" || parts(list).is_empty());
        if is_empty { Vec::new() } else { named }
    }
}

/// The texts between commas, without the white space around them and without empty ones.
fn parts(list: &str) -> Vec<String> {
    list.split(',').map(python::strip).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
