//! Questions to a database about itself.

use tokio_postgres::Row;

use crate::database::DatabaseError;
use crate::failure::Failure;
use crate::reading::{Parameters, Reading};

const WHAT: &str = "the database's own tables";

/// All rows of a statement about the database itself.
pub(super) async fn rows(reading: &Reading<'_>, sql: &str, parameters: &Parameters<'_>) -> Result<Vec<Row>, Failure> {
    reading.rows(WHAT, sql, parameters).await
}

/// The row of a statement about the database itself that always has one.
pub(super) async fn one(reading: &Reading<'_>, sql: &str, parameters: &Parameters<'_>) -> Result<Row, Failure> {
    reading.one(WHAT, sql, parameters).await
}

/// Result of `work`; `None` if the server refuses, which does not end the transaction. Settings that `work` changes are
/// as before.
pub(super) async fn attempt<T>(
    reading: &Reading<'_>,
    work: impl AsyncFnOnce() -> Result<T, Failure>,
) -> Result<Option<T>, Failure> {
    rows(reading, "SAVEPOINT attempt", &[]).await?;
    let found = work().await.ok();
    rows(reading, "ROLLBACK TO SAVEPOINT attempt", &[]).await?;
    Ok(found)
}

/// The failure of such a statement.
pub(super) fn failed(error: tokio_postgres::Error) -> Failure {
    DatabaseError::query(WHAT, error).into()
}
