//! The engine natively, held to the naive model on every filter before either is timed.

use std::hint::black_box;

use anyhow::{Result, ensure};
use catalog_edge::http::{Body, Outcome, Policy, Reply, Request, Service};
use catalog_edge::snapshot;
use serde_json::{Value, json};

use crate::support::naive::Naive;
use crate::timing::{batches, once};

/// A list for each figure, by path: `us`, `spread`, `naive_us`, `memcpy_us`, and the `bytes` of the reply.
pub(crate) fn time(bytes: &[u8], paths: &str) -> Result<Value> {
    let opened = snapshot::open(bytes)?;
    let naive = Naive::new(&catalog_edge::http::served_records(&opened.catalog)?);
    let service = Service::open(bytes, Policy::default())?;
    let (mut us, mut spread, mut naive_us, mut memcpy_us, mut sizes) = (vec![], vec![], vec![], vec![], vec![]);
    for path in paths.lines() {
        let url = format!("http://edge.example{path}");
        let request = Request { method: "GET", url: &url, ..Request::default() };
        let whole = || match service.respond(&request) {
            Outcome::Reply(Reply { body: Body::Bytes(bytes), .. }) => bytes.into_owned(),
            Outcome::Reply(Reply { body: Body::Chunked(first, rest), .. }) => service.whole(&request, first, *rest),
            _ => Vec::new(),
        };
        let reply = whole();
        ensure!(expected(&naive, path).as_bytes() == reply, "engine and naive model differ: {path}");
        // As at the edge, nobody joins the chunks.
        let timed = batches(|| match service.respond(&request) {
            Outcome::Reply(Reply { body: Body::Chunked(_, mut rest), .. }) => {
                while !rest.is_done() {
                    black_box(service.chunk(&request, &mut rest));
                }
            }
            outcome => {
                black_box(outcome);
            }
        });
        us.push(timed.us);
        spread.push(timed.spread);
        // Far slower than what it stands beside: a single call says enough.
        naive_us.push(once(&mut || expected(&naive, path)) * 1e6);
        memcpy_us.push(batches(|| reply.clone()).us);
        sizes.push(reply.len());
    }
    Ok(json!({ "us": us, "spread": spread, "naive_us": naive_us, "memcpy_us": memcpy_us, "bytes": sizes }))
}

/// The model's body: of a search in a facet, or else of a filter.
fn expected(naive: &Naive, path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    match path.strip_prefix("/plots/facets/") {
        Some(facet) => naive.facet_search(facet, query).1,
        None => naive.filter(query).1,
    }
}
