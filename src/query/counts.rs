//! Number of images with each value.

use std::ops::Range;

use super::selection::{Groups, Selection};
use crate::{
    catalog::{Bitset, Catalog},
    model::{Facet, IMPL_TAG_FACETS},
};

/// For every value of the catalogue, the number of images in a set that carry it.
pub(crate) struct FacetCounts {
    counts: Vec<u32>,
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

impl FacetCounts {
    /// Counts over all images.
    pub(crate) fn of_all(catalog: &Catalog<'_>) -> Self {
        Self { counts: count(catalog, &Bitset::full(catalog.images()), &(0..catalog.values())) }
    }

    /// Counts of `values` over the matching rows of `selection`. Other values may be counted or not.
    pub(crate) fn of(catalog: &Catalog<'_>, selection: &Selection<'_>, values: &Range<usize>) -> Self {
        Self { counts: count(catalog, selection.matching(), values) }
    }

    /// The counts that [`all`](Self::all) returned before, one for each value of the catalogue.
    pub(crate) fn restored(counts: Vec<u32>) -> Self {
        Self { counts }
    }

    /// The counts of all values.
    pub(crate) fn all(&self) -> &[u32] {
        &self.counts
    }

    /// The counts of the values of `facet`, by number.
    pub(crate) fn values(&self, catalog: &Catalog<'_>, facet: Facet) -> &[u32] {
        &self.counts[catalog.values_of(facet)]
    }
}

impl DisjunctiveCounts {
    /// Counts for number `group` of the different `groups`. `matching` are the counts over the rows that match all groups.
    pub(crate) fn of(
        catalog: &Catalog<'_>,
        matching: &FacetCounts,
        groups: &Groups<'_>,
        group: usize,
        facet: Facet,
    ) -> Self {
        let missing = groups.near_misses_of(group);
        let missing_count = missing.count();
        if missing_count == 0 {
            return Self::Matching;
        }
        if missing_count + groups.total() == catalog.images() {
            return Self::All;
        }
        let values = catalog.values_of(facet);
        let missing = count(catalog, &missing, &values);
        Self::Own(matching.values(catalog, facet).iter().zip(&missing[values]).map(|(a, b)| a + b).collect())
    }
}

/// Counts `values` over `rows`. Other values may be counted or not.
fn count(catalog: &Catalog<'_>, rows: &Bitset, values: &Range<usize>) -> Vec<u32> {
    let mut counts = vec![0; catalog.values()];
    let specs = catalog.values_of(Facet::Spec);
    let first_of_rows = catalog.values_of(IMPL_TAG_FACETS[0]).start;
    if values.start < specs.start || values.end > first_of_rows {
        catalog.row_values().count(rows, values, &mut counts);
    }
    if values.start < first_of_rows && values.end > specs.start {
        let mut hits = vec![0; catalog.specs()];
        catalog.for_each_hit(rows, |spec, count| hits[spec] += count);
        if values.end > specs.end {
            catalog.spec_values().count_weighted(&hits, values, &mut counts);
        }
        counts[specs].copy_from_slice(&hits);
    }
    counts
}
