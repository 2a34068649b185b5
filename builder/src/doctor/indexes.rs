//! Columns that rows are looked up by, without an index.

use tokio_postgres::Row;

use super::finding::{Finding, Mend, Severity};
use super::{failed, rows};
use crate::failure::Failure;
use crate::format::grouped;
use crate::reading::Reading;

/// One finding for each set of columns that leads no index.
pub(super) async fn findings(reading: &Reading<'_>) -> Result<Vec<Finding>, Failure> {
    let rows = rows(reading, include_str!("../../sql/doctor/unindexed.sql")).await?;
    rows.iter().map(|row| finding(row).map_err(failed)).collect()
}

fn finding(row: &Row) -> Result<Finding, tokio_postgres::Error> {
    let table: String = row.try_get("table_name")?;
    let columns: String = row.try_get("column_names")?;
    let foreign_key: Option<String> = row.try_get("foreign_key")?;
    let referenced: Option<String> = row.try_get("referenced")?;
    let invalid: Option<String> = row.try_get("invalid_index")?;
    let number = |column| row.try_get::<_, i64>(column).map(|number| grouped(number.unsigned_abs()));
    let (count, scans, by_scans) = (number("rows")?, number("scans")?, number("rows_by_scans")?);
    let subject = format!("{table} ({columns})");
    let problem = match (&foreign_key, &referenced) {
        (Some(name), Some(referenced)) => format!(
            "foreign key {name} has no index that begins with its columns: to delete or rename a row of {referenced}, \
             and to join by it, all of {table} is read"
        ),
        _ => format!("the service filters {table} by {columns}, which no index begins with: all of {table} is read"),
    };
    let cost = "reads the table twice and waits for running transactions; reading and writing go on meanwhile";
    let mend = match &invalid {
        Some(index) => {
            Mend { sql: format!("REINDEX INDEX CONCURRENTLY {index}"), undo: None, outside_transaction: true, cost }
        }
        None => Mend {
            sql: format!(
                "CREATE INDEX CONCURRENTLY {} ON {table} ({})",
                row.try_get::<_, &str>("index_name")?,
                row.try_get::<_, &str>("index_columns")?
            ),
            undo: Some(format!("DROP INDEX CONCURRENTLY {}", row.try_get::<_, &str>("qualified_index_name")?)),
            outside_transaction: true,
            cost,
        },
    };
    Ok(Finding {
        severity: Severity::Warning,
        check: "index",
        problem,
        evidence: match invalid {
            Some(index) => format!("{index} would serve, but a failed concurrent build left it invalid"),
            None => format!("about {count} rows; {scans} sequential scans read {by_scans} since statistics began"),
        },
        remedy: if mend.undo.is_some() { "create the index" } else { "rebuild the index" }.into(),
        mend: Some(mend),
        subject,
    })
}
