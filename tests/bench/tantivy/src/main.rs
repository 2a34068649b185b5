//! `bench-tantivy CASES` answers the requests in the file `CASES` from tantivy's facets, holds every answer to the one that
//! is expected, then times it, and prints `{"us": [...], "spread": [...]}`.

#[path = "../../native/src/timing.rs"]
mod timing;

use std::collections::BTreeMap;
use std::env;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use tantivy::collector::{Count, FacetCollector, FacetCounts, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, RegexQuery, TermSetQuery};
use tantivy::schema::{FAST, Facet, FacetOptions, Field, STRING, Schema};
use tantivy::{DocAddress, Index, IndexWriter, Order, Searcher, TantivyDocument, Term};

/// The one facet field: `/plot/scatter` is the value `scatter` of the facet `plot`.
const FIELD: &str = "values";
const BY_QUALITY: &str = "by_quality";
const WRITER_BYTES: usize = 64 << 20;
const PAGE: usize = 36;

/// The catalogue, and requests with what they should give.
#[derive(Deserialize)]
struct Cases {
    facets: Vec<String>,
    /// All images in default order.
    items: Vec<Item>,
    requests: Vec<Case>,
}

#[derive(Deserialize)]
struct Item {
    /// Facets and their values.
    values: BTreeMap<String, Vec<String>>,
    words: Vec<String>,
    /// Place among all images in the order of quality.
    by_quality: u64,
}

#[derive(Deserialize)]
struct Case {
    request: Request,
    expected: Answer,
}

/// A facet, and values any of which will do.
type Group = (String, Vec<String>);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    groups: Vec<Group>,
    excluded: Vec<Group>,
    /// Beginnings of words.
    words: Vec<String>,
    is_by_quality: bool,
}

type Counts = BTreeMap<String, u64>;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Answer {
    total: usize,
    /// Numbers of the images.
    page: Vec<u32>,
    counts: BTreeMap<String, Counts>,
    or_counts: Vec<Counts>,
}

fn main() -> Result<()> {
    let file = env::args().nth(1).context("usage: bench-tantivy CASES")?;
    let cases: Cases = serde_json::from_slice(&fs::read(file)?)?;
    let engine = Engine::new(&cases)?;
    for Case { request, expected } in &cases.requests {
        ensure!(engine.answer(request)? == *expected, "tantivy answers otherwise: {request:?}");
    }
    let timed = cases.requests.iter().map(|Case { request, .. }| timing::batches(|| engine.answer(request)));
    let (us, spread): (Vec<f64>, Vec<f64>) = timed.map(|timed| (timed.us, timed.spread)).unzip();
    println!("{}", json!({ "us": us, "spread": spread }));
    Ok(())
}

struct Engine {
    facets: Vec<String>,
    values: Field,
    words: Field,
    searcher: Searcher,
}

impl Engine {
    /// All images in one segment, which is what a static catalogue allows.
    fn new(cases: &Cases) -> Result<Self> {
        let mut schema = Schema::builder();
        let values = schema.add_facet_field(FIELD, FacetOptions::default());
        let words = schema.add_text_field("words", STRING);
        let by_quality = schema.add_u64_field(BY_QUALITY, FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
        for item in &cases.items {
            let mut document = TantivyDocument::new();
            for (facet, list) in &item.values {
                list.iter().for_each(|value| document.add_facet(values, Facet::from_path([facet, value])));
            }
            item.words.iter().for_each(|word| document.add_text(words, word));
            document.add_u64(by_quality, item.by_quality);
            writer.add_document(document)?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        ensure!(searcher.segment_readers().len() == 1, "tantivy made more than one segment");
        Ok(Self { facets: cases.facets.clone(), values, words, searcher })
    }

    /// Total, a page and the counts in one search; each or-count in one more.
    fn answer(&self, request: &Request) -> Result<Answer> {
        let query = self.query(request, &request.groups)?;
        let mut all = FacetCollector::for_field(FIELD);
        self.facets.iter().for_each(|facet| all.add_facet(Facet::from_path([facet])));
        let page = TopDocs::with_limit(PAGE);
        let (total, page, counts) = if request.is_by_quality {
            let page = page.order_by_fast_field::<u64>(BY_QUALITY, Order::Asc);
            let (total, page, counts) = self.searcher.search(&query, &(Count, page, all))?;
            (total, numbers(page), counts)
        } else {
            let (total, page, counts) = self.searcher.search(&query, &(Count, page.order_by_score(), all))?;
            (total, numbers(page), counts)
        };
        let or_counts = request.groups.iter().enumerate().map(|(own, (facet, _))| {
            let others: Vec<_> = request
                .groups
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != own)
                .map(|(_, group)| group.clone())
                .collect();
            let mut one = FacetCollector::for_field(FIELD);
            one.add_facet(Facet::from_path([facet]));
            Ok(counts_of(&self.searcher.search(&self.query(request, &others)?, &one)?, facet))
        });
        Ok(Answer {
            total,
            page,
            or_counts: or_counts.collect::<Result<_>>()?,
            counts: self.facets.iter().map(|facet| (facet.clone(), counts_of(&counts, facet))).collect(),
        })
    }

    /// The images of all `groups` that have the words of `request` and nothing it excludes.
    fn query(&self, request: &Request, groups: &[Group]) -> Result<Box<dyn Query>> {
        let any_of = |(facet, list): &Group| -> Box<dyn Query> {
            let term = |value: &String| Term::from_facet(self.values, &Facet::from_path([facet, value]));
            Box::new(TermSetQuery::new(list.iter().map(term)))
        };
        let mut parts: Vec<(Occur, Box<dyn Query>)> = groups.iter().map(|group| (Occur::Must, any_of(group))).collect();
        for word in &request.words {
            parts.push((Occur::Must, Box::new(RegexQuery::from_pattern(&format!("{word}.*"), self.words)?)));
        }
        if parts.is_empty() {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        parts.extend(request.excluded.iter().map(|group| (Occur::MustNot, any_of(group))));
        Ok(match <[_; 1]>::try_from(parts) {
            Ok([(_, query)]) => query,
            Err(parts) => Box::new(BooleanQuery::new(parts)),
        })
    }
}

/// Numbers of the images of a page. A document has the number of its image, because there is one segment.
fn numbers<S>(page: Vec<(S, DocAddress)>) -> Vec<u32> {
    page.into_iter().map(|(_, address)| address.doc_id).collect()
}

fn counts_of(counts: &FacetCounts, facet: &str) -> Counts {
    let named = counts.get(Facet::from_path([facet]));
    named.filter_map(|(facet, count)| Some(((*facet.to_path().get(1)?).to_owned(), count))).collect()
}
