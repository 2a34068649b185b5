//! The engine and the naive model return the same bytes for every catalogue and every query. Other laws hold for any
//! engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

use catalog_edge::{
    http::{Body, Outcome, Policy, Reply, Request, Service},
    model::Records,
    snapshot,
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::Value;

use self::support::{
    catalogs::{Urls, large, records},
    get::get,
    naive::Naive,
    queries::{Piece, group, query, spell},
};

/// Engine and naive model, with the same records.
struct Pair {
    snapshot: Vec<u8>,
    naive: Naive,
}

impl Pair {
    fn new(records: &Records) -> Self {
        let snapshot = snapshot::build(records, None).expect("the records are sound");
        Self { snapshot, naive: Naive::new(records) }
    }

    fn service(&self) -> Service<'_> {
        Service::open(&self.snapshot, Policy::default()).expect("a snapshot just built is sound")
    }
}

fn filter(service: &Service<'_>, query: &str) -> (u16, String) {
    get(service, &format!("/plots/filter?{query}"))
}

/// The part of a reply between two of its members. No text in it can look like either member, because quotes are
/// escaped.
fn between<'a>(body: &'a str, start: &str, end: &str) -> (&'a str, &'a str, &'a str) {
    let (head, rest) = body.split_once(start).expect("the member is there");
    let (middle, tail) = rest.rsplit_once(end).expect("the next member is there");
    (head, middle, tail)
}

fn images(body: &str) -> &str {
    between(body, "\"images\":[", "],\"counts\":").1
}

/// The list of or-counts, and the rest of the reply.
fn or_counts(body: &str) -> (Vec<Value>, String) {
    let (head, list, tail) = between(body, "\"orCounts\":", ",\"specTitles\":");
    (serde_json::from_str(list).expect("or-counts are JSON"), format!("{head}{tail}"))
}

fn total(body: &str) -> usize {
    let (number, _) = body.strip_prefix("{\"total\":").and_then(|rest| rest.split_once(',')).expect("total is first");
    number.parse().expect("total is a number")
}

