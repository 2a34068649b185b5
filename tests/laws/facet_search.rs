//! Rule: the search in a facet agrees with the filter, and matches lie at beginnings of words.

use catalog_edge::model::{Facet, Records};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::Value;

use super::{built, cases, filtered, list, number, open, reply, text};
use crate::support::{
    catalogs::records,
    naive::different_words,
    python,
    queries::{Piece, exclusion, group, spell, words},
};

/// Groups, exclusions, and words that narrow the images.
fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    vec(prop_oneof![3 => group(), 2 => exclusion(), 1 => words()], 0..4)
}

/// The query of a search that is narrowed as the filter of these pieces.
fn narrowed(pieces: &[Piece], records: &Records) -> String {
    let own = |piece: &Piece| match piece {
        Piece::Words(..) => Piece::OfImages(Box::new(piece.clone())),
        _ => piece.clone(),
    };
    spell(&pieces.iter().map(own).collect::<Vec<_>>(), records)
}

fn facet() -> impl Strategy<Value = &'static str> {
    select(&Facet::ALL[..]).prop_map(Facet::name)
}

/// The values found, with their counts.
fn found(reply: &Value) -> Vec<(String, usize)> {
    list(&reply["values"]).iter().map(|value| (text(&value["value"]).to_owned(), number(&value["count"]))).collect()
}

fn label<'a>(records: &'a Records, facet: &str, value: &'a str) -> &'a str {
    let found = match facet {
        "lang" => records.languages.iter().find(|language| language.id == value).map(|language| &language.name),
        "lib" => records.libraries.iter().find(|library| library.id == value).map(|library| &library.name),
        "spec" => records.specs.iter().find(|spec| spec.id == value).map(|spec| &spec.title),
        _ => return value,
    };
    found.expect("it is in the records")
}

/// The text before a place, at it, and after it.
fn around(label: &str, place: &Value) -> [String; 3] {
    let units: Vec<u16> = label.encode_utf16().collect();
    let (start, end) = (number(&place[0]), number(&place[1]));
    [&units[..start], &units[start..end], &units[end..]].map(|part| String::from_utf16(part).expect("whole characters"))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn without_words_all_values_are_found_with_the_counts_of_the_filter(
        records in records(0..60),
        pieces in pieces(),
        facet in facet(),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = narrowed(&pieces, &records);
        let searched = |query: &str| reply(&service, &format!("/plots/facets/{facet}?{query}&limit=1000"));
        // The last group of the facet does not restrict.
        let with_group = |query: &str| format!("{query}&{facet}=nobody-has-this");
        let filter = filtered(&service, &with_group(&spell(&pieces, &records)));
        let counts = list(&filter["orCounts"]).last().expect("there is a group");
        let search = searched(&with_group(&query));
        for (value, count) in found(&search) {
            prop_assert_eq!(count, counts.get(&value).map_or(0, number), "{}", value);
        }
        let all = filter["globalCounts"][facet].as_object().expect("counts");
        prop_assert_eq!(number(&search["total"]), all.len());
        prop_assert!(found(&search).iter().all(|(value, _)| all.contains_key(value)));
        let mut expected = found(&search);
        expected.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        prop_assert_eq!(found(&search), expected);
        if !pieces.iter().any(|piece| piece.spell(&records).starts_with(&format!("{facet}="))) {
            prop_assert_eq!(searched(&query), search);
        }
    }

    #[test]
    fn q_finds_the_values_that_have_its_words_and_changes_no_count(
        records in records(1..60),
        pieces in pieces(),
        facet in facet(),
        search in words(),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = format!("{}&limit=1000", narrowed(&pieces, &records));
        let search = search.spell(&records);
        let searched: Vec<String> = python::parse_qsl(&search).iter().flat_map(|(_, text)| different_words(text)).collect();
        let all = reply(&service, &format!("/plots/facets/{facet}?{query}"));
        let some = reply(&service, &format!("/plots/facets/{facet}?{query}&{search}"));
        let has_words = |value: &str| {
            let mut words = different_words(value);
            words.extend(different_words(label(&records, facet, value)));
            searched.iter().all(|start| words.iter().any(|word| word.starts_with(start)))
        };
        let expected: Vec<_> = found(&all).into_iter().filter(|(value, _)| has_words(value)).collect();
        prop_assert_eq!(number(&some["total"]), expected.len());
        prop_assert_eq!(found(&some), expected);
        for value in list(&some["values"]) {
            let label = label(&records, facet, text(&value["value"]));
            prop_assert_eq!(text(&value["label"]), label);
            let begins = |text: &str| different_words(text).iter().any(|word| searched.iter().any(|start| word.starts_with(start)));
            prop_assert_eq!(value["match"].is_null(), searched.is_empty() || !begins(label), "{:?}", label);
            // A half is two words in one character, which cannot be parted.
            if !value["match"].is_null() && !label.contains('½') {
                let [before, found, after] = around(label, &value["match"]);
                prop_assert!(begins(&found) && !begins(&before), "{:?} in {:?}", found, label);
                let mut parts = different_words(&before);
                parts.extend(different_words(&format!("{found}{after}")));
                prop_assert_eq!(parts, different_words(label), "the match begins within a word");
                // Marks after the match belong to it.
                prop_assert_eq!(different_words(&found).len(), 1);
                prop_assert!(!after.starts_with(['\u{301}', '\u{ff9e}']), "{:?} in {:?}", found, label);
            }
        }
    }

    #[test]
    fn pages_put_together_are_all_values(
        records in records(1..60),
        pieces in pieces(),
        facet in facet(),
        search in words(),
        limit in 1..9_usize,
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = narrowed(&pieces, &records);
        let search = search.spell(&records);
        let page = |page: &str| reply(&service, &format!("/plots/facets/{facet}?{query}&{search}&{page}"));
        let whole = page("limit=1000");
        let pages = (0..number(&whole["total"])).step_by(limit).flat_map(|offset| {
            list(&page(&format!("limit={limit}&offset={offset}"))["values"]).to_vec()
        });
        prop_assert_eq!(pages.collect::<Vec<_>>(), list(&whole["values"]));
    }
}
