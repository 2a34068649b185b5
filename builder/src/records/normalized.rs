//! What a snapshot serves of a catalogue, in the form in which it gives it back.

use std::collections::BTreeSet;

use catalog_edge::catalog::{Catalog, Inconsistency};
use catalog_edge::model::{Impl, Records};

/// One state of a catalogue, as far as replies depend on it.
#[derive(Debug)]
pub(crate) struct Normalized {
    /// Specs with implementations, and the implementations that are images, as a snapshot gives its records back.
    pub(crate) records: Records,
    /// Ids of the specs without implementations, ascending.
    pub(crate) unimplemented: Vec<String>,
}

impl Normalized {
    /// Returns the records of a snapshot.
    pub(crate) fn of_snapshot(catalog: &Catalog<'_>) -> Result<Self, Inconsistency> {
        Ok(Self { records: catalog.records()?, unimplemented: catalog.unimplemented() })
    }

    /// Leaves out of a database's records the implementations that are no images, line counts, and all of specs without
    /// implementations but their ids. Orders all lists by key, and each list of tags by value, none twice.
    pub(crate) fn of_database(mut records: Records) -> Self {
        let used: BTreeSet<String> = records.impls.iter().map(|item| item.spec.clone()).collect();
        let unused = records.specs.extract_if(.., |spec| !used.contains(&spec.id));
        let mut unimplemented: Vec<String> = unused.map(|spec| spec.id).collect();
        unimplemented.sort_unstable();
        records.impls.retain(Impl::is_image);
        // A snapshot holds their sum.
        records.impls.iter_mut().for_each(|image| image.line_count = None);
        let tags = records.specs.iter_mut().flat_map(|spec| &mut spec.tags);
        tags.chain(records.impls.iter_mut().flat_map(|item| &mut item.tags)).for_each(|list| {
            list.sort_unstable();
            list.dedup();
        });
        records.languages.sort_by(|a, b| a.id.cmp(&b.id));
        records.libraries.sort_by(|a, b| a.id.cmp(&b.id));
        records.specs.sort_by(|a, b| a.id.cmp(&b.id));
        records.impls.sort_by(|a, b| (&a.spec, &a.language, &a.library).cmp(&(&b.spec, &b.language, &b.library)));
        Self { records, unimplemented }
    }
}
