//! Rule: `not.` is the complement of a group.

use catalog_edge::model::Facet;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use super::{built, can_be_sent, cases, encoded, filter, filtered, images, list, number, open};
use crate::support::{
    catalogs::records,
    queries::{exclusion, selection, spell},
};

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn images_with_a_value_and_images_without_it_are_all_images(
        records in records(0..60),
        pieces in selection(),
        exclusion in exclusion(),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = spell(&pieces, &records);
        // A group without values is ignored, so each list also gets a value that no facet has.
        let without = exclusion.spell(&records) + ",nobody-has-this";
        let with = without.strip_prefix("not.").expect("it is an exclusion");
        let all = filtered(&service, &query);
        let with = filtered(&service, &format!("{with}&{query}"));
        let without = filtered(&service, &format!("{without}&{query}"));
        prop_assert_eq!(number(&with["total"]) + number(&without["total"]), number(&all["total"]));
        let mut both = images(&with);
        both.extend(images(&without));
        both.sort();
        prop_assert_eq!(both, images(&all));
        prop_assert_eq!(&without["globalCounts"], &all["globalCounts"]);
        prop_assert_eq!(list(&without["orCounts"]).len(), list(&all["orCounts"]).len());
    }

    #[test]
    fn excluded_values_are_counted_nowhere_but_in_the_global_counts(
        records in records(1..60),
        pieces in selection(),
        facet in select(&Facet::ALL[..]).prop_map(Facet::name),
        picks in vec(any::<Index>(), 1..4),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let global = filtered(&service, "")["globalCounts"].take();
        let all: Vec<&String> = global[facet].as_object().expect("counts").keys().filter(|key| can_be_sent(key)).collect();
        prop_assume!(!all.is_empty());
        let values: Vec<&String> = picks.iter().map(|pick| *pick.get(&all)).collect();
        let listed: Vec<String> = values.iter().map(|value| encoded(value)).collect();
        let query = format!("{}&not.{facet}={}", spell(&pieces, &records), listed.join(","));
        let reply = filtered(&service, &query);
        let group = filtered(&service, &format!("{query}&{facet}=nobody-has-this"));
        prop_assert_eq!(list(&group["orCounts"]).last(), Some(&reply["counts"][facet]));
        prop_assert!(values.iter().all(|value| reply["counts"][facet].get(value).is_none()), "{}", query);
        prop_assert_eq!(&reply["globalCounts"], &global);
    }

    #[test]
    fn exclusions_have_no_order_and_may_be_one_list_or_several(
        records in records(0..60),
        pieces in selection(),
        exclusions in vec(exclusion(), 1..4),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let query = spell(&pieces, &records);
        let lists: Vec<String> = exclusions.iter().map(|list| list.spell(&records)).collect();
        let expected = filter(&service, &format!("{query}&{}", lists.join("&")));
        let single: Vec<String> = lists
            .iter()
            .rev()
            .filter_map(|list| list.split_once('='))
            .flat_map(|(name, values)| values.split(',').map(move |value| format!("{name}={value}")))
            .collect();
        prop_assert_eq!(filter(&service, &format!("{}&{query}", single.join("&"))), expected);
    }
}
