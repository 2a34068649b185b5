//! Columns that make rows wide.

use tokio_postgres::types::Type;

use super::finding::{Finding, Severity};
use super::questions::{failed, one, rows};
use super::tables::{DETAILS, columns};
use crate::failure::Failure;
use crate::reading::{Parameters, Reading};
use crate::terminal::format::grouped;

/// A column of details is worth a word when it takes this many bytes.
const WIDE: i64 = 1 << 20;

/// The columns of details that are large.
pub(super) async fn findings(reading: &Reading<'_>) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    let (tables, columns) = columns(DETAILS);
    let parameters: &Parameters<'_> = &[(&tables, Type::TEXT_ARRAY), (&columns, Type::TEXT_ARRAY)];
    for row in rows(reading, include_str!("../../../sql/doctor/wide_columns.sql"), parameters).await? {
        let table: String = row.try_get("table_name").map_err(failed)?;
        let column: String = row.try_get("column_name").map_err(failed)?;
        let quoted: &str = row.try_get("quoted_name").map_err(failed)?;
        let sql = include_str!("../../../sql/doctor/stored_bytes.sql");
        let sql = sql.replace("{column}", quoted).replace("{table}", &table);
        let size = one(reading, &sql, &[]).await?;
        let bytes: i64 = size.try_get("bytes").map_err(failed)?;
        if bytes >= WIDE {
            findings.push(Finding {
                severity: Severity::Advice,
                check: "wide_column",
                subject: format!("{table}.{column}"),
                problem: "lists that select whole rows read this with every row and show none of it".into(),
                evidence: format!("{} bytes on disk, compressed", grouped(bytes.unsigned_abs())),
                remedy: "select it for a single row only (in SQLAlchemy: deferred(), undefer() where it is shown)"
                    .into(),
                mend: None,
            });
        }
    }
    Ok(findings)
}
