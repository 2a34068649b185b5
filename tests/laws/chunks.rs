//! Rule: a long body is sent in chunks of limited size, which together are the reply of the naive model. Nothing but what the
//! caller keeps is needed to go on.

use std::sync::LazyLock;

use catalog_edge::http::{Body, Continuation, Outcome, Reply, Request, Service};

use super::Pair;
use crate::support::catalogs::{Urls, large, word};

/// Bytes of every chunk but the last one.
const CHUNK: usize = 128 * 1024;

/// Most bytes of an image beyond a chunk.
const IMAGE: usize = 2_048;

/// Many images with few values.
static TALL: LazyLock<Pair> = LazyLock::new(|| Pair::new(&large(14_000, 60, Urls::Mixed)));

/// Thousands of values in each facet, so that counts are many chunks.
static WIDE: LazyLock<Pair> = LazyLock::new(|| Pair::new(&large(2_000, 3_000, Urls::OneTemplate)));

/// Status and chunks. Each chunk comes from another one of `services`.
fn chunks(services: &[Service<'_>], target: &str) -> (u16, Vec<Vec<u8>>) {
    let url = format!("https://edge.example{target}");
    let request = Request { method: "GET", url: &url, ..Request::default() };
    let Outcome::Reply(Reply { head, body }) = services[0].respond(&request) else { panic!("{target} was forwarded") };
    let (mut chunks, mut rest) = match body {
        Body::Bytes(bytes) => return (head.status, vec![bytes.into_owned()]),
        Body::Chunked(first, rest) => (vec![first], *rest),
        other => panic!("{target}: {other:?}"),
    };
    for service in services.iter().cycle().skip(1) {
        if rest.is_done() {
            break;
        }
        // What a caller keeps are numbers.
        rest = Continuation::restored(rest.numbers(), rest.kept().map(<[u32]>::to_vec));
        chunks.push(service.chunk(&request, &mut rest));
    }
    assert!(services[0].chunk(&request, &mut rest).is_empty(), "{target}");
    (head.status, chunks)
}

/// Checks the reply to `target`, and that it has more than `least` chunks.
fn in_chunks(pair: &Pair, target: &str, expected: (u16, String), least: usize) {
    let services = [pair.service(), pair.service(), pair.service()];
    let (status, chunks) = chunks(&services, target);
    let target = &target[..target.len().min(80)];
    assert!(chunks.len() > least, "{target} has {} chunks", chunks.len());
    let (last, others) = chunks.split_last().expect("there is a chunk");
    assert!(others.iter().all(|chunk| (CHUNK..CHUNK + IMAGE).contains(&chunk.len())), "{target}");
    assert!((1..CHUNK + IMAGE).contains(&last.len()), "{target}");
    assert_eq!((status, String::from_utf8(chunks.concat()).expect("a reply is text")), expected, "{target}");
}

#[test]
fn many_images_are_sent_in_chunks() {
    for (query, least) in [
        ("", 40),
        ("limit=9000&offset=7&sort=random&seed=36&fields=spec_id,url", 10),
        ("sort=quality&fields=quality,spec_id&plot=r,bar", 1),
        ("q=s&sort=relevance&limit=9000", 10),
        ("offset=999999", 0),
        ("omit=images", 0),
    ] {
        in_chunks(&TALL, &format!("/plots/filter?{query}"), TALL.naive.filter(query), least);
    }
    for (query, least) in [("", 2), ("sort=random&seed=3&offset=10", 2), ("limit=3", 0)] {
        let target = format!("/libraries/python/images?{query}");
        in_chunks(&TALL, &target, TALL.naive.library_images("python", query), least);
    }
}

#[test]
fn many_counts_are_sent_in_chunks() {
    let is_plain = |word: &String| word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    let list = |words: usize| (0..words).map(word).filter(is_plain).collect::<Vec<_>>().join(",");
    let (a, b, c) = (list(2_900), list(2_500), list(2_000));
    let groups = format!("limit=1&dep={a}&tech={b}&dep={c}&dep={a}&dep={b}&tech={c}");
    for (query, least) in [
        ("limit=1".to_owned(), 4),
        (format!("{groups}&omit=counts,globalCounts,specTitles"), 1),
        (format!("{groups}&not.plot=r"), 3),
        (format!("{groups}&values=4000&facets=dep,tech,plot&omit=specTitles"), 1),
        ("limit=1&omit=counts,orCounts&values=4000&dep=r".to_owned(), 1),
    ] {
        in_chunks(&WIDE, &format!("/plots/filter?{query}"), WIDE.naive.filter(&query), least);
    }
}

/// The first chunk ends all over the members after the images: in keys, between them, and in their values.
#[test]
fn a_chunk_may_end_anywhere() {
    let mut records = large(12, 3, Urls::OneTemplate);
    records.specs.iter_mut().for_each(|spec| spec.title.clear());
    let query = "limit=1&facets=lang,lib,dep&dep=r,bar&lib=bar,r,python";
    for query in [query, &format!("{query}&values=2")] {
        let (_, shortest) = Pair::new(&records).naive.filter(query);
        let reply: serde_json::Value = serde_json::from_str(&shortest).expect("a reply is JSON");
        let spec = records.specs.iter().position(|spec| reply["images"][0]["spec_id"] == *spec.id);
        let spec = spec.expect("it is listed");
        assert_eq!(query.contains("values"), shortest.contains("\"valueTotals\":{\"lang\":3"), "{shortest}");
        let place_of = |member| shortest.find(member).expect("the reply has this member");
        // A key has seven bytes at least.
        for place in (place_of(",\"counts\":")..place_of(",\"specTitles\":") + 20).step_by(3) {
            let mut records = records.clone();
            records.specs[spec].title = "x".repeat(CHUNK - place);
            let pair = Pair::new(&records);
            let expected = pair.naive.filter(query);
            let (status, chunks) = chunks(&[pair.service()], &format!("/plots/filter?{query}"));
            let found = String::from_utf8(chunks.concat()).expect("a reply is text");
            assert_eq!((status, found), expected, "{query}, {place}");
        }
    }
}

/// Counts over all images, and titles, are several chunks each, also after other members.
#[test]
fn what_all_replies_have_in_common_is_sent_in_chunks() {
    let mut records = large(3_000, 5, Urls::OneTemplate);
    let lengthen = |id: &mut String| id.push_str(&"-long".repeat(300));
    records.specs.iter_mut().for_each(|spec| lengthen(&mut spec.id));
    records.impls.iter_mut().for_each(|of| lengthen(&mut of.spec));
    let pair = Pair::new(&records);
    for (query, least) in [
        ("limit=1", 8),
        ("limit=1&lib=r,bar&dep=r&dep=bar", 5),
        ("limit=1&omit=counts,globalCounts,orCounts", 2),
        ("limit=1&omit=counts,specTitles,images&plot=r", 2),
        ("limit=1&omit=counts,orCounts&facets=lang,spec", 4),
        ("limit=1&omit=counts,orCounts&values=240&facets=spec", 4),
    ] {
        in_chunks(&pair, &format!("/plots/filter?{query}"), pair.naive.filter(query), least);
    }
}

/// A body that is made anew for each chunk. The titles are long.
#[test]
fn a_long_page_of_values_is_sent_in_chunks() {
    let mut records = large(1_000, 5, Urls::OneTemplate);
    records.specs.iter_mut().for_each(|spec| spec.title = format!("{} {}", spec.title, "more ".repeat(800)));
    let pair = Pair::new(&records);
    let query = "limit=1000&q=m";
    in_chunks(&pair, &format!("/plots/facets/spec?{query}"), pair.naive.facet_search("spec", query), 1);
}

/// A continuation of another body does not trap, and does not go on for ever.
#[test]
fn a_foreign_continuation_ends() {
    let services = [TALL.service(), WIDE.service()];
    let targets = [
        "/plots/filter?limit=1",
        "/plots/filter?dep=r&tech=bar&values=3&facets=lang,dep",
        "/plots/filter?limit=x",
        "/libraries/python/images",
        "/nope",
    ];
    // The pieces of the members are fewer than 40.
    let of_members = (0..40).flat_map(|piece| [[2, piece, 3, 0, 0, 0, 0], [2, piece, 3, 9, 7, u32::MAX, u32::MAX]]);
    let positions = [0, 1, 2, 3, 4, 6, u32::MAX].into_iter().flat_map(|stage| {
        [
            [stage, 0, 0, 0, 0, 0, 0],
            [stage, 5, 20_000, 0, 0, 1, 0],
            [stage, 5, 20_000, 9, 7, 1, 2],
            [stage, u32::MAX, u32::MAX, u32::MAX, u32::MAX, 0, 0],
        ]
    });
    for numbers in of_members.chain(positions) {
        for (service, target) in services.iter().flat_map(|service| targets.map(|target| (service, target))) {
            for kept in
                [[vec![], vec![]], [vec![u32::MAX; 700], vec![u32::MAX; 700]], [vec![3; 700], vec![0x0203_0507; 9_000]]]
            {
                let url = format!("https://edge.example{target}");
                let request = Request { method: "GET", url: &url, ..Request::default() };
                let mut rest = Continuation::restored(numbers, kept);
                let chunks = (0..2_000).find(|_| {
                    let _ = service.chunk(&request, &mut rest);
                    rest.is_done()
                });
                assert!(chunks.is_some(), "{numbers:?} of {target} does not end");
            }
        }
    }
}
