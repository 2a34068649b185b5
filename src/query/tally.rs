//! The numbers from which the counts of a reply follow.

use std::ops::Range;

use super::{
    counts::{FacetCounts, count},
    packed::{Packer, Unpacker},
    selection::{Groups, Selection},
};
use crate::catalog::{Bitset, Catalog};

/// The counts over the rows that match, and the near misses, which disjunctive counts add to them.
pub(crate) struct Tally {
    /// Number of rows that match.
    total: usize,
    /// Counts over these. `None` if every row matches, or if they are not asked for.
    matching: Option<FacetCounts>,
    /// The rows that miss exactly one group.
    near_misses: Bitset,
}

/// The counts of one group's facet over the images that match all other groups.
pub(crate) enum DisjunctiveCounts {
    /// No image misses this group only: the counts of the matching images.
    Matching,
    /// Every image matches all other groups: the counts of all images.
    All,
    /// These counts, by value of the facet.
    Own(Vec<u32>),
}

impl Tally {
    /// Counts `values` over the rows of `selection`, nothing if `None`. Other values may be counted or not. Returns the groups
    /// of the selection as well.
    pub(crate) fn of<'s>(
        catalog: &Catalog<'_>,
        selection: Selection<'s>,
        values: Option<Range<usize>>,
    ) -> (Self, Groups<'s>) {
        // If every image matches, the counts are those of all images.
        let values = values.filter(|_| selection.total() < catalog.images());
        let matching = values.map(|values| FacetCounts::of(catalog, &selection, &values));
        (Self { total: selection.total(), matching, near_misses: selection.near_misses }, selection.groups)
    }

    /// Counts over the matching rows, if these are not all.
    pub(crate) fn matching(&self) -> Option<&FacetCounts> {
        self.matching.as_ref()
    }

    /// The disjunctive counts of number `group` of the different groups. `global` are the counts over all rows.
    pub(crate) fn disjunctive(&self, groups: &Groups<'_>, group: usize, global: &FacetCounts) -> DisjunctiveCounts {
        let (catalog, missing) = (groups.catalog, groups.missing(group, &self.near_misses));
        let missing_count = missing.count();
        if missing_count == 0 {
            return DisjunctiveCounts::Matching;
        }
        if missing_count + self.total == catalog.images() {
            return DisjunctiveCounts::All;
        }
        let values = catalog.values_of(groups.different()[group].facet);
        let missing = count(catalog, &missing, &values);
        let matching = &self.matching.as_ref().unwrap_or(global).counts[values.clone()];
        DisjunctiveCounts::Own(matching.iter().zip(&missing[values]).map(|(a, b)| a.wrapping_add(*b)).collect())
    }

    /// The tally as numbers for a caller to keep.
    pub(crate) fn to_numbers(&self) -> Vec<u32> {
        let halves = if self.near_misses.count() > 0 { self.near_misses.to_halves() } else { Vec::new() };
        let mut numbers = vec![self.total as u32, halves.len() as u32];
        numbers.extend(halves);
        if let Some(FacetCounts { counts }) = &self.matching {
            let mut packer = Packer::default();
            counts.iter().for_each(|&count| packer.push(count));
            numbers.extend(packer.finish());
        }
        numbers
    }

    /// The tally that [`to_numbers`](Self::to_numbers) returned for this catalogue. Other numbers give a tally of any counts.
    pub(crate) fn from_numbers(catalog: &Catalog<'_>, numbers: &[u32]) -> Self {
        let (total, halves, packed) = match numbers {
            [total, halves, rest @ ..] => {
                let (halves, packed) = rest.split_at_checked(*halves as usize).unwrap_or_default();
                (*total as usize, halves, packed)
            }
            _ => Default::default(),
        };
        let mut counts = Unpacker::at(packed, 0);
        let matching = (!packed.is_empty())
            .then(|| FacetCounts { counts: (0..catalog.values()).map(|_| counts.next()).collect() });
        Self { total, matching, near_misses: Bitset::from_halves(catalog.images(), halves) }
    }
}
