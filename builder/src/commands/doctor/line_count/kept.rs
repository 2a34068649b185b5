//! Column `impls.line_count` in the database.

use catalog_edge::model::Impl;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::commands::doctor::queries::{attempt, failed, one, rows};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;
use crate::records::table::Table;

/// Expression with which the export counts. NULL without code.
pub(super) const COMPUTED: &str = include_str!("../../../../sql/line_count_computed.sql");

/// Table of the implementations, and the column if it exists.
#[derive(Debug)]
pub(super) struct Kept {
    /// Name of the table, as short as the search path allows.
    pub(super) table: String,
    /// Name with schema, quoted.
    pub(super) qualified: String,
    pub(super) bytes: u64,
    pub(super) column: Option<Column>,
    percent: f64,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) generation: Generation,
    pub(super) data_type: String,
    /// Objects that depend on the column.
    pub(super) dependents: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Generation {
    /// Written by the application.
    None,
    /// Computed when the row is written.
    Stored { expression: String, calls_others: bool },
    /// Computed when the row is read.
    Virtual { expression: String },
}

/// Numbers of rows that were compared, and that differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub(super) rows: u64,
    pub(super) wrong: u64,
}

impl Kept {
    /// Reads the table and the column; `None` if there is no table of code.
    pub(super) async fn read(transaction: &Transaction<'_>) -> Result<Option<Self>, Failure> {
        let found =
            rows(transaction, include_str!("../../../../sql/doctor/impls.sql"), &[(&Impl::NAME, Type::TEXT)]).await?;
        let Some(table) = found.first() else { return Ok(None) };
        let id: u32 = table.try_get("oid").map_err(failed)?;
        let path: String = table.try_get("search_path").map_err(failed)?;
        set_search_path(transaction, "pg_catalog").await?;
        let sql = include_str!("../../../../sql/doctor/line_count.sql");
        let found = rows(transaction, sql, &[(&id, Type::OID)]).await?;
        set_search_path(transaction, &path).await?;
        let Some(row) = found.first() else { return Ok(None) };
        Self::of(table, row).map_err(failed)
    }

    fn of(table: &Row, row: &Row) -> Result<Option<Self>, tokio_postgres::Error> {
        if !row.try_get::<_, bool>("is_table")? || !row.try_get::<_, bool>("has_code")? {
            return Ok(None);
        }
        let is_there: bool = row.try_get("is_there")?;
        Ok(Some(Self {
            table: table.try_get("table_name")?,
            qualified: row.try_get("qualified")?,
            bytes: row.try_get::<_, i64>("bytes")?.unsigned_abs(),
            column: if is_there { Some(Column::of(row)?) } else { None },
            percent: row.try_get("percent")?,
        }))
    }

    /// Returns true if `expression` counts as the export does; `None` if that cannot be tested.
    pub(super) async fn agrees(
        &self,
        transaction: &Transaction<'_>,
        expression: &str,
        data_type: &str,
    ) -> Result<Option<bool>, Failure> {
        let sql = self.filled(include_str!("../../../../sql/doctor/line_count_probes.sql"));
        let sql = sql.replace("{type}", data_type).replace("{expression}", expression);
        let row = attempt(transaction, async || one(transaction, &sql, &[]).await).await?;
        row.map(|row| row.try_get("agrees")).transpose().map_err(failed)
    }

    /// Compares some rows; `None` if this user may not read them.
    pub(super) async fn sample(&self, transaction: &Transaction<'_>) -> Result<Option<Sample>, Failure> {
        let sql = self.filled(include_str!("../../../../sql/doctor/line_count_sample.sql"));
        let sql = sql.replace("{percent}", &self.percent.to_string());
        let Some(row) = attempt(transaction, async || one(transaction, &sql, &[]).await).await? else {
            return Ok(None);
        };
        let number = |column| row.try_get::<_, i64>(column).map(i64::unsigned_abs).map_err(failed);
        Ok(Some(Sample { rows: number("rows")?, wrong: number("wrong")? }))
    }

    fn filled(&self, sql: &str) -> String {
        sql.replace("{computed}", COMPUTED.trim_end()).replace("{table}", &self.qualified)
    }
}

impl Column {
    fn of(row: &Row) -> Result<Self, tokio_postgres::Error> {
        let expression = || row.try_get("expression");
        Ok(Self {
            generation: match row.try_get("generated")? {
                "" => Generation::None,
                "s" => Generation::Stored { expression: expression()?, calls_others: row.try_get("calls_others")? },
                _ => Generation::Virtual { expression: expression()? },
            },
            data_type: row.try_get("type")?,
            dependents: row.try_get("dependents")?,
        })
    }
}

async fn set_search_path(transaction: &Transaction<'_>, path: &str) -> Result<(), Failure> {
    rows(transaction, "SELECT set_config('search_path', $1, true)", &[(&path, Type::TEXT)]).await.map(drop)
}
