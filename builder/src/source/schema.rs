//! Check that the database has all columns that the export reads. It is done before anything is read, and names all
//! that are missing.

use std::collections::BTreeSet;

use catalog_edge::model::{Impl, Language, Library, Spec};
use tokio_postgres::types::Type;

use super::detail_rows::{IMPL_COLUMNS, SPEC_COLUMNS};

use crate::documents::scope::DocumentScope;
use crate::failure::{ExitCode, Failure};
use crate::postgres::error::DatabaseError;
use crate::postgres::session::Server;
use crate::postgres::transaction::{Parameters, Transaction};
use crate::records::table::Table;
use crate::records::tables::{CODE, HAS_CODE, LINE_COUNT, UPDATED_AT};

/// Tables or columns that a command needs and cannot read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SchemaError {
    #[error("the database lacks {}: run the migrations of the catalogue, or set search_path to its schema", .0.join(", "))]
    Missing(Vec<String>),
    #[error("user '{user}' may not read {}: GRANT SELECT on these to '{user}'", .columns.join(", "))]
    Unreadable { user: String, columns: Vec<String> },
}

impl From<SchemaError> for Failure {
    fn from(error: SchemaError) -> Self {
        Self::new(ExitCode::Database, error)
    }
}

/// Source of line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineCounts {
    /// Column `impls.line_count`.
    Stored,
    /// Count of lines in `impls.code`, made by the database.
    Computed,
    /// Column `impls.line_count`, or the count in `impls.code` if that is NULL.
    StoredOrComputed,
}

/// A needed column, and its state in the database.
struct Column {
    table: String,
    name: String,
    table_exists: bool,
    exists: bool,
    readable: bool,
}

/// Checks that all tables and columns exist, and that this user may read them.
pub(crate) async fn check(
    transaction: &Transaction<'_>,
    server: &Server,
    scope: DocumentScope,
) -> Result<LineCounts, Failure> {
    const WHAT: &str = "the schema";
    let failed = |error| DatabaseError::query(WHAT, error);
    let (tables, needed): (Vec<&str>, Vec<&str>) = needed(scope).into_iter().unzip();
    let parameters: &Parameters<'_> = &[(&tables, Type::TEXT_ARRAY), (&needed, Type::TEXT_ARRAY)];
    let rows = transaction.rows(WHAT, include_str!("../../sql/schema.sql"), parameters).await?;
    let mut columns = Vec::with_capacity(rows.len());
    for row in rows {
        columns.push(Column {
            table: row.try_get("table_name").map_err(failed)?,
            name: row.try_get("column_name").map_err(failed)?,
            table_exists: row.try_get("table_exists").map_err(failed)?,
            exists: row.try_get("column_exists").map_err(failed)?,
            readable: row.try_get("readable").map_err(failed)?,
        });
    }
    columns.sort_by(|a, b| (&a.table, &a.name).cmp(&(&b.table, &b.name)));

    // One source of line counts is enough.
    let readable =
        |name: &str| columns.iter().any(|column| column.table == Impl::NAME && column.name == name && column.readable);
    let line_counts = match (readable(LINE_COUNT), readable(CODE)) {
        (true, true) => LineCounts::StoredOrComputed,
        (true, false) => LineCounts::Stored,
        (false, _) => LineCounts::Computed,
    };
    let needs_code = line_counts == LineCounts::Computed || scope.code();
    columns.retain(|column| column.name != LINE_COUNT && (column.name != CODE || needs_code));

    let missing = names(&columns, |column| !column.exists);
    if !missing.is_empty() {
        return Err(SchemaError::Missing(missing).into());
    }
    let unreadable = names(&columns, |column| !column.readable);
    if !unreadable.is_empty() {
        return Err(SchemaError::Unreadable { user: server.user.clone(), columns: unreadable }.into());
    }
    Ok(line_counts)
}

/// Returns the tables and columns that the export reads, including both sources of line counts.
fn needed(scope: DocumentScope) -> BTreeSet<(&'static str, &'static str)> {
    fn columns<R: Table>() -> impl Iterator<Item = (&'static str, &'static str)> {
        R::COLUMNS.iter().map(|column| (R::NAME, column.name))
    }
    let mut needed: BTreeSet<_> = columns::<Language>().chain(columns::<Library>()).collect();
    needed.extend(columns::<Spec>().chain(columns::<Impl>()));
    needed.extend([(Spec::NAME, UPDATED_AT), (Impl::NAME, UPDATED_AT), (Impl::NAME, CODE)]);
    needed.remove(&(Impl::NAME, HAS_CODE));
    if scope.details() {
        needed.extend(SPEC_COLUMNS.map(|(name, _)| (Spec::NAME, name)));
        needed.extend(IMPL_COLUMNS.map(|(name, _)| (Impl::NAME, name)));
    }
    needed
}

/// Returns the names of the columns with `fault`. If all columns of a table have it, the table is named instead.
fn names(columns: &[Column], fault: impl Fn(&Column) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    for of_table in columns.chunk_by(|a, b| a.table == b.table) {
        let faulty = of_table.iter().filter(|column| fault(column));
        if of_table.iter().all(&fault) {
            let missing_table = of_table.iter().any(|column| !column.table_exists);
            names.push(format!("{} {}", if missing_table { "table" } else { "all of table" }, of_table[0].table));
        } else {
            names.extend(faulty.map(|column| format!("column {}.{}", column.table, column.name)));
        }
    }
    names
}
