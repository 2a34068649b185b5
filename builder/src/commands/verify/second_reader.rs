//! Compares the records that the engine finds with those of the second reader.

use catalog_edge::snapshot::Snapshot;

use super::database;
use super::reader::{self, Content, FormatError};
use super::verification::{Difference, Remedy, Verification};
use super::words;
use crate::records::compare::compare;
use crate::records::newest;
use crate::records::normalized::Normalized;
use crate::storage::snapshot_file::SnapshotFile;

/// Compares identity, figures and every row. `normalized` holds the engine's records.
pub(super) fn check(file: &SnapshotFile, snapshot: &Snapshot<'_>, normalized: &Normalized, found: &mut Verification) {
    let (rows, differences) = match reader::read(file.bytes()) {
        Ok(content) => compared(snapshot, normalized, &content),
        Err(FormatError { section, reason }) => {
            (0, vec![Difference::new(&section, "", "something the engine reads", format!("{reason}, by FORMAT.md"))])
        }
    };
    found.add("second reader", (rows, "rows"), Remedy::Export, differences);
}

fn compared(snapshot: &Snapshot<'_>, normalized: &Normalized, content: &Content) -> (usize, Vec<Difference>) {
    let (records, read) = (&normalized.records, &content.normalized.records);
    let stats = snapshot.catalog.stats();
    let stats = [stats.specs, stats.plots, stats.libraries, stats.languages, stats.lines_of_code];
    let digest = |documents: Option<String>| documents.unwrap_or_default();
    let documents = snapshot.catalog.document_set().map(|documents| documents.digest.to_string());
    let figures = [
        ("header", snapshot.digest.to_string(), content.digest.clone()),
        ("stats", format!("{stats:?}"), format!("{:?}", content.stats)),
        ("source", records.source.clone(), read.source.clone()),
        ("changed", format!("{:?}", records.changed), format!("{:?}", read.changed)),
        ("documents", digest(documents), digest(content.documents.clone())),
    ];
    let figures =
        figures.into_iter().filter_map(|(part, engine, reader)| Difference::between(part, "", engine, reader));
    let moved = newest::first_moved(records, read).map(database::moved);
    let words = words::differences(&content.words, records);
    let tables = compare(normalized, &content.normalized);
    let rows = tables.iter().map(|changes| changes.rows).sum();
    (rows, figures.chain(tables.into_iter().flat_map(database::differences)).chain(moved).chain(words).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::collections::BTreeMap;

    use catalog_edge::snapshot;
    use serde_bytes::ByteBuf;

    use super::*;

    /// The golden file.
    const GOLDEN: &[u8] = include_bytes!("../../../../snapshots/golden/v2.snap");

    fn differences(change: impl FnOnce(&mut Content)) -> Vec<String> {
        let mut content = reader::read(GOLDEN).unwrap();
        change(&mut content);
        let snapshot = snapshot::open(GOLDEN).unwrap();
        let catalog = &snapshot.catalog;
        let normalized = Normalized {
            records: catalog_edge::http::served_records(catalog).unwrap(),
            unimplemented: catalog.unimplemented(),
        };
        let (rows, differences) = compared(&snapshot, &normalized, &content);
        assert_eq!(rows, 3 + 4 + 4 + 1 + 8);
        differences.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn both_readers_find_the_same_in_the_golden_file() {
        assert_eq!(differences(|_| {}), [""; 0]);
        let records = reader::read(GOLDEN).unwrap().normalized.records;
        let urls = &records.impls[1];
        assert_eq!(urls.url_dark.as_deref(), Some("https://images.example/plots/bar-basic/r/ggplot2/plot-dark.png"));
        assert_eq!(records.impls[0].url_dark.as_deref(), Some("https://elsewhere.example/1.png?a=\"b\""));
        assert_eq!(records.specs[1].title, "Line \\ \"quoted\" é\u{1}");
    }

    #[test]
    fn what_one_reader_alone_finds_is_told() {
        for (change, told) in [
            (
                &(|content: &mut Content| content.normalized.records.impls[2].quality = None) as &dyn Fn(&mut Content),
                "impls 'line-a\"b/python/matplotlib', column quality_score: snapshot 91.0, expected null",
            ),
            (
                &|content| content.normalized.records.impls[2].tags[0].truncate(1),
                r#"impls 'line-a"b/python/matplotlib', column impl_tags.dependencies: snapshot ["MASS","mass"], expected ["MASS"]"#,
            ),
            (&|content| content.normalized.records.impls[0].has_code ^= true, "column has_code"),
            (&|content| content.normalized.records.specs[0].title.clear(), "specs 'bar-basic', column title"),
            (
                &|content| content.normalized.records.impls[2].updated = Some(-9),
                "order by time 'scatter-basic/python/plotly': snapshot 1, expected 0",
            ),
            (&|content| drop(content.words.remove("kde")), "words 'kde': snapshot null, expected [28]"),
            (&|content| content.normalized.unimplemented.clear(), "specs_without_implementations 'without-impls'"),
            (&|content| content.normalized.records.source.clear(), "source: snapshot \"sample\", expected \"\""),
            (&|content| content.normalized.records.changed = None, "changed: "),
            (&|content| content.stats[4] += 1, "stats: snapshot \"[4, 9, 4, 3, 360]\", expected \"[4, 9, 4, 3, 361]\""),
            (&|content| content.digest.clear(), "header: "),
            (&|content| content.documents = None, "documents: "),
        ] {
            let differences = differences(change);
            assert!(differences.len() == 1 && differences[0].contains(told), "{told}: {differences:?}");
        }
    }

    #[test]
    fn another_order_is_misread() {
        for (name, bytes) in [
            ("languages.by_id", b"\"julia\":\"Julia\",\"r\":\"R\",\"python\":\"Python\"".to_vec()),
            ("libraries.by_id.lengths", vec![1]),
            ("qualities", b"100.084.591.070.066.0null".to_vec()),
            ("qualities", b"100.091.084.570.0null66.0".to_vec()),
            ("rows.newest", vec![1, 7, 5, 0, 3, 4, 1, 2, 1]),
            ("words", vec![b'a'; golden()["words"].len()]),
            ("words.counts", vec![1; golden()["words.counts"].len()]),
            (
                "words.sources",
                [&[1], &*golden()["words.sources"][1..].iter().rev().copied().collect::<Vec<_>>()].concat(),
            ),
        ] {
            let mut sections = golden();
            sections.insert(name.into(), ByteBuf::from(&*bytes));
            let payload = rmp_serde::to_vec(&sections).unwrap();
            let length = (payload.len() as u64).to_le_bytes();
            let digest = xxhash_rust::xxh3::xxh3_128(&payload).to_be_bytes();
            let misread = reader::read(&[&GOLDEN[..15], &digest, &length, &payload].concat());
            assert_eq!(misread.unwrap_err().section, name.trim_end_matches(".lengths"), "{bytes:?}");
        }
    }

    fn golden() -> BTreeMap<String, ByteBuf> {
        rmp_serde::from_slice(&GOLDEN[39..]).unwrap()
    }

    #[test]
    fn another_file_is_misread() {
        for (at, section) in [(5, "header"), (12, "header"), (20, "header"), (32, "header"), (60, "header")] {
            let mut bytes = GOLDEN.to_vec();
            bytes[at] ^= 1;
            assert_eq!(reader::read(&bytes).unwrap_err().section, section);
        }
        assert_eq!(reader::read(&GOLDEN[..20]).unwrap_err().reason, "is cut short");
    }
}
