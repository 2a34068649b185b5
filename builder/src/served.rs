//! What of a database's records a snapshot serves, in the form in which a snapshot gives its records back.

use std::collections::BTreeSet;

use catalog_edge::model::{Impl, Records};

/// Leaves out specs without implementations and implementations that are no images, orders all lists by key, and
/// each list of tags by value, none twice.
pub(crate) fn served(mut records: Records) -> Records {
    let used: BTreeSet<String> = records.impls.iter().map(|item| item.spec.clone()).collect();
    records.specs.retain(|spec| used.contains(&spec.id));
    records.impls.retain(is_image);
    let tags = records.specs.iter_mut().flat_map(|spec| &mut spec.tags);
    tags.chain(records.impls.iter_mut().flat_map(|item| &mut item.tags)).for_each(|list| {
        list.sort_unstable();
        list.dedup();
    });
    records.languages.sort_by(|a, b| a.id.cmp(&b.id));
    records.libraries.sort_by(|a, b| a.id.cmp(&b.id));
    records.specs.sort_by(|a, b| a.id.cmp(&b.id));
    records.impls.sort_by(|a, b| (&a.spec, &a.language, &a.library).cmp(&(&b.spec, &b.language, &b.library)));
    records
}

/// True if `item` has a light preview.
pub(crate) fn is_image(item: &Impl) -> bool {
    item.url_light.as_ref().is_some_and(|url| !url.is_empty())
}
