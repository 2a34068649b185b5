//! Settings of the server, for this user in this database.

use super::queries::{failed, one};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;

/// Time limits in milliseconds, 0 for none, and limits of connections, -1 for none.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) user: String,
    /// Names and values.
    pub(super) timeouts: [(&'static str, i64); 3],
    pub(super) max_connections: i64,
    /// Connections that are reserved for superusers and similar roles.
    pub(super) reserved: i64,
    pub(super) user_limit: i64,
    pub(super) database_limit: i64,
    /// Connections of all users of the server, including this run's.
    pub(super) in_use: i64,
}

impl Settings {
    pub(super) async fn read(transaction: &Transaction<'_>) -> Result<Self, Failure> {
        let sql = include_str!("../../../sql/doctor/settings.sql");
        let row = one(transaction, sql, &[]).await?;
        let get = |column: &str| row.try_get::<_, i64>(column).map_err(failed);
        Ok(Self {
            user: row.try_get("user").map_err(failed)?,
            timeouts: [
                ("statement_timeout", get("statement_timeout")?),
                ("lock_timeout", get("lock_timeout")?),
                ("idle_in_transaction_session_timeout", get("idle_in_transaction_session_timeout")?),
            ],
            max_connections: get("max_connections")?,
            reserved: get("reserved")?,
            user_limit: get("user_limit")?,
            database_limit: get("database_limit")?,
            in_use: get("in_use")?,
        })
    }
}
