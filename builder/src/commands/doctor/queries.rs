//! Queries of system catalogues.

use tokio_postgres::Row;

use crate::failure::Failure;
use crate::postgres::error::DatabaseError;
use crate::postgres::transaction::{Parameters, Transaction};

const WHAT: &str = "the database's own tables";

/// Returns all rows of a query.
pub(super) async fn rows(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: &Parameters<'_>,
) -> Result<Vec<Row>, Failure> {
    transaction.rows(WHAT, sql, parameters).await
}

/// Returns the row of a query that always has one.
pub(super) async fn one(transaction: &Transaction<'_>, sql: &str, parameters: &Parameters<'_>) -> Result<Row, Failure> {
    transaction.one(WHAT, sql, parameters).await
}

/// Does `work`; returns `None` if the server refuses it. This does not end the transaction, and settings that `work`
/// changes are reset.
pub(super) async fn attempt<T>(
    transaction: &Transaction<'_>,
    work: impl AsyncFnOnce() -> Result<T, Failure>,
) -> Result<Option<T>, Failure> {
    rows(transaction, "SAVEPOINT attempt", &[]).await?;
    let found = work().await.ok();
    rows(transaction, "ROLLBACK TO SAVEPOINT attempt", &[]).await?;
    Ok(found)
}

/// Returns the failure of a query.
pub(super) fn failed(error: tokio_postgres::Error) -> Failure {
    DatabaseError::query(WHAT, error).into()
}
