//! Requests of a round with their right answers: recorded, random, hostile and conditional ones over all routes.

use std::collections::BTreeMap;
use std::io::Read;
use std::{fs, iter};

use catalog_edge::model::Records;
use flate2::read::GzDecoder;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde::Deserialize;
use xtask::path;

use crate::native::{Answer, Native};
use crate::support::queries::{query, spell};

/// A site whose pages may read.
pub(crate) const PAGE: &str = "https://page.example";

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Asked {
    fn get(target: impl Into<String>) -> Self {
        Self { method: "GET", target: target.into(), headers: Vec::new() }
    }

    /// Value of the field `name`.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(field, value)| (*field == name).then_some(value.as_str()))
    }
}

/// A request and its right answer.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) asked: Asked,
    pub(crate) answer: Answer,
}

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];
const FIELDS: [&str; 4] =
    ["Origin", "If-None-Match", "Access-Control-Request-Method", "Access-Control-Request-Headers"];

/// `number` different requests, the same for the same seed and round.
pub(crate) fn of_round(
    native: &Native<'_>,
    records: &Records,
    seed: usize,
    round: usize,
    number: usize,
) -> Vec<Exchange> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(seed as u64).to_le_bytes());
    bytes[8..16].copy_from_slice(&(round as u64).to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let recorded = recorded();
    let random = random(records);
    let kinds = prop_oneof![
        3 => select(recorded).boxed(),
        6 => random.clone().boxed(),
        2 => hostile(records).boxed(),
        1 => refused().boxed(),
    ];
    let strategy = (kinds, any::<u8>());
    let draw = || strategy.new_tree(&mut runner).unwrap().current();
    iter::repeat_with(draw).map(|(asked, choice)| with_conditions(native, asked, choice)).take(number).collect()
}

/// The exchange of `asked`, in one case of four with a header `If-None-Match`.
fn with_conditions(native: &Native<'_>, mut asked: Asked, choice: u8) -> Exchange {
    let answer = native.answer(&asked);
    let Some(tag) =
        answer.header("etag").filter(|_| choice.is_multiple_of(4) && asked.header("If-None-Match").is_none())
    else {
        return Exchange { asked, answer };
    };
    let condition = match choice / 4 % 4 {
        0 => tag.to_owned(),
        1 => format!("\"other\", {tag}"),
        2 => "*".to_owned(),
        _ => "W/\"other\"".to_owned(),
    };
    asked.headers.push(("If-None-Match", condition));
    let answer = native.answer(&asked);
    Exchange { asked, answer }
}

/// Requests whose replies are recorded, for this catalogue or for others.
fn recorded() -> Vec<Asked> {
    let replies = fs::read_to_string(path("tests/recorded/replies.txt")).unwrap();
    let targets = replies.lines().filter_map(|line| line.split_once(" GET /"));
    let mut recorded: Vec<Asked> = targets.map(|(_, target)| Asked::get(format!("/{target}"))).collect();
    // Those of the replaced service are not in every checkout.
    if let Ok(file) = fs::File::open(path("../shared/golden/requests.ndjson.gz")) {
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
        recorded.extend(text.lines().map(|line| of_record(serde_json::from_str(line).unwrap())));
    }
    assert!(recorded.len() > 50, "{}", recorded.len());
    recorded
}

/// A request to the replaced service, as it was recorded.
#[derive(Deserialize)]
struct Record {
    method: String,
    target: String,
    request_headers: BTreeMap<String, String>,
}

fn of_record(record: Record) -> Asked {
    let headers = record.request_headers.into_iter().filter_map(|(name, value)| {
        FIELDS.into_iter().find(|field| field.eq_ignore_ascii_case(&name)).map(|field| (field, value))
    });
    Asked {
        method: METHODS.into_iter().find(|known| *known == record.method).unwrap(),
        target: record.target,
        headers: headers.collect(),
    }
}

