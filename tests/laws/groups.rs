//! Rule: groups and records have no order, and or-counts are those of their group.

use catalog_edge::model::Records;
use proptest::{collection::vec, prelude::*};

use super::{built, cases, filter, filtered, list, open};
use crate::support::{catalogs::records, queries::group};

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_order_of_the_records_gives_the_same_snapshot(
        (records, shuffled) in records(0..60).prop_flat_map(|records| (Just(records.clone()), shuffled(records))),
    ) {
        prop_assert!(built(&records) == built(&shuffled));
    }

    #[test]
    fn order_of_groups_is_the_order_of_or_counts_and_nothing_else(
        records in records(0..60),
        (groups, order) in vec(group(), 2..6).prop_flat_map(|groups| {
            let order: Vec<usize> = (0..groups.len()).collect();
            (Just(groups), Just(order).prop_shuffle())
        }),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        // A group without values is ignored, so each group also gets a value that no facet has.
        let spelled: Vec<String> = groups.iter().map(|group| group.spell(&records) + ",nobody-has-this").collect();
        let permuted: Vec<&str> = order.iter().map(|&place| spelled[place].as_str()).collect();
        let mut reply = filtered(&service, &spelled.join("&"));
        let mut permuted = filtered(&service, &permuted.join("&"));
        let [counts, permuted_counts] = [&mut reply, &mut permuted].map(|reply| reply["orCounts"].take());
        prop_assert_eq!(list(&counts).len(), groups.len());
        let expected: Vec<_> = order.iter().map(|&place| counts[place].clone()).collect();
        prop_assert_eq!(list(&permuted_counts), expected);
        prop_assert_eq!(permuted, reply);
    }

    #[test]
    fn or_counts_of_the_only_group_are_the_global_counts_of_its_facet(records in records(0..60), group in group()) {
        let query = group.spell(&records) + ",nobody-has-this";
        let reply = filtered(&open(&built(&records)), &query);
        let (facet, _) = query.split_once('=').expect("a group has a name");
        prop_assert_eq!(&reply["orCounts"][0], &reply["globalCounts"][facet]);
    }

    #[test]
    fn a_value_sent_twice_counts_once(records in records(0..60), group in group()) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let once = group.spell(&records);
        let (_, values) = once.split_once('=').expect("a group has a name");
        prop_assert_eq!(filter(&service, &format!("{once},{values}")), filter(&service, &once));
    }
}

/// The same records in another order, with the lists of tags also in another order.
fn shuffled(records: Records) -> impl Strategy<Value = Records> {
    let Records { languages, libraries, mut specs, mut impls, changed, source } = records;
    for spec in &mut specs {
        spec.tags.iter_mut().for_each(|tags| tags.reverse());
    }
    for item in &mut impls {
        item.tags.iter_mut().for_each(|tags| tags.reverse());
    }
    let order = (
        Just(languages).prop_shuffle(),
        Just(libraries).prop_shuffle(),
        Just(specs).prop_shuffle(),
        Just(impls).prop_shuffle(),
    );
    order.prop_map(move |(languages, libraries, specs, impls)| Records {
        languages,
        libraries,
        specs,
        impls,
        changed: changed.clone(),
        source: source.clone(),
    })
}
