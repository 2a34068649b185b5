//! Rule: `q` finds words by their beginnings, in any spelling, and narrows like a group.

use std::collections::BTreeMap;

use catalog_edge::model::Records;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Key, built, cases, encoded, filter, filtered, images, open};
use crate::support::{
    catalogs::records,
    naive::different_words,
    python,
    queries::{selection, spell, words},
};

/// The keys of a spec's images, and its title.
fn titles(records: &Records) -> impl Iterator<Item = (Key, &str)> {
    let shown = records.impls.iter().filter(|item| item.is_image());
    shown.map(|item| {
        let spec = records.specs.iter().find(|spec| spec.id == item.spec).expect("it is in the records");
        ([item.spec.clone(), item.language.clone(), item.library.clone()], spec.title.as_str())
    })
}

/// The value of a piece `q=...`.
fn value(piece: &str) -> &str {
    piece.strip_prefix("q=").expect("a search")
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn words_of_a_title_find_its_images(records in records(1..30), kept in 1..9_usize) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        for (image, title) in titles(&records).filter(|(_, title)| title.chars().count() <= 256) {
            let found = images(&filtered(&service, &format!("q={}", encoded(title))));
            prop_assert!(found.contains(&image), "{:?}", title);
            for word in title.split_whitespace() {
                let beginning: String = word.chars().take(kept).collect();
                let found = images(&filtered(&service, &format!("q={}", encoded(&beginning))));
                prop_assert!(found.contains(&image), "{:?} in {:?}", beginning, title);
            }
        }
    }

    #[test]
    fn two_searches_together_find_what_both_find(
        records in records(0..60),
        pieces in selection(),
        first in words(),
        second in words(),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = spell(&pieces, &records);
        let [first, second] = [first, second].map(|piece| value(&piece.spell(&records)).to_owned());
        let both = python::parse_qsl(&format!("q={first}+{second}"));
        prop_assume!(both.iter().all(|(_, text)| different_words(text).len() <= 16));
        let found = |search: &str| images(&filtered(&service, &format!("{query}&q={search}")));
        let mut both = found(&first);
        let others = found(&second);
        both.retain(|image| others.contains(image));
        prop_assert_eq!(found(&format!("{first}+{second}")), both);
    }

    #[test]
    fn case_accents_normal_forms_and_order_of_words_do_not_matter(records in records(1..30), sorted: bool) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let sort = if sorted { "&sort=relevance" } else { "" };
        for (_, title) in titles(&records).filter(|(_, title)| title.chars().count() < 100) {
            let expected = filter(&service, &format!("q={}{sort}", encoded(title)));
            let reversed: Vec<&str> = title.split_whitespace().rev().collect();
            for spelling in [
                title.nfc().collect(),
                title.nfd().collect(),
                title.nfkd().collect(),
                title.to_uppercase(),
                title.to_lowercase(),
                title.chars().map(|letter| format!("{letter}\u{308}")).collect(),
                reversed.join("\u{2003}"),
                format!("{title} {title}"),
            ] {
                prop_assert_eq!(
                    filter(&service, &format!("q={}{sort}", encoded(&spelling))), expected.clone(), "{:?} {:?}", title, spelling
                );
            }
        }
    }

    #[test]
    fn a_search_without_words_is_none(records in records(0..60), pieces in selection()) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = spell(&pieces, &records);
        let expected = filter(&service, &format!("{query}&sort=relevance&q="));
        for search in ["", "+", "-", "%CC%81", ".,;%20%E2%80%8D", "%F0%9F%98%80"] {
            prop_assert_eq!(filter(&service, &format!("{query}&sort=relevance&q={search}")), expected.clone());
        }
        prop_assert_eq!(filter(&service, &format!("{query}&q=")), expected);
    }

    #[test]
    fn only_titles_with_all_of_its_words_are_before_the_title_that_is_searched_for(records in records(1..60)) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let title_of: BTreeMap<Key, &str> = titles(&records).collect();
        for (image, title) in title_of.iter().filter(|(_, title)| title.chars().count() <= 256) {
            let found = images(&filtered(&service, &format!("q={}&sort=relevance", encoded(title))));
            for before in found.iter().take_while(|other| *other != image) {
                let words = different_words(title_of[before]);
                prop_assert!(different_words(title).is_subset(&words), "{:?} is before {:?}", title_of[before], title);
            }
        }
    }
}
