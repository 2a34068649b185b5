//! Two states of a catalogue, row by row and cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::model::{Facet, IMPL_TAG_FACETS, Impl, Language, Library, SPEC_TAG_FACETS, Spec};
use serde::Serialize;
use serde_json::{Value, json};

use crate::records::normalized::Normalized;

/// What became of the rows of one table.
#[derive(Debug, Serialize)]
pub(crate) struct Changes {
    /// The table, as the database calls it, or [`UNIMPLEMENTED`].
    #[serde(skip)]
    pub(crate) table: &'static str,
    /// How many rows there are in either state.
    #[serde(skip)]
    pub(crate) rows: usize,
    /// Keys of rows that only the new state has.
    pub(crate) added: Vec<String>,
    /// Keys of rows that only the old state has.
    pub(crate) removed: Vec<String>,
    /// Rows that both have, with other cells.
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

/// The rows of table `specs` that no row of `impls` belongs to, which are told apart from the others.
pub(crate) const UNIMPLEMENTED: &str = "specs_without_impls";

/// Compares all tables.
pub(crate) fn compare(old: &Normalized, new: &Normalized) -> [Changes; 5] {
    let (was, is) = (&old.records, &new.records);
    [
        changes("languages", &was.languages, &is.languages),
        changes("libraries", &was.libraries, &is.libraries),
        changes("specs", &was.specs, &is.specs),
        changes(UNIMPLEMENTED, &old.unimplemented, &new.unimplemented),
        changes("impls", &was.impls, &is.impls),
    ]
}

/// A row as the database has it.
trait Row {
    /// Its key, which people write with slashes between the parts.
    fn key(&self) -> Vec<&str>;
    /// Its other columns.
    fn cells(&self) -> Vec<(String, Value)>;
}

fn changes<T: Row>(table: &'static str, old: &[T], new: &[T]) -> Changes {
    let (old_rows, new_rows) = (by_key(old), by_key(new));
    let changed = |(key, old): (&Vec<&str>, &&T)| {
        let cells = cell_changes(old.cells(), new_rows.get(key)?.cells());
        (!cells.is_empty()).then(|| RowChange { key: key.join("/"), cells })
    };
    Changes {
        table,
        rows: old_rows.keys().chain(new_rows.keys()).collect::<BTreeSet<_>>().len(),
        added: only_in(&new_rows, &old_rows),
        removed: only_in(&old_rows, &new_rows),
        changed: old_rows.iter().filter_map(changed).collect(),
    }
}

type ByKey<'r, T> = BTreeMap<Vec<&'r str>, &'r T>;

fn by_key<T: Row>(rows: &[T]) -> ByKey<'_, T> {
    rows.iter().map(|row| (row.key(), row)).collect()
}

fn only_in<T>(rows: &ByKey<'_, T>, others: &ByKey<'_, T>) -> Vec<String> {
    rows.keys().filter(|key| !others.contains_key(*key)).map(|key| key.join("/")).collect()
}

fn cell_changes(old: Vec<(String, Value)>, new: Vec<(String, Value)>) -> Vec<CellChange> {
    let pairs = old.into_iter().zip(new);
    pairs
        .filter(|((_, old), (_, new))| old != new)
        .map(|((column, old), (_, new))| CellChange { column, old, new })
        .collect()
}

fn cell(column: &str, value: impl Serialize) -> (String, Value) {
    (column.into(), json!(value))
}

fn tags(column: &str, facets: &[Facet], lists: &[Vec<String>]) -> Vec<(String, Value)> {
    let name = |facet: &Facet| format!("{column}.{}", facet.tag_key().unwrap_or_default());
    facets.iter().zip(lists).map(|(facet, list)| (name(facet), json!(list))).collect()
}

impl Row for Language {
    fn key(&self) -> Vec<&str> {
        vec![&self.id]
    }

    fn cells(&self) -> Vec<(String, Value)> {
        vec![
            cell("name", &self.name),
            cell("file_extension", &self.file_extension),
            cell("runtime_version", &self.runtime_version),
            cell("documentation_url", &self.documentation_url),
            cell("description", &self.description),
        ]
    }
}

impl Row for Library {
    fn key(&self) -> Vec<&str> {
        vec![&self.id]
    }

    fn cells(&self) -> Vec<(String, Value)> {
        vec![
            cell("name", &self.name),
            cell("language_id", &self.language),
            cell("framework", &self.framework),
            cell("version", &self.version),
            cell("documentation_url", &self.documentation_url),
            cell("description", &self.description),
        ]
    }
}

impl Row for Spec {
    fn key(&self) -> Vec<&str> {
        vec![&self.id]
    }

    fn cells(&self) -> Vec<(String, Value)> {
        let mut cells = vec![cell("title", &self.title)];
        cells.extend(tags("tags", &SPEC_TAG_FACETS, &self.tags));
        cells
    }
}

/// The id of a spec without implementations.
impl Row for String {
    fn key(&self) -> Vec<&str> {
        vec![self]
    }

    fn cells(&self) -> Vec<(String, Value)> {
        Vec::new()
    }
}

impl Row for Impl {
    fn key(&self) -> Vec<&str> {
        vec![&self.spec, &self.language, &self.library]
    }

    fn cells(&self) -> Vec<(String, Value)> {
        let mut cells = vec![
            cell("quality_score", self.quality),
            cell("preview_url_light", &self.url_light),
            cell("preview_url_dark", &self.url_dark),
            cell("preview_html_light", &self.html_light),
            cell("preview_html_dark", &self.html_dark),
        ];
        cells.extend(tags("impl_tags", &IMPL_TAG_FACETS, &self.tags));
        cells.push(cell("has_code", self.has_code));
        cells
    }
}