/// Filters as clients send them, and the lists, documents and pages.
fn random(records: &Records) -> impl Strategy<Value = Asked> + Clone + use<> {
    let (specs, libraries): (Vec<String>, Vec<String>) = (
        records.specs.iter().map(|spec| spec.id.clone()).collect(),
        records.libraries.iter().map(|library| library.id.clone()).collect(),
    );
    let of_filter = records.clone();
    let filter = query().prop_map(move |pieces| format!("/plots/filter?limit=36&{}", spell(&pieces, &of_filter)));
    let of_spec = (select(specs), select(libraries.clone()), 0..4_usize).prop_map(|(spec, library, kind)| match kind {
        0 => format!("/specs/{spec}"),
        1 => format!("/specs/{spec}/images"),
        2 => format!("/specs/{spec}/{library}/code"),
        _ => format!("/specs/{spec}/{library}/code?language=python"),
    });
    let fixed = select(vec![
        "/stats",
        "/languages",
        "/libraries",
        "/health",
        "/specs",
        "/specs/map",
        "/",
        "/explore",
        "/docs",
        "/openapi.json",
        "/site/immutable/missing-A1B2C3D4.js",
        "/site/missing.js",
    ]);
    let of_library = select(libraries).prop_map(|library| format!("/libraries/{library}/images"));
    let target = prop_oneof![
        12 => filter.boxed(),
        4 => of_spec.boxed(),
        2 => fixed.prop_map(str::to_owned).boxed(),
        1 => of_library.boxed(),
    ];
    target.prop_map(Asked::get)
}

/// Requests that cost as much as they can, or that hope for a mistake of a parser.
fn hostile(records: &Records) -> impl Strategy<Value = Asked> + use<> {
    let of_filter = records.clone();
    let repeated = select(vec!["feat=basic", "lib=matplotlib", "plot=line,scatter,bar", "spec=%FF", "limit=1"]);
    let targets = prop_oneof![
        // The longest URLs have 16 KB.
        (repeated, 1..600_usize, 1..40_u8)
            .prop_map(|(group, times, limit)| format!(
                "/plots/filter?limit={limit}&{}",
                [group].repeat(times).join("&")
            ))
            .boxed(),
        (query(), query(), query())
            .prop_map(move |(a, b, c)| {
                let mut target = format!("/plots/filter?limit=3&{}", spell(&[a, b, c].concat(), &of_filter));
                target.truncate(8_000);
                target
            })
            .boxed(),
        (1..5_000_usize).prop_map(|digits| format!("/plots/filter?offset={}", "9".repeat(digits))).boxed(),
        "/(%2e|%2f|\\.|/|%00|%0d%0a|%ff|%F0%9F%98%80|specs|libraries|images|code|site|%5C){0,12}".boxed(),
        "/(stats|specs|plots/filter|libraries)/{1,9}(\\?[a-z=&%]{0,9})?".boxed(),
    ];
    let condition = prop_oneof![
        3 => select(vec![None]),
        1 => (1..800_usize).prop_map(|number| Some(("If-None-Match", "W/\"x\", ".repeat(number) + "\"y"))),
        1 => "[!-~]{1,40}".prop_map(|text| Some(("If-None-Match", text))),
        1 => "(https?|null|file)://(page\\.example|localhost:?[0-9]{0,6}|[!-~]{1,20})".prop_map(|text| Some(("Origin", text))),
    ];
    (targets, condition)
        .prop_map(|(target, header)| Asked { headers: header.into_iter().collect(), ..Asked::get(target) })
}

/// Other methods, and requests of other sites' pages.
fn refused() -> impl Strategy<Value = Asked> {
    let target = select(vec!["/stats", "/plots/filter?lib=plotly&limit=2", "/specs", "/nope", "/explore"]);
    let origin = select(vec![PAGE, "http://localhost:5173", "https://other.example", "null"]);
    (select(METHODS.to_vec()), target, origin, select(METHODS.to_vec())).prop_map(
        |(method, target, origin, requested)| {
            let headers = vec![
                ("Origin", origin.to_owned()),
                ("Access-Control-Request-Method", requested.to_owned()),
                ("Access-Control-Request-Headers", "x-a, content-type".to_owned()),
            ];
            Asked { method, headers, ..Asked::get(target) }
        },
    )
}
