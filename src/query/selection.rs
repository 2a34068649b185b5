//! The rows that match.

use super::{
    conditions::{Conditions, Group},
    owners::Owners,
    word_rows::rows_of_word,
};
use crate::{
    catalog::{Bitset, Catalog},
    model::Facet,
};

/// The rows that match every group. Rows with excluded values, and rows without the searched words, do not match.
///
/// The disjunctive counts of a group are over the rows that match all *other* groups: the matching rows, and the rows
/// that miss this group only (its near misses). A row that misses two or more groups is in none of these sets, so
/// together they hold each row at most once. Equal groups are one: a row that misses one of them misses all.
pub(crate) struct Selection<'s> {
    matching: Bitset,
    /// The rows that miss exactly one of the groups.
    pub(super) near_misses: Bitset,
    /// Number of rows that match.
    total: usize,
    pub(super) groups: Groups<'s>,
}

/// The different groups of a query.
pub(crate) struct Groups<'s> {
    pub(super) catalog: &'s Catalog<'s>,
    /// The different groups, in the order of their first occurrence.
    different: Vec<DifferentGroup>,
    /// For each group of the query, its index among the different ones.
    places: Vec<usize>,
    /// The rows of each of the first different groups.
    kept: Vec<Bitset>,
}

/// A group, once for all groups that are equal.
pub(crate) struct DifferentGroup {
    pub(crate) facet: Facet,
    /// The numbers of its values that exist, ascending.
    pub(crate) values: Vec<usize>,
    /// Number of times that the query has it.
    occurrences: usize,
}

/// Most groups whose sets are kept. The sets of the other groups are computed twice, because a set is 125 KB at a million
/// rows.
const KEPT_GROUPS: usize = 32;

impl<'s> Selection<'s> {
    /// Selects the rows of `catalog` that meet `conditions` and have a word that begins with each of `words`.
    pub(crate) fn new(catalog: &'s Catalog<'_>, conditions: &Conditions<'_>, words: &[String]) -> Self {
        let mut groups = Groups::new(catalog, conditions);
        let mut near_misses = Bitset::empty(catalog.images());
        let mut matching = Bitset::full(catalog.images());
        if !conditions.excluded.is_empty() {
            matching.subtract(&rows_of_all(catalog, &conditions.excluded));
        }
        // A row with a word that begins with a longer word has one that begins with the shorter.
        let is_implied = |word: &String| words.iter().any(|other| other != word && other.starts_with(&**word));
        for word in words.iter().filter(|word| !is_implied(word)) {
            matching.intersect(&rows_of_word(catalog, word));
        }
        groups.kept.reserve_exact(groups.different.len().min(KEPT_GROUPS));
        for group in &groups.different {
            let rows = group.rows(catalog);
            let missed_once = if group.is_repeated() { 0 } else { u64::MAX };
            let words = matching.words_mut().iter_mut().zip(near_misses.words_mut()).zip(rows.words());
            for ((matching, near_misses), rows) in words {
                *near_misses = *near_misses & rows | *matching & !rows & missed_once;
                *matching &= rows;
            }
            if groups.kept.len() < KEPT_GROUPS {
                groups.kept.push(rows);
            }
        }
        Self { total: matching.count(), matching, near_misses, groups }
    }

    /// The rows that match every group.
    pub(crate) fn matching(&self) -> &Bitset {
        &self.matching
    }

    /// Number of rows that match every group.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// The groups.
    pub(crate) fn groups(&self) -> &Groups<'s> {
        &self.groups
    }
}

impl<'s> Groups<'s> {
    /// The groups of `conditions`.
    pub(crate) fn new(catalog: &'s Catalog<'_>, conditions: &Conditions<'_>) -> Self {
        let (different, places) = different(catalog, conditions);
        Self { catalog, different, places, kept: Vec::new() }
    }

    /// The different groups.
    pub(crate) fn different(&self) -> &[DifferentGroup] {
        &self.different
    }

    /// For each group of the query, its index among the different ones.
    pub(crate) fn places(&self) -> &[usize] {
        &self.places
    }

    /// The members of `near_misses` that miss number `group` of the different groups. `near_misses` are the rows that miss
    /// exactly one.
    pub(super) fn missing(&self, group: usize, near_misses: &Bitset) -> Bitset {
        if self.different[group].is_repeated() {
            return Bitset::empty(self.catalog.images());
        }
        let mut missing = near_misses.clone();
        match self.kept.get(group) {
            Some(rows) => missing.subtract(rows),
            None => missing.subtract(&self.different[group].rows(self.catalog)),
        }
        missing
    }
}

impl DifferentGroup {
    /// True if the query has it several times.
    fn is_repeated(&self) -> bool {
        self.occurrences > 1
    }

    /// The rows that carry any of its values.
    fn rows(&self, catalog: &Catalog<'_>) -> Bitset {
        let mut owners = Owners::none(catalog);
        self.values.iter().for_each(|value| owners.add(self.facet, *value));
        owners.into_rows()
    }
}

/// The groups that differ in this catalogue, and the index among them of each group of the query. Groups can be spelled
/// differently and be equal, because values that no image has count for nothing.
fn different(catalog: &Catalog<'_>, conditions: &Conditions<'_>) -> (Vec<DifferentGroup>, Vec<usize>) {
    let mut different: Vec<DifferentGroup> = Vec::new();
    let place_of = |Group { facet, values: names }: &Group<'_>| {
        let facet = *facet;
        let mut values = Vec::new();
        names.iter().filter_map(|name| catalog.find(facet, name)).for_each(|value| insert(value, &mut values));
        let twin = different.iter().position(|group| group.facet == facet && group.values == values);
        if twin.is_none() {
            different.push(DifferentGroup { facet, values, occurrences: 0 });
        }
        twin.unwrap_or(different.len() - 1)
    };
    let spelled: Vec<usize> = conditions.groups.iter().map(place_of).collect();
    let places: Vec<usize> = conditions.places.iter().map(|place| spelled[*place]).collect();
    places.iter().for_each(|place| different[*place].occurrences += 1);
    (different, places)
}

/// Adds `value` to `values`, which are ascending and distinct.
pub(crate) fn insert(value: usize, values: &mut Vec<usize>) {
    if let Err(place) = values.binary_search(&value) {
        values.insert(place, value);
    }
}

/// The rows that carry any value of `groups`.
fn rows_of_all(catalog: &Catalog<'_>, groups: &[Group<'_>]) -> Bitset {
    let mut owners = Owners::none(catalog);
    for group in groups {
        let known = group.values.iter().filter_map(|value| catalog.find(group.facet, value));
        known.for_each(|value| owners.add(group.facet, value));
    }
    owners.into_rows()
}

/// The rows of the library called `name`; `None` if there is no such library.
pub(crate) fn rows_of_library(catalog: &Catalog<'_>, name: &str) -> Option<Bitset> {
    let mut owners = Owners::none(catalog);
    owners.add(Facet::Lib, catalog.find(Facet::Lib, name)?);
    Some(owners.into_rows())
}
