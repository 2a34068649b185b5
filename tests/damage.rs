//! Rule: damage to a snapshot never causes a panic or an incomplete catalogue. It causes a typed error. If someone has
//! sealed the damage with a matching digest, the catalogue may also open, and then answers every request within its
//! bounds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/get.rs"]
mod get;
#[path = "support/sample.rs"]
mod sample;

use catalog_edge::{
    documents::Document,
    http::{Policy, Service},
    model::Facet,
    snapshot::{self, SnapshotError},
};
use proptest::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

/// Offsets of the header's fields, as in `snapshots/FORMAT.md`.
const VERSION: usize = 11;
const DIGEST: usize = 15;
const LENGTH: usize = 31;
const PAYLOAD: usize = 39;

fn bytes() -> Vec<u8> {
    snapshot::build(&sample::sample(), sample::documents()).unwrap()
}

/// Gives `bytes` the length and digest of their payload, as a forger would.
fn seal(bytes: &mut [u8]) {
    let digest = xxh3_128(&bytes[PAYLOAD..]).to_be_bytes();
    bytes[DIGEST..LENGTH].copy_from_slice(&digest);
    let length = (bytes.len() - PAYLOAD) as u64;
    bytes[LENGTH..PAYLOAD].copy_from_slice(&length.to_le_bytes());
}

/// Requests every kind of reply. Each must be answered for any content of the catalogue.
fn ask_everything(service: &Service<'_>) {
    let facets = Facet::ALL.map(Facet::name);
    let values = "python,scatter-basic,matplotlib,scatter,numeric,basic,annotations,alpha,kde,data-generation";
    let mut targets: Vec<String> = [
        "stats",
        "languages",
        "libraries",
        "health",
        "plots/filter",
        "libraries/plotly/images",
        "specs",
        "specs/scatter-basic",
        "specs/scatter-basic/images",
        "specs/without-impls",
        "specs/without-impls/images",
        "specs/scatter-basic/matplotlib/code",
    ]
    .map(str::to_owned)
    .into();
    targets.extend(facets.map(|facet| format!("plots/filter?{facet}={values}&lib=plotly&limit=2&offset=1")));
    targets.push(format!("plots/filter?{}", facets.map(|facet| format!("{facet}={values}")).join("&")));
    for target in targets {
        let (status, _) = get::get(service, &format!("/{target}"));
        assert!(matches!(status, 200 | 404), "{target}");
    }
}

/// Reads all ranks, words and labels. Each must be within its bound.
fn ask_for_orders_and_words(bytes: &[u8]) {
    let catalog = snapshot::open(bytes).unwrap().catalog;
    for row in 0..catalog.images() {
        assert!((catalog.quality_ranks().get(row) as usize) < catalog.quality_ranks().bound());
        assert!((catalog.newest_ranks().get(row) as usize) < catalog.newest_ranks().bound());
    }
    for beginning in ["", "a", "bar", "basic", "p", "python", "scatter", "\u{10ffff}"] {
        let mut sources = catalog.words().beginning_with(beginning);
        assert!(sources.all(|(source, _)| source < catalog.values() + catalog.specs()));
    }
    for facet in Facet::ALL {
        for place in 0..catalog.values_of(facet).len() {
            let label: String = serde_json::from_slice(catalog.label(facet, place)).unwrap();
            assert_eq!(catalog.label_text(facet, place), label);
        }
    }
}

/// Looks up all documents. Each must belong to an existing spec, and be found by its names.
fn ask_for_documents(bytes: &[u8]) {
    let catalog = snapshot::open(bytes).unwrap().catalog;
    let all = catalog.all_documents();
    assert_eq!(all.is_empty(), catalog.document_set().is_none());
    for spec in 0..catalog.specs() + 1 {
        for language in ["python", "r", "julia"] {
            for library in ["matplotlib", "plotly", "ggplot2", "unused"] {
                let document = catalog.code_document(spec, language, library);
                assert!(document.is_none_or(|document| all.contains(&document)), "{document:?}");
            }
        }
    }
    for document in all {
        assert!(!matches!(document, Document::Spec(spec) | Document::Code { spec, .. } if spec >= catalog.specs()));
    }
}

#[test]
fn a_cut_at_any_byte_is_an_error() {
    let bytes = bytes();
    for end in 0..bytes.len() {
        let error = snapshot::open(&bytes[..end]).map(drop).unwrap_err();
        let expected = if end == 0 { "not a catalogue snapshot" } else { "copy it again" };
        assert!(error.to_string().contains(expected), "{end}: {error}");
    }
    let longer = [&*bytes, b"x"].concat();
    assert!(matches!(snapshot::open(&longer), Err(SnapshotError::WrongLength { .. })));
}

