//! Rows of values: specs and rows that carry them, united.

use crate::{
    catalog::{Bitset, Catalog},
    model::{Facet, FacetSource},
};

/// Owners of some values.
pub(super) struct Owners<'c> {
    catalog: &'c Catalog<'c>,
    rows: Bitset,
    /// Specs all of whose rows are owners.
    specs: Option<Bitset>,
}

impl<'c> Owners<'c> {
    /// No owners.
    pub(super) fn none(catalog: &'c Catalog<'_>) -> Self {
        Self { catalog, rows: Bitset::empty(catalog.images()), specs: None }
    }

    /// Adds those that carry the numbered `value` of `facet`.
    pub(super) fn add(&mut self, facet: Facet, value: usize) {
        match facet.source() {
            FacetSource::Key if facet == Facet::Spec => {
                self.add_spec(value - self.catalog.values_of(facet).start);
            }
            FacetSource::SpecTag(_) => {
                let catalog = self.catalog;
                catalog.unite_owners_into(facet, value, self.specs());
            }
            _ => self.catalog.unite_owners_into(facet, value, &mut self.rows),
        }
    }

    /// Adds the rows of `spec`.
    pub(super) fn add_spec(&mut self, spec: usize) {
        self.specs().insert(spec);
    }

    /// The rows of all owners.
    pub(super) fn into_rows(self) -> Bitset {
        let Self { catalog, mut rows, specs } = self;
        if let Some(specs) = specs {
            specs.for_each(|spec| rows.insert_range(catalog.rows_of_spec(spec)));
        }
        rows
    }

    fn specs(&mut self) -> &mut Bitset {
        self.specs.get_or_insert_with(|| Bitset::empty(self.catalog.specs()))
    }
}
