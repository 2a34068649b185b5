//! Rule: each beginning of each word of each name and title is found, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/catalogs.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod catalogs;

use std::collections::BTreeSet;

use catalog_edge::{
    catalog::Catalog,
    fold,
    http::served_records,
    model::{Facet, Records},
    snapshot,
};
use proptest::prelude::*;

use self::catalogs::records;

/// The words of each source, as `snapshots/FORMAT.md` numbers them.
fn sources(catalog: &Catalog<'_>, records: &Records) -> Vec<BTreeSet<String>> {
    let words = |text: &str| fold::words(text).into_iter().collect::<BTreeSet<_>>();
    let mut sources = Vec::new();
    for facet in Facet::ALL {
        for place in 0..catalog.values_of(facet).len() {
            let label = words(&catalog.label_text(facet, place));
            sources.push(match facet {
                Facet::Lang => &label | &words(&records.languages[place].id),
                Facet::Lib => &label | &words(&records.libraries[place].id),
                Facet::Spec => &words(&records.specs[place].id) - &label,
                _ => label,
            });
        }
    }
    sources.extend(records.specs.iter().map(|spec| words(&spec.title)));
    sources
}

proptest! {
    #[test]
    fn words_are_found_by_their_beginnings(all in records(0..40), other in "[a-zé0-9]{0,3}") {
        let bytes = snapshot::build(&all, None).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        let sources = sources(&catalog, &served_records(&catalog).unwrap());
        prop_assert_eq!(sources.len(), catalog.values() + catalog.specs());
        let mut beginnings = BTreeSet::from([String::new(), other]);
        for word in sources.iter().flatten() {
            beginnings.extend(word.char_indices().skip(1).map(|(at, _)| word[..at].to_owned()).take(6));
            beginnings.extend([word.clone(), format!("{word}x")]);
        }
        for beginning in beginnings {
            let found: BTreeSet<(usize, bool)> = catalog.words().beginning_with(&beginning).collect();
            let has = |(source, words): (usize, &BTreeSet<String>)| {
                let of_word = |word: &String| word.starts_with(&beginning).then(|| (source, *word == beginning));
                words.iter().filter_map(of_word).collect::<Vec<_>>()
            };
            let expected: BTreeSet<(usize, bool)> = sources.iter().enumerate().flat_map(has).collect();
            prop_assert_eq!(found, expected, "{:?}", beginning);
        }
    }

    #[test]
    fn labels_are_the_names_that_people_read(all in records(0..30)) {
        let bytes = snapshot::build(&all, None).unwrap();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        let names = |facet: Facet, name: &dyn Fn(usize) -> String| {
            (0..catalog.values_of(facet).len()).all(|place| catalog.label_text(facet, place) == name(place))
        };
        let records = served_records(&catalog).unwrap();
        prop_assert!(names(Facet::Lang, &|place| records.languages[place].name.clone()));
        prop_assert!(names(Facet::Lib, &|place| records.libraries[place].name.clone()));
        prop_assert!(names(Facet::Spec, &|place| records.specs[place].title.clone()));
        for (facet, tag) in catalog_edge::model::SPEC_TAG_FACETS.into_iter().zip(0..) {
            let values: BTreeSet<&String> = records.specs.iter().flat_map(|spec| &spec.tags[tag]).collect();
            let values: Vec<_> = values.into_iter().collect();
            prop_assert!(names(facet, &|place| values[place].clone()));
        }
    }
}
