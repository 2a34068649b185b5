//! Reading of the catalogue's tables into records. Only columns that the records hold are read, so `code` is not.

use catalog_edge::model::{Impl, Records, Spec};
use tokio_postgres::Row;

use super::row::Cells;
use super::schema::LineCounts;
use super::select::{self, Form};
use crate::failure::Failure;
use crate::postgres::error::DatabaseError;
use crate::postgres::transaction::Transaction;
use crate::records::refusals::Refusals;
use crate::records::table::Table;
use crate::records::tables::{HAS_CODE, LINE_COUNT, UPDATED_AT};
use crate::terminal::progress::Progress;

/// Reads all records in one transaction, `with_code` also if a row has code. All cells that cannot be used are refused
/// together.
pub(crate) async fn read(
    transaction: &Transaction<'_>,
    line_counts: LineCounts,
    with_code: bool,
    progress: &Progress,
) -> Result<Records, Failure> {
    let mut impls = Vec::new();
    let records = read_into(transaction, line_counts, with_code, progress, |record| impls.push(record)).await?;
    Ok(records.map_impls(|()| impls))
}

/// Does the same, but passes each implementation to `take` as it arrives, and returns the other records.
pub(crate) async fn read_into(
    transaction: &Transaction<'_>,
    line_counts: LineCounts,
    with_code: bool,
    progress: &Progress,
    take: impl FnMut(Impl),
) -> Result<Records<()>, Failure> {
    let mut reader = Reader { transaction, progress, refusals: Refusals::default() };
    let records = Records {
        languages: reader.list().await?,
        libraries: reader.list().await?,
        specs: reader.list().await?,
        impls: reader.rows(&computed(line_counts, with_code), take).await?,
        changed: reader.changed().await?,
        source: concat!("catalog-builder ", env!("CARGO_PKG_VERSION"), ", PostgreSQL").into(),
    };
    reader.refusals.into_result()?;
    Ok(records)
}

struct Reader<'a> {
    transaction: &'a Transaction<'a>,
    progress: &'a Progress,
    refusals: Refusals,
}

impl Reader<'_> {
    /// Reads all rows of a table.
    async fn list<R: Table>(&mut self) -> Result<Vec<R>, Failure> {
        let mut records = Vec::new();
        self.rows(&[], |record| records.push(record)).await?;
        Ok(records)
    }

    /// Passes all rows of a table to `take`. Columns that are `computed` have an expression of their own.
    async fn rows<R: Table>(&mut self, computed: &[(&str, String)], mut take: impl FnMut(R)) -> Result<(), Failure> {
        self.progress.table(R::NAME);
        let read = |row: Row| {
            match Cells::of::<R>(&row).record() {
                Ok(record) => take(record),
                Err(refusal) => self.refusals.add(refusal),
            }
            self.progress.row();
            Ok(())
        };
        self.transaction.for_each(R::NAME, &select::all_rows::<R>(computed), &[], read).await
    }

    /// Reads the time of the newest change. Times that have no RFC 3339 form are refused, because the result would be
    /// wrong.
    async fn changed(&mut self) -> Result<Option<String>, Failure> {
        const WHAT: &str = "updated_at of specs and impls";
        let failed = |error| DatabaseError::query(WHAT, error);
        let newest = self.transaction.one(WHAT, include_str!("../../sql/changed.sql"), &[]).await?;
        if newest.try_get("has_form").map_err(failed)? {
            return Ok(newest.try_get("changed").map_err(failed)?);
        }
        let sql = include_str!("../../sql/changed_without_form.sql").replace("{time}", &Form::Time.of(UPDATED_AT));
        for row in self.transaction.rows(WHAT, &sql, &[]).await? {
            let table: &str = row.try_get("table_name").map_err(failed)?;
            let table = if table == Spec::NAME { Spec::NAME } else { Impl::NAME };
            if let Err(refusal) = Cells::with_key(table, &["key"], &row).time(UPDATED_AT) {
                self.refusals.add(refusal);
            }
        }
        Ok(None)
    }
}

/// Returns expressions for the columns of `impls` that are computed.
fn computed(line_counts: LineCounts, with_code: bool) -> [(&'static str, String); 2] {
    let stored = include_str!("../../sql/line_count_stored.sql").trim_end();
    let computed = include_str!("../../sql/line_count_computed.sql").trim_end();
    let line_count = match line_counts {
        LineCounts::Stored => stored.into(),
        LineCounts::Computed => computed.into(),
        LineCounts::StoredOrComputed => format!("coalesce({stored}, {computed})"),
    };
    let has_code = if with_code { include_str!("../../sql/has_code.sql").trim_end() } else { "false" };
    [(LINE_COUNT, line_count), (HAS_CODE, has_code.into())]
}
