//! Rule: the engine returns the bytes of the naive model.

use catalog_edge::model::Records;
use proptest::{collection::vec, prelude::*, sample::Index};

use super::{Pair, cases, encoded, filter};
use crate::support::{
    catalogs::records,
    get::get,
    queries::{Piece, facet_search, group, page, query, spell},
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
    fn engine_filters_as_the_naive_model_with_more_groups_than_anyone_sends(
        records in records(1..30),
        groups in (vec(group(), 3), 25..40_usize).prop_flat_map(|(groups, more)| {
            // Groups that match every image leave work for the few others.
            let all = std::iter::repeat_n(Piece::everything(), more);
            Just(groups.into_iter().chain(all).collect::<Vec<_>>()).prop_shuffle()
        }),
    ) {
        held_to_the_model(&Pair::new(&records), &records, &[groups])?;
    }

    #[test]
    fn engine_filters_as_the_naive_model_with_one_row_or_none(records in records(0..2), queries in vec(query(), 6)) {
        held_to_the_model(&Pair::new(&records), &records, &queries)?;
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
