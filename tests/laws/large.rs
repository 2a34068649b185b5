//! Rule: large catalogues are answered as by the naive model, in one part or in many.

use catalog_edge::http::{Body, Outcome, Reply, Request};
use proptest::{
    collection::vec,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use super::{Pair, filter, filtered, model::held_to_the_model, number};
use crate::support::{
    catalogs::{Urls, large},
    get::get,
    queries::query,
};

#[test]
fn engine_filters_as_the_naive_model_on_ten_thousand_rows() {
    let records = large(14_000, 60, Urls::Mixed);
    let pair = Pair::new(&records);
    assert!(number(&filtered(&pair.service(), "limit=1")["total"]) > 10_000);
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
        ("sort=random&seed=36&fields=spec_id", 3),
        ("sort=newest&limit=4097&offset=7&not.tech=r", 2),
        ("q=s&sort=relevance&limit=8192", 2),
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
fn engine_filters_as_the_naive_model_beyond_one_bitmap_container() {
    let records = large(80_000, 3, Urls::OneTemplate);
    let pair = Pair::new(&records);
    let service = pair.service();
    assert!(number(&filtered(&service, "limit=1")["total"]) > 1 << 16);
    for query in [
        "limit=3&offset=65535&facets=lib",
        "dep=bar&limit=3",
        "lib=bar,python,zzz&plot=scatter&limit=40",
        "not.dep=bar&not.lib=bar&limit=3&offset=30000&facets=tech",
        "sort=random&seed=36&limit=40&offset=65530&facets=lang",
        "sort=newest&limit=3&offset=65535&facets=lib&fields=spec_id",
        "sort=quality&limit=3&tech=r&values=2&facets=tech,lib",
        "q=sca+r&sort=relevance&limit=3&facets=plot",
    ] {
        assert_eq!(filter(&service, query), pair.naive.filter(query), "{query}");
    }
    let query = "q=s&limit=40&offset=5&lib=bar&not.tech=r";
    assert_eq!(get(&service, &format!("/plots/facets/spec?{query}")), pair.naive.facet_search("spec", query));
    let query = "sort=random&seed=36&limit=40&offset=5000";
    assert_eq!(get(&service, &format!("/libraries/bar/images?{query}")), pair.naive.library_images("bar", query));
}
