//! Rule: parameters are accepted up to their limits, and refused beyond, as in the naive model.

use catalog_edge::model::Records;
use proptest::prelude::*;

use super::{Pair, cases, filter};
use crate::support::get::get;

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn numbers_are_read_as_in_the_naive_model(
        text in r"(0|1|9|_|-|\.|%2B|%20|e|%C3%A9|%1C){0,8}",
        start in "(0|1|_|-|%2B|%20){0,2}",
        digits in prop_oneof![20 => Just(3), 1 => 4_298..4_303_usize],
        end in r"(1|_|\.|0|x){0,2}",
    ) {
        let pair = Pair::new(&Records::default());
        let long = format!("{start}{}{end}", "9".repeat(digits));
        for query in [
            format!("limit={text}&offset={long}&values={text}&sort=random&seed={long}"),
            format!("limit={long}&offset={text}&values={long}&sort=random&seed={text}"),
        ] {
            prop_assert_eq!(filter(&pair.service(), &query), pair.naive.filter(&query), "{}", query);
            let found = get(&pair.service(), &format!("/plots/facets/lib?{query}"));
            prop_assert_eq!(found, pair.naive.facet_search("lib", &query), "{}", query);
        }
    }
}

#[test]
fn searches_groups_exclusions_and_seeds_are_accepted_up_to_their_limits() {
    let pair = Pair::new(&Records::default());
    let service = pair.service();
    let words = |count: usize| (0..count).map(|number| format!("w{number}")).collect::<Vec<_>>().join("+");
    let values = |count: usize| vec!["x"; count].join(",");
    let groups = |count: usize| (0..count).map(|number| format!("lib=v{number}")).collect::<Vec<_>>().join("&");
    let accepted = [
        format!("q={}", "%C3%A9".repeat(256)),
        format!("q={}", "%F0%9F%98%80".repeat(256)),
        format!("q={}", "%EF%B7%BA".repeat(256)),
        format!("q={0}+{0}+W1", words(16)),
        format!("q={}&q=r", "x".repeat(257)),
        format!("not.lib={}&not.lib=,,+,", values(1_000)),
        format!("not.lib={}&lib={}", values(1_000), values(1_000)),
        format!("{0}&lib=,&{0}", groups(64)),
        format!("{}&spec=a,b&spec=+a,,%62+,", groups(63)),
        "sort=random&seed=4294967295".to_owned(),
        "limit=1000".to_owned(),
    ];
    let refused = [
        format!("q={}", "%C3%A9".repeat(257)),
        format!("q={}", "+".repeat(257)),
        format!("q={}", "a+".repeat(129)),
        format!("q={}", words(17)),
        format!("q={}+x", words(16)),
        format!("q={}", words(60)),
        format!("not.lib={}", values(1_001)),
        format!("not.lib={}&not.style={}", values(500), values(501)),
        groups(65),
        format!("{}&spec=v0", groups(64)),
        format!("{}&lib=v0,v1", groups(64)),
        format!("{}&spec=a,b&spec=b,a", groups(63)),
        format!("{}&not.lib={}&not.x=1", groups(65), values(1_001)),
        format!("not.lib={}&not.nope={}&not.=%22&q={}", values(1_001), values(3), words(17)),
    ];
    let queries = accepted.iter().map(|query| (query, 200)).chain(refused.iter().map(|query| (query, 422)));
    for (query, status) in queries {
        let expected = pair.naive.filter(query);
        assert_eq!(expected.0, status, "{query}");
        assert_eq!(filter(&service, query), expected, "{query}");
        for query in [query, &query.replace("q=", "words=")] {
            let found = get(&service, &format!("/plots/facets/lib?{query}"));
            assert_eq!(found, pair.naive.facet_search("lib", query), "{query}");
            assert_eq!(found.0, status, "{query}");
        }
    }
    let both = format!("words={0}&q={0}&not.nope=x&limit=x", words(17));
    let refused = pair.naive.facet_search("lib", &both);
    assert_eq!((get(&service, &format!("/plots/facets/lib?{both}")), refused.0), (refused.clone(), 422));
    for query in ["sort=random&seed=4294967296", "sort=random&seed=-1", "sort=random&sort=random"] {
        let expected = pair.naive.filter(query);
        assert_eq!((filter(&service, query), expected.0), (expected.clone(), 422), "{query}");
    }
}
