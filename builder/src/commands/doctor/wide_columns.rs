//! Large columns that lists do not need.

use tokio_postgres::types::Type;

use super::finding::{Finding, Severity};
use super::queries::{failed, one, rows};
use super::tables::{DETAILS, columns};
use crate::failure::Failure;
use crate::postgres::transaction::{Parameters, Transaction};
use crate::terminal::format::size;

/// Bytes from which on a column is reported.
const WIDE: i64 = 1 << 20;

/// Returns advice for each large column.
pub(super) async fn findings(transaction: &Transaction<'_>) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    let (tables, columns) = columns(DETAILS);
    let parameters: &Parameters<'_> = &[(&tables, Type::TEXT_ARRAY), (&columns, Type::TEXT_ARRAY)];
    for row in rows(transaction, include_str!("../../../sql/doctor/wide_columns.sql"), parameters).await? {
        let table: String = row.try_get("table_name").map_err(failed)?;
        let column: String = row.try_get("column_name").map_err(failed)?;
        let quoted: &str = row.try_get("quoted_name").map_err(failed)?;
        let sql = include_str!("../../../sql/doctor/stored_bytes.sql");
        let sql = sql.replace("{column}", quoted).replace("{table}", &table);
        let stored = one(transaction, &sql, &[]).await?;
        let bytes: i64 = stored.try_get("bytes").map_err(failed)?;
        if bytes >= WIDE {
            findings.push(Finding {
                severity: Severity::Advice,
                check: "wide_column",
                subject: format!("{table}.{column}"),
                problem: "queries that select whole rows also read this column, although no list shows it".into(),
                evidence: format!("{} on disk, compressed", size(bytes.unsigned_abs())),
                remedy: "select it for single rows only (in SQLAlchemy: deferred(), and undefer() if it is shown)"
                    .into(),
                mend: None,
            });
        }
    }
    Ok(findings)
}