#[test]
fn a_flip_of_any_bit_is_an_error() {
    let bytes = bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            let error = snapshot::open(&flipped).map(drop).unwrap_err();
            let is_expected = match at {
                0..VERSION => error == SnapshotError::NotASnapshot,
                VERSION..DIGEST => matches!(error, SnapshotError::UnsupportedVersion { .. }),
                LENGTH..PAYLOAD => matches!(error, SnapshotError::WrongLength { .. }),
                _ => matches!(error, SnapshotError::DigestMismatch { .. }),
            };
            assert!(is_expected, "byte {at}: {error}");
        }
    }
}

#[test]
fn sealed_damage_is_an_error_or_a_whole_catalog() {
    let bytes = bytes();
    let mut opened = 0;
    for at in PAYLOAD..bytes.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff, bytes[at] ^ 1, bytes[at].wrapping_add(1)] {
            let mut damaged = bytes.clone();
            damaged[at] = value;
            seal(&mut damaged);
            if let Ok(service) = Service::open(&damaged, Policy::default()) {
                ask_everything(&service);
                ask_for_documents(&damaged);
                ask_for_orders_and_words(&damaged);
                opened += 1;
            }
        }
    }
    // A changed letter in a title goes unnoticed. If none had, this test would check nothing behind the digest.
    assert!(opened > 100, "{opened}");
}

#[test]
fn a_spec_with_and_without_implementations_is_inconsistent() {
    let mut records = sample::sample();
    records
        .specs
        .iter_mut()
        .filter(|spec| spec.id == "without-impls")
        .for_each(|spec| spec.id = "bar-basiC".to_owned());
    let mut bytes = snapshot::build(&records, sample::documents()).unwrap();
    let name = br#""bar-basiC":"#;
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap();
    bytes[at..at + name.len()].copy_from_slice(br#""bar-basic":"#);
    seal(&mut bytes);
    let error = snapshot::open(&bytes).map(drop).unwrap_err();
    assert!(error.to_string().contains("specs.unimplemented: spec 0 has implementations"), "{error}");
}

#[test]
fn another_version_names_both_versions_and_the_remedy() {
    for (version, expected) in [
        (3_u32, "snapshot format 3 is newer than this program reads (2): deploy the worker first"),
        (
            1,
            "snapshot format 1 is older than this program reads (2): \
             run export again with the catalog-builder of this release",
        ),
    ] {
        let mut bytes = bytes();
        bytes[VERSION..DIGEST].copy_from_slice(&version.to_le_bytes());
        assert_eq!(snapshot::open(&bytes).map(drop).unwrap_err().to_string(), expected);
    }
}

#[test]
fn foreign_files_are_told_apart() {
    for foreign in [&b""[..], &b"\x89PNG\r\n\x1a\n"[..], b"{}", b"\x82\xa4name", &[0; 100]] {
        assert_eq!(snapshot::open(foreign).map(drop), Err(SnapshotError::NotASnapshot));
    }
    // MessagePack with a valid digest, but of another structure.
    for (payload, is_expected) in [
        (&b"\x93\x01\x02\x03"[..], (|error| matches!(error, SnapshotError::Malformed(_))) as fn(_) -> _),
        (b"\x81\xa4name\xa1x", |error| matches!(error, SnapshotError::Inconsistent(_))),
    ] {
        let mut other = [&bytes()[..PAYLOAD], payload].concat();
        seal(&mut other);
        assert!(is_expected(snapshot::open(&other).map(drop).unwrap_err()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn sealed_splices_are_an_error_or_a_whole_catalog(
        from in 0.0..1.0_f64, to in 0.0..1.0_f64, len in 0_usize..64, garbage in proptest::collection::vec(any::<u8>(), 0..16)
    ) {
        let bytes = bytes();
        let place = |share: f64| PAYLOAD + ((bytes.len() - PAYLOAD) as f64 * share) as usize;
        let (from, to) = (place(from), place(to));
        let copied = &bytes[from..(from + len).min(bytes.len())];
        let end = (to + len).min(bytes.len());
        for insert in [copied, &garbage] {
            let mut spliced = [&bytes[..to], insert, &bytes[end..]].concat();
            seal(&mut spliced);
            if let Ok(service) = Service::open(&spliced, Policy::default()) {
                ask_everything(&service);
                ask_for_documents(&spliced);
                ask_for_orders_and_words(&spliced);
            }
        }
    }
}
