//! Reasons why a statement failed, each with its remedy.

use tokio_postgres::Error;
use tokio_postgres::error::DbError;

/// Reason why a statement failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum QueryProblem {
    #[error(
        "the user lacks permission, or a row security policy hides rows: GRANT SELECT, and BYPASSRLS with policies"
    )]
    NoPermission,
    #[error("the table stayed locked: try again when the migration is over, or raise --lock-timeout")]
    LockTimeout,
    #[error("the statement was cancelled, most likely by its time limit: raise --statement-timeout")]
    StatementTimeout,
    #[error(
        "the transaction did nothing for longer than idle_in_transaction_session_timeout (idle_transaction_timeout of a \
         pooler) allows: raise it for this user"
    )]
    IdleInTransaction,
    #[error(
        "the transaction took longer than transaction_timeout allows: raise it for this user (ALTER ROLE ... SET \
         transaction_timeout)"
    )]
    TransactionTimeout,
    #[error(
        "the pooler runs in statement mode, which has no transactions: use its session or transaction mode, or connect to \
         the server itself"
    )]
    StatementPooling,
    #[error("the pooler got no connection to its server in time: see the pooler's log, then try again")]
    PoolerServer,
    #[error("the pooler's query_timeout ended the statement: raise it, or connect to the server itself")]
    PoolerTimeout,
    #[error("the schema changed during the export: try again")]
    SchemaChanged,
    #[error("the connection was lost: see the server's log, then try again")]
    ConnectionLost,
    #[error("the standby had to discard rows still being read: try again, or read from the primary")]
    StandbyConflict,
    #[error("a value has no usable form: the server names it below; correct the row")]
    BadData,
    #[error("the server refused: see its reason below")]
    Refused,
}

impl QueryProblem {
    /// Returns the reason for `error`.
    pub(super) fn of(error: &Error) -> Self {
        let Some(error) = error.as_db_error() else {
            return Self::ConnectionLost;
        };
        match error.code().code() {
            "42501" => Self::NoPermission,
            "55P03" => Self::LockTimeout,
            "57014" => Self::StatementTimeout,
            "25P03" => Self::IdleInTransaction,
            "25P04" => Self::TransactionTimeout,
            "42P01" | "42703" | "0A000" => Self::SchemaChanged,
            "40001" => Self::StandbyConflict,
            code if code.starts_with("57P") => Self::ConnectionLost,
            code if code.starts_with("22") => Self::BadData,
            _ => Self::of_pooler(error),
        }
    }

    /// PgBouncer has one code for all and always the same words. It does not name a routine, as PostgreSQL does.
    fn of_pooler(error: &DbError) -> Self {
        let words = [
            ("statement pooling mode", Self::StatementPooling),
            ("idle transaction timeout", Self::IdleInTransaction),
            ("idle_transaction_timeout", Self::IdleInTransaction),
            ("transaction timeout", Self::TransactionTimeout),
            ("transaction_timeout", Self::TransactionTimeout),
            ("query_wait_timeout", Self::PoolerServer),
            ("server_login_retry", Self::PoolerServer),
            ("server down", Self::PoolerServer),
            ("cannot connect", Self::PoolerServer),
            ("connect failed", Self::PoolerServer),
            ("query timeout", Self::PoolerTimeout),
            ("query_timeout", Self::PoolerTimeout),
            ("shutting down", Self::ConnectionLost),
            ("server conn crashed", Self::ConnectionLost),
        ];
        let found = words.into_iter().find(|(words, _)| error.message().contains(words));
        found.filter(|_| error.routine().is_none()).map_or(Self::Refused, |(_, problem)| problem)
    }
}
