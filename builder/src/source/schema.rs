//! Whether the database has what the export reads: checked once, before anything is read, and named all at once.

use tokio_postgres::types::Type;

use crate::database::{DatabaseError, Server};
use crate::documents::Wanted;
use crate::failure::Failure;
use crate::reading::Reading;

/// Where lines of code come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineCounts {
    /// Column `impls.line_count`.
    Stored,
    /// Counted in `impls.code` by the database.
    Computed,
    /// Column `impls.line_count`, and counted in rows that it has not reached yet.
    StoredOrComputed,
}

/// One needed column, as the database has it.
struct Column {
    table: String,
    name: String,
    table_exists: bool,
    exists: bool,
    readable: bool,
}

/// Checks that every table and column is there and readable by this user.
pub(crate) async fn check(reading: &Reading<'_>, server: &Server, wanted: Wanted) -> Result<LineCounts, Failure> {
    const WHAT: &str = "the schema";
    let failed = |error| DatabaseError::query(WHAT, error);
    let sql = include_str!("../../sql/requirements.sql");
    let rows = reading.rows(WHAT, sql, &[(&wanted.details(), Type::BOOL)]).await?;
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

    // Of the two sources of line counts one is enough, so the other is not needed.
    let readable =
        |name: &str| columns.iter().any(|column| column.table == "impls" && column.name == name && column.readable);
    let line_counts = match (readable("line_count"), readable("code")) {
        (true, true) => LineCounts::StoredOrComputed,
        (true, false) => LineCounts::Stored,
        (false, _) => LineCounts::Computed,
    };
    let needs_code = line_counts == LineCounts::Computed || wanted.code();
    columns.retain(|column| column.name != "line_count" && (column.name != "code" || needs_code));

    let missing = names(&columns, |column| !column.exists);
    if !missing.is_empty() {
        return Err(DatabaseError::Missing(missing).into());
    }
    let unreadable = names(&columns, |column| !column.readable);
    if !unreadable.is_empty() {
        return Err(DatabaseError::Unreadable { user: server.user.clone(), columns: unreadable }.into());
    }
    Ok(line_counts)
}

/// The columns that `fault` is true of; a table as one where it is true of all its columns.
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
