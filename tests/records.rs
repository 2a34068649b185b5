//! Rule: all records that a snapshot serves can be read back exactly, and give the same snapshot again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/catalogs.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod catalogs;

use std::collections::BTreeMap;

use catalog_edge::{
    digest::Digest,
    documents::DocumentSet,
    http::served_records,
    model::{Facet, FacetSource, Impl, Records, Spec},
    snapshot,
};
use proptest::prelude::*;

use self::catalogs::records;

/// Returns the part of `all` that a snapshot serves, as the documentation of `Records` promises.
fn served(mut all: Records, documents: Option<DocumentSet>) -> Records {
    all.specs.retain(|spec| all.impls.iter().any(|item| item.spec == spec.id));
    all.impls.retain(Impl::is_image);
    let once = |tags: &mut Vec<String>| {
        tags.sort();
        tags.dedup();
    };
    all.specs.iter_mut().flat_map(|spec| &mut spec.tags).for_each(once);
    all.impls.iter_mut().flat_map(|item| &mut item.tags).for_each(once);
    let mut times: Vec<_> = all.impls.iter().map(Impl::time).collect();
    times.sort_unstable();
    times.dedup();
    for item in &mut all.impls {
        let later = times.iter().filter(|time| **time > item.time()).count();
        (item.updated, item.generated_at) = (Some(-(later as i64)), None);
        item.line_count = None;
        item.has_code &= documents.is_some_and(|documents| documents.has_code);
    }
    all.languages.sort_by(|a, b| a.id.cmp(&b.id));
    all.libraries.sort_by(|a, b| a.id.cmp(&b.id));
    all.specs.sort_by(|a, b| a.id.cmp(&b.id));
    all.impls.sort_by(|a, b| (&a.spec, &a.language, &a.library).cmp(&(&b.spec, &b.language, &b.library)));
    all
}

/// No documents, documents of specs, or documents of specs and code.
fn documents() -> impl Strategy<Value = Option<DocumentSet>> {
    let of = |has_code| DocumentSet { digest: Digest::of(b"documents"), has_code };
    proptest::option::of(any::<bool>()).prop_map(move |has_code| has_code.map(of))
}

proptest! {
    #[test]
    fn records_come_back_as_they_are_served(all in records(0..60), documents in documents()) {
        let bytes = snapshot::build(&all, documents).unwrap();
        let found = served_records(&snapshot::open(&bytes).unwrap().catalog).unwrap();
        prop_assert_eq!(found, served(all, documents));
    }

    #[test]
    fn specs_without_implementations_are_known_by_their_ids(all in records(0..30), other in ".{0,8}") {
        let bytes = snapshot::build(&all, None).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        let is_used = |id: &str| all.impls.iter().any(|item| item.spec == id);
        let mut expected: Vec<&str> = all.specs.iter().map(|spec| &*spec.id).filter(|id| !is_used(id)).collect();
        expected.sort_unstable();
        prop_assert_eq!(catalog.unimplemented(), &*expected);
        for id in all.specs.iter().map(|spec| &*spec.id).chain([&*other]) {
            prop_assert_eq!(catalog.is_unimplemented(id), expected.contains(&id));
        }
        // If every spec has an implementation, the snapshot has no section for other specs.
        let sections = snapshot::sections(&bytes).unwrap();
        let has_section = sections.iter().any(|(name, _)| name.starts_with("specs.unimplemented"));
        prop_assert_eq!(has_section, !expected.is_empty());
    }

    #[test]
    fn snapshot_of_the_records_that_came_back_differs_in_stats_alone(mut all in records(1..60), documents in documents()) {
        // If no implementation of a spec is read back, it becomes a spec without implementations.
        all.impls.retain(Impl::is_image);
        let bytes = snapshot::build(&all, documents).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        let mut found = served_records(&catalog).unwrap();
        found.specs.extend(catalog.unimplemented().into_iter().map(|id| Spec { id, ..Spec::default() }));
        let rebuilt = snapshot::build(&found, documents).unwrap();
        let (before, after) = (snapshot::sections(&bytes).unwrap(), snapshot::sections(&rebuilt).unwrap());
        let of = |sections: &catalog_edge::catalog::Sections<'_>| {
            sections.iter().filter(|(name, _)| *name != "stats").map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(of(&before), of(&after));
    }

    #[test]
    fn posting_lists_are_the_tags_of_the_records_turned_round(all in records(0..60)) {
        let bytes = snapshot::build(&all, None).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        let found = served_records(&catalog).unwrap();
        for facet in Facet::ALL {
            let owners: Vec<&[String]> = match facet.source() {
                FacetSource::Key => vec![],
                FacetSource::SpecTag(index) => found.specs.iter().map(|spec| &*spec.tags[index]).collect(),
                FacetSource::ImplTag(index) => found.impls.iter().map(|item| &*item.tags[index]).collect(),
            };
            let mut expected: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
            for (tags, owner) in owners.into_iter().zip(0..) {
                tags.iter().for_each(|tag| expected.entry(tag).or_default().push(owner));
            }
            let postings = catalog.postings(facet).unwrap();
            prop_assert_eq!(postings.len(), expected.len());
            for ((name, list), (tag, owners)) in postings.into_iter().zip(expected) {
                prop_assert_eq!(&name, tag);
                let bitmap = roaring::RoaringBitmap::deserialize_from(list).unwrap();
                prop_assert_eq!(bitmap.into_iter().collect::<Vec<_>>(), owners);
            }
        }
    }
}
