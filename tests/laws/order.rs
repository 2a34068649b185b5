//! Rule: an order moves images and nothing else, and its pages together are the whole.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::model::Records;
use proptest::{prelude::*, sample::select};

use super::{Key, built, can_be_sent, cases, encoded, filtered, images, open, reply};
use crate::support::{
    catalogs::records,
    queries::{selection, spell},
};

const SORTS: [&str; 6] =
    ["sort=spec", "sort=quality", "sort=newest", "sort=relevance", "sort=random&seed=7", "sort=random&seed=4294967295"];

/// The images in the order of a comparison of implementations. The order of ties is kept.
fn sorted<K: PartialOrd>(images: &[Key], records: &Records, key: impl Fn(usize) -> K) -> Vec<Key> {
    let places: BTreeMap<[&str; 3], usize> = records
        .impls
        .iter()
        .enumerate()
        .map(|(place, item)| ([item.spec.as_str(), item.language.as_str(), item.library.as_str()], place))
        .collect();
    let key = |image: &Key| key(places[&[&*image[0], &*image[1], &*image[2]]]);
    let mut sorted = images.to_vec();
    sorted.sort_by(|a, b| key(b).partial_cmp(&key(a)).expect("numbers"));
    sorted
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn an_order_moves_the_images_and_changes_nothing_else(
        records in records(0..60),
        pieces in selection(),
        sort in select(&SORTS[..]),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = spell(&pieces, &records);
        let (mut plain, mut ordered) = (filtered(&service, &query), filtered(&service, &format!("{query}&{sort}")));
        let mut moved = images(&ordered);
        moved.sort();
        prop_assert_eq!(moved, images(&plain));
        let parts = [&mut plain, &mut ordered].map(|reply| reply["images"].take());
        prop_assert_eq!(parts[0].as_array().map(Vec::len), parts[1].as_array().map(Vec::len));
        prop_assert_eq!(ordered, plain);
    }

    #[test]
    fn pages_of_any_order_put_together_are_all_images(
        records in records(0..60),
        pieces in selection(),
        sort in select(&SORTS[..]),
        limit in 1..9_usize,
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = format!("{}&{sort}&omit=counts,globalCounts,orCounts,specTitles", spell(&pieces, &records));
        let whole = images(&filtered(&service, &query));
        let pages = (0..whole.len())
            .step_by(limit)
            .flat_map(|offset| images(&filtered(&service, &format!("{query}&limit={limit}&offset={offset}"))));
        prop_assert_eq!(&pages.collect::<Vec<_>>(), &whole);
        prop_assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len());
    }

    #[test]
    fn pages_of_a_library_put_together_are_its_images_in_the_order_of_the_filter(
        records in records(1..60),
        sort in select(&["sort=spec", "sort=quality", "sort=newest", "sort=random&seed=7"][..]),
        limit in 1..9_usize,
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let ids = records.libraries.iter().map(|library| &library.id);
        for id in ids.filter(|id| can_be_sent(id) && !id.contains('/')).map(|id| encoded(id)) {
            let all = images(&filtered(&service, &format!("lib={id}&{sort}")));
            let pages = (0..all.len().max(1)).step_by(limit).flat_map(|offset| {
                images(&reply(&service, &format!("/libraries/{id}/images?{sort}&limit={limit}&offset={offset}")))
            });
            prop_assert_eq!(pages.collect::<Vec<_>>(), all);
        }
    }

    #[test]
    fn best_quality_and_newest_come_first_and_ties_keep_the_default_order(
        records in records(0..60),
        pieces in selection(),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = spell(&pieces, &records);
        let default = images(&filtered(&service, &query));
        let best = sorted(&default, &records, |place| records.impls[place].quality);
        prop_assert_eq!(images(&filtered(&service, &format!("{query}&sort=quality"))), best);
        let newest = sorted(&default, &records, |place| {
            let item = &records.impls[place];
            item.updated.or(item.generated_at)
        });
        prop_assert_eq!(images(&filtered(&service, &format!("{query}&sort=newest"))), newest);
    }

    #[test]
    fn a_filter_keeps_the_random_order_of_the_whole_catalogue(
        records in records(0..60),
        pieces in selection(),
        seed: u32,
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let order = format!("sort=random&seed={seed}");
        let part = images(&filtered(&service, &format!("{}&{order}", spell(&pieces, &records))));
        let mut whole = images(&filtered(&service, &order));
        whole.retain(|image| part.contains(image));
        prop_assert_eq!(part, whole);
    }
}
