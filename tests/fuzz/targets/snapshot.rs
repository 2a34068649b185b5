//! Rule: any payload with a matching header is a typed error or a catalogue, and a catalogue answers every request.
//!
//! An input is a payload. Half of the changes to it are made within one section, so that the file around it stays whole.

#![no_main]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a fuzz target fails by panicking")]

#[path = "../../support"]
mod support {
    pub(crate) mod get;
}

use std::collections::BTreeMap;

use catalog_edge::{
    http::{Policy, Service, served_records},
    model::Facet,
    snapshot,
};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_bytes::ByteBuf;
use serde_json::Value;
use support::get::get;
use xxhash_rust::xxh3::xxh3_128;

/// Bytes of the golden file before its digest.
const START: &[u8] = b"\xc7\x24\x43cedge\r\n\x1a\x01\x00\x00\x00";

/// The snapshot with this payload.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let digest = xxh3_128(payload).to_be_bytes();
    [START, &digest, &(payload.len() as u64).to_le_bytes(), payload].concat()
}

/// Requests every kind of reply. The bodies of the lists are in the snapshot as they are sent, so only the others must
/// be JSON.
fn ask_everything(service: &Service<'_>) {
    let values = "python,scatter-basic,matplotlib,scatter,numeric,basic,annotations,alpha,kde,data-generation";
    let facets = Facet::ALL.map(|facet| format!("{}={values}", facet.name()));
    let mut filters: Vec<String> = facets.iter().map(|group| format!("{group}&lib=plotly&limit=2&offset=1")).collect();
    filters.extend([String::new(), facets.join("&")]);
    let lists = ["libraries/plotly/images", "specs/scatter-basic/images", "specs/without-impls/images", "stats"];
    let filters = filters.iter().map(|query| format!("plots/filter?{query}"));
    for target in lists.into_iter().map(str::to_owned).chain(filters) {
        let (status, body) = get(service, &format!("/{target}"));
        assert!(matches!(status, 200 | 404), "{target}: {status}");
        serde_json::from_str::<Value>(&body).unwrap();
    }
    for target in
        ["languages", "libraries", "health", "specs", "specs/scatter-basic", "specs/scatter-basic/plotly/code"]
    {
        let (status, _) = get(service, &format!("/{target}"));
        assert!(matches!(status, 200 | 404), "{target}: {status}");
    }
}

fuzz_target!(|payload: &[u8]| {
    let bytes = sealed(payload);
    let Ok(service) = Service::open(&bytes, Policy::default()) else { return };
    ask_everything(&service);
    let catalog = &service.snapshot().unwrap().catalog;
    assert_eq!(catalog.all_documents().is_empty(), catalog.document_set().is_none());
    // The records that replies show make a snapshot, or are refused.
    if let Ok(records) = served_records(catalog)
        && let Ok(built) = snapshot::build(&records, catalog.document_set())
    {
        snapshot::open(&built).unwrap();
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let bytes = sealed(&data[..size]);
    let (Ok(sections), true) = (snapshot::sections(&bytes), seed.is_multiple_of(2)) else {
        return fuzzer_mutate(data, size, max_size);
    };
    let mut sections: BTreeMap<&str, ByteBuf> =
        sections.iter().map(|(name, content)| (name, ByteBuf::from(content))).collect();
    let chosen = (seed / 2) as usize % sections.len().max(1);
    let Some(content) = sections.values_mut().nth(chosen) else { return fuzzer_mutate(data, size, max_size) };
    let len = content.len();
    content.resize(len + 64, 0);
    let len = fuzzer_mutate(content, len, len + 64);
    content.truncate(len);
    let payload = rmp_serde::to_vec(&sections).unwrap();
    let len = payload.len().min(max_size);
    data[..len].copy_from_slice(&payload[..len]);
    len
});
