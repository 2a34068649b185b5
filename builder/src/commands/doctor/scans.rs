//! Statistics of scans.

use serde::Serialize;
use tokio_postgres::types::Type;

use super::queries::{failed, rows};
use super::tables::{CATALOGUE, FEEDBACK};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;

/// Scans of a table since statistics began.
#[derive(Debug, Serialize)]
pub(crate) struct Scans {
    pub(crate) table: String,
    pub(crate) sequential_scans: i64,
    pub(crate) sequential_rows: i64,
    pub(crate) index_scans: i64,
    pub(crate) rows: i64,
    pub(crate) bytes: i64,
}

/// Reads the statistics of all tables.
pub(super) async fn scans(transaction: &Transaction<'_>) -> Result<Vec<Scans>, Failure> {
    let tables = [&CATALOGUE[..], &[FEEDBACK]].concat();
    let sql = include_str!("../../../sql/doctor/scans.sql");
    let rows = rows(transaction, sql, &[(&tables, Type::TEXT_ARRAY)]).await?;
    let scans = rows.iter().map(|row| {
        Ok(Scans {
            table: row.try_get("table_name")?,
            sequential_scans: row.try_get("sequential_scans")?,
            sequential_rows: row.try_get("sequential_rows")?,
            index_scans: row.try_get("index_scans")?,
            rows: row.try_get("rows")?,
            bytes: row.try_get("bytes")?,
        })
    });
    scans.collect::<Result<_, _>>().map_err(failed)
}
