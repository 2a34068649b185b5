//! `bench-tantivy CASES` answers the filters in the file `CASES` from tantivy's facets, holds every answer to the one that
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
use tantivy::query::{AllQuery, BooleanQuery, Query, TermSetQuery};
use tantivy::schema::{Facet, FacetOptions, Field, Schema};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

/// The one facet field: `/plot/scatter` is the value `scatter` of the facet `plot`.
const FIELD: &str = "values";
const WRITER_BYTES: usize = 64 << 20;
const PAGE: usize = 36;

/// The catalogue, and filters with what they should give.
#[derive(Deserialize)]
struct Cases {
    facets: Vec<String>,
    /// For each image, in reply order, facets and their values.
    items: Vec<BTreeMap<String, Vec<String>>>,
    filters: Vec<Filter>,
}

#[derive(Deserialize)]
struct Filter {
    groups: Vec<(String, Vec<String>)>,
    expected: Answer,
}

type Counts = BTreeMap<String, u64>;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Answer {
    total: usize,
    counts: BTreeMap<String, Counts>,
    or_counts: Vec<Counts>,
}

fn main() -> Result<()> {
    let file = env::args().nth(1).context("usage: bench-tantivy CASES")?;
    let cases: Cases = serde_json::from_slice(&fs::read(file)?)?;
    let engine = Engine::new(&cases)?;
    for filter in &cases.filters {
        let answer = engine.answer(&filter.groups)?;
        ensure!(answer == filter.expected, "tantivy answers otherwise: {:?}", filter.groups);
    }
    let timed = cases.filters.iter().map(|filter| timing::batches(|| engine.answer(&filter.groups)));
    let (us, spread): (Vec<f64>, Vec<f64>) = timed.map(|timed| (timed.us, timed.spread)).unzip();
    println!("{}", json!({ "us": us, "spread": spread }));
    Ok(())
}

struct Engine {
    facets: Vec<String>,
    values: Field,
    searcher: Searcher,
}

impl Engine {
    /// All images in one segment, which is what a static catalogue allows.
    fn new(cases: &Cases) -> Result<Self> {
        let mut schema = Schema::builder();
        let values = schema.add_facet_field(FIELD, FacetOptions::default());
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
        for item in &cases.items {
            let mut document = TantivyDocument::new();
            for (facet, list) in item {
                list.iter().for_each(|value| document.add_facet(values, Facet::from_path([facet, value])));
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        ensure!(searcher.segment_readers().len() == 1, "tantivy made more than one segment");
        Ok(Self { facets: cases.facets.clone(), values, searcher })
    }

    /// Total, a page and the counts in one search; each or-count in one more.
    fn answer(&self, groups: &[(String, Vec<String>)]) -> Result<Answer> {
        let mut all = FacetCollector::for_field(FIELD);
        self.facets.iter().for_each(|facet| all.add_facet(Facet::from_path([facet])));
        let page = TopDocs::with_limit(PAGE).order_by_score();
        let (total, _page, counts) = self.searcher.search(&self.query(groups), &(Count, page, all))?;
        let or_counts = groups.iter().enumerate().map(|(own, (facet, _))| {
            let others: Vec<_> =
                groups.iter().enumerate().filter(|(place, _)| *place != own).map(|(_, group)| group.clone()).collect();
            let mut one = FacetCollector::for_field(FIELD);
            one.add_facet(Facet::from_path([facet]));
            Ok(counts_of(&self.searcher.search(&self.query(&others), &one)?, facet))
        });
        Ok(Answer {
            total,
            or_counts: or_counts.collect::<Result<_>>()?,
            counts: self.facets.iter().map(|facet| (facet.clone(), counts_of(&counts, facet))).collect(),
        })
    }

    fn query(&self, groups: &[(String, Vec<String>)]) -> Box<dyn Query> {
        let any_of = |(facet, list): &(String, Vec<String>)| -> Box<dyn Query> {
            let term = |value: &String| Term::from_facet(self.values, &Facet::from_path([facet, value]));
            Box::new(TermSetQuery::new(list.iter().map(term)))
        };
        match groups {
            [] => Box::new(AllQuery),
            groups => Box::new(BooleanQuery::intersection(groups.iter().map(any_of).collect())),
        }
    }
}

fn counts_of(counts: &FacetCounts, facet: &str) -> Counts {
    let named = counts.get(Facet::from_path([facet]));
    named.filter_map(|(facet, count)| Some(((*facet.to_path().get(1)?).to_owned(), count))).collect()
}
