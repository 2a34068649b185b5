//! Lines of code as a column of their own, so that nobody reads all code to count them.

use super::finding::{Finding, Mend, Severity};
use super::{failed, rows};
use crate::failure::Failure;
use crate::format::grouped;
use crate::reading::Reading;

/// What is to be said of `impls.line_count`.
pub(super) async fn finding(reading: &Reading<'_>) -> Result<Option<Finding>, Failure> {
    let rows = rows(reading, include_str!("../../sql/doctor/line_count.sql")).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let get = |column: &str| row.try_get::<_, bool>(column).map_err(failed);
    let table: String = row.try_get("table_name").map_err(failed)?;
    let bytes: i64 = row.try_get("bytes").map_err(failed)?;
    if !get("is_table")? || !get("has_code")? {
        return Ok(None);
    }
    let subject = format!("{table}.line_count");
    // The export's own definition, so that both count alike: no code, no lines.
    let expression = include_str!("../../sql/line_count_computed.sql").trim_end().trim_end_matches("::int8");
    Ok(match (get("is_there")?, get("is_generated")?) {
        (_, true) => None,
        (true, false) => Some(Finding {
            severity: Severity::Advice,
            check: "line_count",
            subject,
            problem: "the column is not generated: it is right only while everything that writes code keeps it".into(),
            evidence: "the export takes it as it is, and counts where it is NULL".into(),
            remedy: "drop it, and run doctor again for the generated column".into(),
            mend: None,
        }),
        (false, false) => Some(Finding {
            severity: Severity::Warning,
            check: "line_count",
            subject,
            problem: "there is no such column: to count lines of code, all code is read and decompressed".into(),
            evidence: format!("{table} takes {} bytes on disk with its code", grouped(bytes.unsigned_abs())),
            remedy: "add it as a generated column; every export reads it from then on".into(),
            mend: Some(Mend {
                sql: format!(
                    "ALTER TABLE {table} ADD COLUMN line_count integer GENERATED ALWAYS AS {expression} STORED"
                ),
                undo: Some(format!("ALTER TABLE {table} DROP COLUMN line_count")),
                outside_transaction: false,
                cost: "rewrites the table, under a lock that nobody reads or writes past meanwhile",
            }),
        }),
    })
}
