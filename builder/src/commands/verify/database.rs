//! Compares a snapshot with the present rows of the database.

use catalog_edge::catalog::Catalog;
use catalog_edge::model::Records;
use serde_json::Value;

use super::verification::{Difference, Remedy, Verification};
use crate::records::compare::{Changes, compare};
use crate::records::newest::{self, Moved};
use crate::records::normalized::Normalized;

/// Text for a row on the side that has it, if the other side does not.
const PRESENT: &str = "a row";

/// Compares all rows, and the figures that include rows that a snapshot does not hold.
pub(super) fn check(catalog: &Catalog<'_>, normalized: &Normalized, database: Records, found: &mut Verification) {
    let stats = catalog.stats();
    let plots = database.impls.len() as u64;
    let lines: u64 = database.impls.iter().filter_map(|item| item.line_count).sum();
    let changed = |changed: &Option<String>| changed.as_deref().map_or(Value::Null, Into::into);
    let figures = [
        Difference::between("stats", "plots", stats.plots, plots),
        Difference::between("stats", "lines_of_code", stats.lines_of_code, lines),
        Difference::between("changed", "", changed(&normalized.records.changed), changed(&database.changed)),
    ];
    found.add("database: figures", (figures.len(), "figures"), Remedy::ExportChanges, figures.into_iter().flatten());
    let database = Normalized::of_database(database);
    for changes in compare(normalized, &database) {
        let name = format!("database: {}", changes.table.replace('_', " "));
        found.add(name, (changes.rows, "rows"), Remedy::ExportChanges, differences(changes));
    }
    let moved = newest::first_moved(&normalized.records, &database.records).map(moved);
    let images = database.records.impls.len();
    found.add("database: order by time", (images, "images"), Remedy::ExportChanges, moved);
}

/// Converts the first change of the order by time. One is told, because each change moves all later images.
pub(super) fn moved(Moved { key, old, new }: Moved) -> Difference {
    Difference::new("order by time", &key, old, new)
}

/// Converts changes to differences: the old state is the snapshot, the new state is expected.
pub(super) fn differences(Changes { table, added, removed, changed, .. }: Changes) -> impl Iterator<Item = Difference> {
    let missing = added.into_iter().map(move |key| Difference::new(table, &key, Value::Null, PRESENT));
    let stray = removed.into_iter().map(move |key| Difference::new(table, &key, PRESENT, Value::Null));
    let cells = changed.into_iter().flat_map(move |row| {
        row.cells.into_iter().map(move |cell| Difference {
            part: table.into(),
            key: row.key.clone(),
            column: Some(cell.column),
            snapshot: cell.old,
            expected: cell.new,
        })
    });
    missing.chain(stray).chain(cells)
}
