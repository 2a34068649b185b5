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

/// The rows that match every group, and the near misses of each group. Rows with excluded values, and rows without the
/// searched words, are in neither set.
///
/// The disjunctive counts of a group are over the rows that match all *other* groups: the matching rows, and the rows
/// that miss this group only (its near misses). A row that misses two or more groups is in none of these sets, so
/// together they hold each row at most once.
pub(crate) struct Selection<'s> {
    catalog: &'s Catalog<'s>,
    groups: Vec<(Facet, Vec<usize>)>,
    /// The rows of each of the first groups.
    kept: Vec<Bitset>,
    matching: Bitset,
    near_misses: Bitset,
    total: usize,
}

/// Most groups whose sets are kept. The sets of the other groups are computed twice, because a URL has room for
/// thousands of groups and a set is 125 KB at a million rows.
const KEPT_GROUPS: usize = 32;

impl<'s> Selection<'s> {
    /// Selects the rows of `catalog` that meet `conditions` and have a word that begins with each of `words`.
    pub(crate) fn new(catalog: &'s Catalog<'_>, conditions: &Conditions<'_>, words: &[String]) -> Self {
        let mut matching = Bitset::full(catalog.images());
        for group in &conditions.excluded {
            matching.subtract(&rows_of(catalog, group.facet, &numbers_of(catalog, group)));
        }
        for word in words {
            matching.intersect(&rows_of_word(catalog, word));
        }
        let groups: Vec<(Facet, Vec<usize>)> =
            conditions.groups.iter().map(|group| (group.facet, numbers_of(catalog, group))).collect();
        let mut kept = Vec::with_capacity(groups.len().min(KEPT_GROUPS));
        let mut near_misses = Bitset::empty(catalog.images());
        for (facet, values) in &groups {
            let rows = rows_of(catalog, *facet, values);
            let words = matching.words_mut().iter_mut().zip(near_misses.words_mut()).zip(rows.words());
            for ((matching, near_misses), rows) in words {
                *near_misses = *near_misses & rows | *matching & !rows;
                *matching &= rows;
            }
            if kept.len() < KEPT_GROUPS {
                kept.push(rows);
            }
        }
        let total = matching.count();
        Self { catalog, groups, kept, matching, near_misses, total }
    }

    /// The rows that match every group.
    pub(crate) fn matching(&self) -> &Bitset {
        &self.matching
    }

    /// Number of rows that match every group.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// The facet of every group, and the numbers of its values that exist.
    pub(crate) fn groups(&self) -> &[(Facet, Vec<usize>)] {
        &self.groups
    }

    /// The rows that match every group but number `group`.
    pub(crate) fn near_misses_of(&self, group: usize) -> Bitset {
        let mut missing = self.near_misses.clone();
        match self.kept.get(group) {
            Some(rows) => missing.subtract(rows),
            None => {
                let (facet, values) = &self.groups[group];
                missing.subtract(&rows_of(self.catalog, *facet, values));
            }
        }
        missing
    }
}

/// The rows that carry any of the numbered `values` of `facet`.
fn rows_of(catalog: &Catalog<'_>, facet: Facet, values: &[usize]) -> Bitset {
    let mut owners = Owners::none(catalog);
    values.iter().for_each(|value| owners.add(facet, *value));
    owners.into_rows()
}

/// The numbers of the values of `group` that exist.
fn numbers_of(catalog: &Catalog<'_>, group: &Group<'_>) -> Vec<usize> {
    group.values.iter().filter_map(|value| catalog.find(group.facet, value)).collect()
}

/// The rows of the library called `name`; `None` if there is no such library.
pub(crate) fn rows_of_library(catalog: &Catalog<'_>, name: &str) -> Option<Bitset> {
    catalog.find(Facet::Lib, name).map(|library| rows_of(catalog, Facet::Lib, &[library]))
}
