//! Rule: the engine returns the bytes of the naive model.

use catalog_edge::model::Records;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select, subsequence},
};

use super::{Pair, cases, encoded, filter};
use crate::support::{
    catalogs::records,
    get::get,
    queries::{Piece, facet_search, group, page, query, selection, spell, words},
};

pub(super) fn held_to_the_model(pair: &Pair, records: &Records, queries: &[Vec<Piece>]) -> Result<(), TestCaseError> {
    let service = pair.service();
    for pieces in queries {
        let query = spell(pieces, records);
        prop_assert_eq!(filter(&service, &query), pair.naive.filter(&query), "{}", query);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn engine_filters_as_the_naive_model(records in records(0..30), queries in vec(query(), 6)) {
        held_to_the_model(&Pair::new(&records), &records, &queries)?;
    }

    #[test]
    fn engine_filters_as_the_naive_model_with_one_row_or_none(records in records(0..2), queries in vec(query(), 6)) {
        held_to_the_model(&Pair::new(&records), &records, &queries)?;
    }

    #[test]
    fn engine_orders_what_it_finds_as_the_naive_model(
        records in records(10..60),
        searches in vec((vec(words(), 1..3), selection(), select(&["relevance", "random&seed=36", "newest", "quality"][..])), 4),
    ) {
        let sorted = searches.into_iter().map(|(words, mut pieces, sort)| {
            pieces.extend(words);
            pieces.push(Piece::Setting("sort", sort));
            pieces
        });
        held_to_the_model(&Pair::new(&records), &records, &sorted.collect::<Vec<_>>())?;
    }

    #[test]
    fn engine_searches_a_facet_as_the_naive_model(records in records(0..30), searches in vec(facet_search(), 6)) {
        let pair = Pair::new(&records);
        let service = pair.service();
        for (facet, pieces) in searches {
            let query = spell(&pieces, &records);
            let found = get(&service, &format!("/plots/facets/{}?{query}", encoded(facet)));
            prop_assert_eq!(found, pair.naive.facet_search(facet, &query), "{} {}", facet, query);
        }
    }

    #[test]
    fn engine_lists_images_of_a_library_as_the_naive_model(
        records in records(1..30),
        pages in vec((any::<Index>(), page()), 6),
    ) {
        let pair = Pair::new(&records);
        let service = pair.service();
        for (library, pieces) in pages {
            let id = &library.get(&records.libraries).id;
            let query = spell(&pieces, &records);
            if !id.contains('/') {
                let found = get(&service, &format!("/libraries/{}/images?{query}", encoded(id)));
                prop_assert_eq!(found, pair.naive.library_images(id, &query), "{} {}", id, query);
            }
        }
    }

    #[test]
    fn statistics_and_lists_of_images_are_those_of_the_naive_model(records in records(0..60)) {
        let pair = Pair::new(&records);
        let service = pair.service();
        prop_assert_eq!(get(&service, "/stats"), (200, pair.naive.stats()));
        let unknown = "nobody-has-this".to_owned();
        let libraries = records.libraries.iter().map(|library| &library.id).chain([&unknown]);
        for id in libraries.filter(|id| !id.contains('/')) {
            let found = get(&service, &format!("/libraries/{}/images", encoded(id)));
            prop_assert_eq!(found, pair.naive.library_images(id, ""));
        }
        for spec in records.specs.iter().filter(|spec| !spec.id.contains('/')) {
            let found = get(&service, &format!("/specs/{}/images", encoded(&spec.id)));
            prop_assert_eq!(found, pair.naive.spec_images(&spec.id));
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn engine_filters_as_the_naive_model_on_hundreds_of_rows(records in records(200..500), queries in vec(query(), 5)) {
        held_to_the_model(&Pair::new(&records), &records, &queries)?;
    }
}

proptest! {
    // The naive model needs time by the square of the groups.
    #![proptest_config(cases(40))]

    #[test]
    fn engine_filters_as_the_naive_model_with_more_groups_than_anyone_sends(
        records in records(1..100),
        groups in vec(group(), 3),
        // Groups that lack one value, or none, match nearly every image: keys are never missing.
        others in subsequence((0..120_usize).collect::<Vec<_>>(), 33..=60),
        repeated in 0..3_usize,
    ) {
        let others = others.into_iter().map(|place| Piece::AllBut(place % 3, 1 << (place / 3)));
        let mut pieces: Vec<_> = groups.into_iter().chain(others).collect();
        pieces.extend_from_within(..repeated);
        held_to_the_model(&Pair::new(&records), &records, &[pieces])?;
    }

    #[test]
    fn engine_refuses_too_many_different_groups_as_the_naive_model(records in records(1..9), groups in vec(group(), 55..75)) {
        held_to_the_model(&Pair::new(&records), &records, &[groups])?;
    }
}
