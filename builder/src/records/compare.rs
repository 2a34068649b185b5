//! Comparison of two states of a catalogue, row by row and cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::normalized::Normalized;
use super::table::{Cell, Table};

/// Changes of the rows of a table.
#[derive(Debug, Serialize)]
pub(crate) struct Changes {
    /// Name of the table, or [`UNIMPLEMENTED`].
    #[serde(skip)]
    pub(crate) table: &'static str,
    /// Number of rows in both states together.
    #[serde(skip)]
    pub(crate) rows: usize,
    /// Keys of rows that only the new state has.
    pub(crate) added: Vec<String>,
    /// Keys of rows that only the old state has.
    pub(crate) removed: Vec<String>,
    /// Rows that both states have, with different cells.
    pub(crate) changed: Vec<RowChange>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RowChange {
    pub(crate) key: String,
    pub(crate) cells: Vec<CellChange>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CellChange {
    pub(crate) column: String,
    pub(crate) old: Value,
    pub(crate) new: Value,
}

/// Name for the rows of `specs` without implementations, which are compared apart from the others.
const UNIMPLEMENTED: &str = "specs_without_implementations";

/// Compares all tables.
pub(crate) fn compare(old: &Normalized, new: &Normalized) -> [Changes; 5] {
    let (was, is) = (&old.records, &new.records);
    [
        changes(&was.languages, &is.languages),
        changes(&was.libraries, &is.libraries),
        changes(&was.specs, &is.specs),
        unimplemented(&old.unimplemented, &new.unimplemented),
        changes(&was.impls, &is.impls),
    ]
}

fn changes<T: Table>(old: &[T], new: &[T]) -> Changes {
    let (old, new) = (by_key(old), by_key(new));
    let changed = |(key, old): (&Vec<&str>, &&T)| {
        let cells = cell_changes(*old, *new.get(key)?);
        (!cells.is_empty()).then(|| RowChange { key: key.join("/"), cells })
    };
    Changes {
        table: T::NAME,
        rows: old.keys().chain(new.keys()).collect::<BTreeSet<_>>().len(),
        added: only_in(&new, &old),
        removed: only_in(&old, &new),
        changed: old.iter().filter_map(changed).collect(),
    }
}

type ByKey<'r, T> = BTreeMap<Vec<&'r str>, &'r T>;

fn by_key<T: Table>(rows: &[T]) -> ByKey<'_, T> {
    rows.iter().map(|row| (row.key(), row)).collect()
}

fn only_in<T>(rows: &ByKey<'_, T>, others: &ByKey<'_, T>) -> Vec<String> {
    rows.keys().filter(|key| !others.contains_key(*key)).map(|key| key.join("/")).collect()
}

fn cell_changes<T: Table>(old: &T, new: &T) -> Vec<CellChange> {
    let mut changes = Vec::new();
    for column in T::COLUMNS {
        let (old, new) = ((column.cell)(old), (column.cell)(new));
        if matches!(old, Cell::Time(_)) {
            // Compared by their order in `newest`, because a snapshot holds nothing else of them.
            continue;
        }
        if let (Cell::Tags(facets, old), Cell::Tags(_, new)) = (old, new) {
            for (facet, (old, new)) in facets.iter().zip(old.iter().zip(new)).filter(|(_, (old, new))| old != new) {
                let column = format!("{}.{}", column.name, facet.tag_key().unwrap_or_default());
                changes.push(CellChange { column, old: json!(old), new: json!(new) });
            }
        } else if old != new {
            changes.push(CellChange { column: column.name.into(), old: json(old), new: json(new) });
        }
    }
    changes
}

fn json(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Text(text) => json!(text),
        Cell::OptionalText(text) => json!(text),
        Cell::Number(number) => json!(number),
        Cell::Count(count) => json!(count),
        Cell::Time(time) => json!(time),
        Cell::Flag(flag) => json!(flag),
        Cell::Tags(_, lists) => json!(lists),
    }
}

/// Compares the ids of specs without implementations.
fn unimplemented(old: &[String], new: &[String]) -> Changes {
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
    Changes {
        table: UNIMPLEMENTED,
        rows: old.union(&new).count(),
        added: new.difference(&old).map(ToString::to_string).collect(),
        removed: old.difference(&new).map(ToString::to_string).collect(),
        changed: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::sample::{catalogue, image};

    #[test]
    fn rows_are_compared_by_key_and_cells_by_column() {
        let mut old = Normalized::of_database(catalogue(vec![image("bar", "r", "grid"), image("pie", "r", "lattice")]));
        let mut new =
            Normalized::of_database(catalogue(vec![image("pie", "r", "lattice"), image("pie", "r", "plotly")]));
        new.records.specs[0].title = "Pie".into();
        new.records.impls[0].tags[4] = vec!["bold".into()];
        // A snapshot does not hold it.
        new.records.impls[0].updated = Some(1);
        old.unimplemented = vec!["map".into(), "tree".into()];
        new.unimplemented = vec!["box".into(), "tree".into()];
        let summary = |changes: &Changes| {
            let Changes { table, rows, .. } = changes;
            json!({ "table": table, "rows": rows, "changes": changes })
        };
        let title = json!({"column": "title", "old": "", "new": "Pie"});
        let styling = json!({"column": "impl_tags.styling", "old": [], "new": ["bold"]});
        let expected = [
            ("languages", 1, json!({"added": [], "removed": [], "changed": []})),
            ("libraries", 3, json!({"added": ["plotly"], "removed": ["grid"], "changed": []})),
            ("specs", 2, json!({"added": [], "removed": ["bar"], "changed": [{"key": "pie", "cells": [title]}]})),
            (UNIMPLEMENTED, 3, json!({"added": ["box"], "removed": ["map"], "changed": []})),
            (
                "impls",
                3,
                json!({
                    "added": ["pie/r/plotly"],
                    "removed": ["bar/r/grid"],
                    "changed": [{"key": "pie/r/lattice", "cells": [styling]}],
                }),
            ),
        ];
        let expected = expected.map(|(table, rows, changes)| json!({"table": table, "rows": rows, "changes": changes}));
        assert_eq!(compare(&old, &new).each_ref().map(summary), expected);
    }
}
