//! Rule: large catalogues are answered as by the naive model.

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
