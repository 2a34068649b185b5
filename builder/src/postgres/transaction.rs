//! A read-only transaction: its statements, and their cost for the database.

use std::cell::Cell;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use serde::Serialize;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use super::connect::Ending;
use super::error::DatabaseError;
use crate::failure::Failure;
use crate::terminal::format::seconds;

/// A read-only transaction.
pub(crate) struct Transaction<'t> {
    transaction: tokio_postgres::Transaction<'t>,
    ending: Ending,
    cost: Cell<Cost>,
    /// True while the server executes a statement, also if nobody waits for it any more.
    is_running: &'t Cell<bool>,
}

/// Cost of a run for the database.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Number of statements, with those that begin and end the transaction.
    pub(crate) statements: u64,
    pub(crate) rows: u64,
    /// Bytes of those rows in the protocol, without encryption.
    pub(crate) bytes: u64,
    /// Time that the run spent waiting for replies.
    pub(crate) waited: Duration,
}

impl Serialize for Cost {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Object {
            statements: u64,
            rows: u64,
            bytes: u64,
            seconds: f64,
        }
        let Self { statements, rows, bytes, waited } = *self;
        Object { statements, rows, bytes, seconds: seconds(waited) }.serialize(serializer)
    }
}

/// Values for `$1`, `$2` and so on. Their types are given, because asking the server for them costs a round trip.
pub(crate) type Parameters<'p> = [(&'p (dyn ToSql + Sync), Type)];

impl<'t> Transaction<'t> {
    /// Reads in `transaction`, which has just begun.
    pub(super) fn new(
        transaction: tokio_postgres::Transaction<'t>,
        ending: Ending,
        is_running: &'t Cell<bool>,
    ) -> Self {
        let cost = Cost { statements: 1, rows: 0, bytes: 0, waited: Duration::ZERO };
        Self { transaction, ending, cost: Cell::new(cost), is_running }
    }

    /// Passes every row of a statement to `visit` as it arrives. `what` names the data for people.
    pub(crate) async fn for_each(
        &self,
        what: &'static str,
        sql: &str,
        parameters: &Parameters<'_>,
        mut visit: impl FnMut(Row) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let failed = |error| {
            self.is_running.set(false);
            DatabaseError::query(what, self.ending.reason(error))
        };
        let parameters = parameters.iter().map(|(value, of_type)| (*value, of_type.clone()));
        let asked = Instant::now();
        self.is_running.set(true);
        let rows = self.transaction.query_typed_raw(sql, parameters).await.map_err(failed)?;
        self.count(|cost| cost.statements += 1, asked);
        let mut rows = pin!(rows);
        loop {
            let asked = Instant::now();
            let row = rows.try_next().await.map_err(failed)?;
            let Some(row) = row else {
                self.is_running.set(false);
                self.count(|_| {}, asked);
                return Ok(());
            };
            // Before the values, a message has its type, its length and the number of columns.
            let bytes = row.raw_size_bytes() as u64 + 7;
            let counted = |cost: &mut Cost| (cost.rows, cost.bytes) = (cost.rows + 1, cost.bytes + bytes);
            self.count(counted, asked);
            visit(row)?;
        }
    }

    /// Returns all rows of a statement.
    pub(crate) async fn rows(
        &self,
        what: &'static str,
        sql: &str,
        parameters: &Parameters<'_>,
    ) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        let keep = |row| {
            rows.push(row);
            Ok(())
        };
        self.for_each(what, sql, parameters, keep).await?;
        Ok(rows)
    }

    /// Returns the row of a statement that always has one.
    pub(crate) async fn one(&self, what: &'static str, sql: &str, parameters: &Parameters<'_>) -> Result<Row, Failure> {
        let mut rows = self.rows(what, sql, parameters).await?;
        rows.pop().ok_or_else(|| DatabaseError::NoAnswer(what).into())
    }

    /// Returns the cost so far, with the end of the transaction.
    pub(crate) fn cost(&self) -> Cost {
        let cost = self.cost.get();
        Cost { statements: cost.statements + 1, ..cost }
    }

    /// Ends the transaction.
    pub(crate) async fn end(self) -> Result<(), DatabaseError> {
        let Self { transaction, ending, .. } = self;
        let failed = |error| DatabaseError::query("the database to the end", ending.reason(error));
        transaction.commit().await.map_err(failed)
    }

    fn count(&self, what: impl FnOnce(&mut Cost), asked: Instant) {
        let mut cost = self.cost.get();
        what(&mut cost);
        cost.waited += asked.elapsed();
        self.cost.set(cost);
    }
}