fn held_to_the_model(pair: &Pair, records: &Records, queries: &[Vec<Piece>]) -> Result<(), TestCaseError> {
    let service = pair.service();
    for pieces in queries {
        let query = spell(pieces, records);
        prop_assert_eq!(filter(&service, &query), pair.naive.filter(&query), "{}", query);
    }
    Ok(())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn engine_answers_as_the_naive_model(records in records(0..30), queries in vec(query(), 6)) {
        held_to_the_model(&Pair::new(&records), &records, &queries)?;
    }

    #[test]
    fn engine_answers_as_the_naive_model_to_more_groups_than_anyone_sends(
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
    fn engine_answers_as_the_naive_model_with_one_row_or_none(records in records(0..2), queries in vec(query(), 6)) {
        held_to_the_model(&Pair::new(&records), &records, &queries)?;
    }

    #[test]
    fn statistics_and_lists_of_images_are_those_of_the_naive_model(records in records(0..60)) {
        let pair = Pair::new(&records);
        let service = pair.service();
        prop_assert_eq!(get(&service, "/stats"), (200, pair.naive.stats()));
        let encoded = |id: &str| id.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        for library in records.libraries.iter().filter(|library| !library.id.contains('/')) {
            let expected = pair.naive.library_images(&library.id, "");
            prop_assert_eq!(get(&service, &format!("/libraries/{}/images", encoded(&library.id))), expected);
        }
        for spec in records.specs.iter().filter(|spec| !spec.id.contains('/')) {
            let expected = pair.naive.spec_images(&spec.id);
            prop_assert_eq!(get(&service, &format!("/specs/{}/images", encoded(&spec.id))), expected);
        }
    }

    #[test]
    fn any_order_of_the_records_gives_the_same_snapshot(
        (records, shuffled) in records(0..60).prop_flat_map(|records| (Just(records.clone()), shuffled(records))),
    ) {
        prop_assert!(snapshot::build(&records, None) == snapshot::build(&shuffled, None));
    }

    #[test]
    fn order_of_groups_is_the_order_of_or_counts_and_nothing_else(
        records in records(0..60),
        (groups, order) in vec(group(), 2..6).prop_flat_map(|groups| {
            let order: Vec<usize> = (0..groups.len()).collect();
            (Just(groups), Just(order).prop_shuffle())
        }),
    ) {
        let pair = Pair::new(&records);
        let service = pair.service();
        // A group without values is ignored, so each group also gets a value that no facet has.
        let spelled: Vec<String> = groups.iter().map(|group| group.spell(&records) + ",nobody-has-this").collect();
        let permuted: Vec<&str> = order.iter().map(|&place| spelled[place].as_str()).collect();
        let (counts, rest) = or_counts(&filter(&service, &spelled.join("&")).1);
        let (permuted_counts, permuted_rest) = or_counts(&filter(&service, &permuted.join("&")).1);
        prop_assert_eq!(counts.len(), groups.len());
        prop_assert_eq!(permuted_counts, order.iter().map(|&place| counts[place].clone()).collect::<Vec<_>>());
        prop_assert_eq!(permuted_rest, rest);
    }

    #[test]
    fn pages_put_together_are_all_images(records in records(0..60), pieces in query(), limit in 1..9_usize) {
        let pair = Pair::new(&records);
        let service = pair.service();
        let pieces: Vec<Piece> = pieces.into_iter().filter(|piece| !piece.is_view()).collect();
        let query = spell(&pieces, &records);
        let (_, whole) = filter(&service, &query);
        let pages: Vec<String> = (0..total(&whole))
            .step_by(limit)
            .map(|offset| filter(&service, &format!("{query}&limit={limit}&offset={offset}")).1)
            .collect();
        let parts: Vec<&str> = pages.iter().map(|page| images(page)).collect();
        prop_assert_eq!(parts.join(","), images(&whole));
    }

    #[test]
    fn or_counts_of_the_only_group_are_the_global_counts_of_its_facet(records in records(0..60), group in group()) {
        let pair = Pair::new(&records);
        let query = group.spell(&records) + ",nobody-has-this";
        let reply: Value = serde_json::from_str(&filter(&pair.service(), &query).1).expect("a reply is JSON");
        let (facet, _) = query.split_once('=').expect("a group has a name");
        prop_assert_eq!(&reply["orCounts"][0], &reply["globalCounts"][facet]);
    }

    #[test]
    fn a_value_sent_twice_counts_once(records in records(0..60), group in group()) {
        let pair = Pair::new(&records);
        let service = pair.service();
        let once = group.spell(&records);
        let (_, values) = once.split_once('=').expect("a group has a name");
        prop_assert_eq!(filter(&service, &format!("{once},{values}")), filter(&service, &once));
    }
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn numbers_are_read_as_in_the_naive_model(
        text in r"(0|1|9|_|-|\.|%2B|%20|e|%C3%A9|%1C){0,8}",
        start in "(0|1|_|-|%2B|%20){0,2}",
        digits in prop_oneof![20 => Just(3), 1 => 4_298..4_303_usize],
        end in r"(1|_|\.|0|x){0,2}",
    ) {
        let pair = Pair::new(&Records::default());
        let query = format!("limit={text}&offset={start}{}{end}", "9".repeat(digits));
        prop_assert_eq!(filter(&pair.service(), &query), pair.naive.filter(&query));
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn engine_answers_as_the_naive_model_on_hundreds_of_rows(
        records in records(200..500),
        queries in vec(query(), 5),
    ) {
        held_to_the_model(&Pair::new(&records), &records, &queries)?;
    }
}

#[test]
fn engine_answers_as_the_naive_model_on_ten_thousand_rows() {
    let records = large(14_000, 60, Urls::Mixed);
    let pair = Pair::new(&records);
    assert!(total(&filter(&pair.service(), "").1) > 10_000);
    let mut runner = TestRunner::deterministic();
    let queries = vec(query(), 20).new_tree(&mut runner).expect("nothing is filtered").current();
    held_to_the_model(&pair, &records, &queries).expect("the same bytes");
}

/// Very many images are sent in chunks of limited size, which together are the whole reply.
#[test]
fn parts_of_a_reply_together_are_that_of_the_naive_model() {
    let pair = Pair::new(&large(14_000, 60, Urls::Mixed));
    let service = pair.service();
    let parts = |query: &str| {
        let url = format!("https://edge.example/plots/filter?{query}");
        let request = Request { method: "GET", url: &url, ..Request::default() };
        match service.respond(&request) {
            Outcome::Reply(Reply { body: Body::Chunked(count), .. }) => {
                assert!(service.chunk(&request, count).is_empty() && service.chunk(&request, usize::MAX).is_empty());
                (0..count).map(|index| service.chunk(&request, index)).collect()
            }
            Outcome::Reply(Reply { body: Body::Bytes(bytes), .. }) => vec![bytes.into_owned()],
            other => panic!("{query}: {other:?}"),
        }
    };
    let expected = [
        ("", 3),
        ("lib=python,zzz&lang=r", 1),
        ("limit=4096", 1),
        ("limit=4097", 2),
        ("limit=8192&offset=7", 2),
        ("limit=999999&offset=2500&omit=counts", 2),
        ("offset=999999", 1),
        ("omit=images", 1),
    ];
    for (query, count) in expected {
        let parts = parts(query);
        assert_eq!(parts.len(), count, "{query}");
        let images = |part: &Vec<u8>| part.windows(9).filter(|window| window == b"\"spec_id\"").count();
        assert!(parts.iter().all(|part| images(part) <= 4_096), "{query}");
        assert_eq!((200, String::from_utf8(parts.concat()).unwrap()), pair.naive.filter(query), "{query}");
    }
}

#[test]
fn a_list_of_two_hundred_values_selects_as_in_the_naive_model() {
    let records = large(3_000, 60, Urls::Mixed);
    let pair = Pair::new(&records);
    let needs_no_escape = |id: &&str| id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    let ids = records.specs.iter().rev().map(|spec| spec.id.as_str()).filter(needs_no_escape);
    let list: Vec<&str> = ids.cycle().take(200).collect();
    let query = format!("spec={}&limit=36", list.join(","));
    assert_eq!(filter(&pair.service(), &query), pair.naive.filter(&query));
}

/// A bitmap has a container for every 65,536 rows, which is an array, runs or bits. The second container must not be
/// read as the first. This number of rows and values gives a second container of bits.
#[test]
fn engine_answers_as_the_naive_model_beyond_one_bitmap_container() {
    let records = large(80_000, 3, Urls::OneTemplate);
    let pair = Pair::new(&records);
    let service = pair.service();
    assert!(total(&filter(&service, "").1) > 1 << 16);
    for query in
        ["limit=3&offset=65535", "tech=r&limit=3", "dep=bar&limit=3", "lib=bar,python,zzz&plot=scatter&limit=40"]
    {
        assert_eq!(filter(&service, query), pair.naive.filter(query), "{query}");
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
