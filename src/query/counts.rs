//! Number of images with each value.

use std::ops::Range;

use super::selection::Selection;
use crate::{
    catalog::{Bitset, Catalog},
    model::{Facet, IMPL_TAG_FACETS},
};

/// For every value of the catalogue, the number of images in a set that carry it.
pub(crate) struct FacetCounts {
    pub(super) counts: Vec<u32>,
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

    /// The counts of the values of `facet`, by number.
    pub(crate) fn values(&self, catalog: &Catalog<'_>, facet: Facet) -> &[u32] {
        &self.counts[catalog.values_of(facet)]
    }
}

/// Counts `values` over `rows`. Other values may be counted or not.
pub(super) fn count(catalog: &Catalog<'_>, rows: &Bitset, values: &Range<usize>) -> Vec<u32> {
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
