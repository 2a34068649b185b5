//! Records in the form in which a snapshot holds them.

use std::collections::BTreeSet;

use catalog_edge::catalog::{Catalog, Inconsistency};
use catalog_edge::http::served_records;
use catalog_edge::model::{Impl, Records};

/// The part of a catalogue that replies depend on.
#[derive(Debug)]
pub(crate) struct Normalized {
    /// Languages, libraries, specs with implementations, and images.
    pub(crate) records: Records,
    /// Ids of the specs without implementations, ascending.
    pub(crate) unimplemented: Vec<String>,
}

impl Normalized {
    /// Returns the records of a snapshot.
    pub(crate) fn of_snapshot(catalog: &Catalog<'_>) -> Result<Self, Inconsistency> {
        Ok(Self { records: served_records(catalog)?, unimplemented: catalog.unimplemented() })
    }

    /// Reduces the records of a database to what a snapshot holds. Implementations that are no images and line counts
    /// are left out, and of specs without implementations everything but the ids. Lists are sorted by key, and tags by
    /// value, each once.
    pub(crate) fn of_database(mut records: Records) -> Self {
        let used: BTreeSet<String> = records.impls.iter().map(|item| item.spec.clone()).collect();
        let unused = records.specs.extract_if(.., |spec| !used.contains(&spec.id));
        let mut unimplemented: Vec<String> = unused.map(|spec| spec.id).collect();
        unimplemented.sort_unstable();
        records.impls.retain(Impl::is_image);
        // A snapshot holds only their sum.
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

#[cfg(test)]
mod tests {
    use catalog_edge::model::Spec;

    use super::*;
    use crate::records::sample::{catalogue, image};

    #[test]
    fn only_what_a_snapshot_holds_is_left() {
        let mut records =
            catalogue(vec![image("pie", "r", "lattice"), image("bar", "r", "grid"), image("map", "r", "grid")]);
        records.specs.extend(["tree", "box"].map(|id| Spec { id: id.into(), title: id.into(), ..Spec::default() }));
        records.specs.reverse();
        records.libraries.reverse();
        records.specs[2].tags[0] = ["b", "a", "b"].map(Into::into).into();
        records.impls[0].tags[4] = ["y", "x", "y"].map(Into::into).into();
        records.impls[0].line_count = Some(7);
        // No image, but its spec has an implementation.
        records.impls[2].url_light = Some(String::new());

        let Normalized { records, unimplemented } = Normalized::of_database(records);
        let mut expected = catalogue(vec![image("bar", "r", "grid"), image("pie", "r", "lattice")]);
        expected.specs.insert(1, Spec { id: "map".into(), ..Spec::default() });
        expected.specs[2].tags[0] = ["a", "b"].map(Into::into).into();
        expected.impls[1].tags[4] = ["x", "y"].map(Into::into).into();
        assert_eq!(records, expected);
        assert_eq!(unimplemented, ["box", "tree"]);
    }
}
