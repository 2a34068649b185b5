//! The rows that match.

use super::filter::Group;
use crate::{
    catalog::{Bitset, Catalog},
    model::{Facet, FacetSource},
};

/// The rows that match every group, and the near misses of each group.
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
    /// Selects the rows of `catalog` that match `groups`.
    pub(crate) fn new(catalog: &'s Catalog<'_>, groups: &[Group<'_>]) -> Self {
        let resolve = |group: &Group<'_>| {
            (group.facet, group.values.iter().filter_map(|value| catalog.find(group.facet, value)).collect())
        };
        let groups: Vec<(Facet, Vec<usize>)> = groups.iter().map(resolve).collect();
        let mut kept = Vec::with_capacity(groups.len().min(KEPT_GROUPS));
        let mut matching = Bitset::full(catalog.images());
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

    /// The facet of every group.
    pub(crate) fn facets(&self) -> impl Iterator<Item = Facet> + '_ {
        self.groups.iter().map(|(facet, _)| *facet)
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
    let mut rows = Bitset::empty(catalog.images());
    match (facet, facet.source()) {
        (Facet::Spec, _) => {
            let first = catalog.values_of(facet).start;
            for value in values {
                rows.insert_range(catalog.rows_of_spec(value - first));
            }
        }
        (_, FacetSource::SpecTag(_)) => {
            let mut specs = Bitset::empty(catalog.specs());
            for value in values {
                catalog.unite_owners_into(facet, *value, &mut specs);
            }
            specs.for_each(|spec| rows.insert_range(catalog.rows_of_spec(spec)));
        }
        _ => {
            for value in values {
                catalog.unite_owners_into(facet, *value, &mut rows);
            }
        }
    }
    rows
}

/// The rows of the library called `name`; `None` if there is no such library.
pub(crate) fn rows_of_library(catalog: &Catalog<'_>, name: &str) -> Option<Bitset> {
    catalog.find(Facet::Lib, name).map(|library| rows_of(catalog, Facet::Lib, &[library]))
}
