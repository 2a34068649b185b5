//! Settings of the server: time limits, and how many connections it takes.

use super::finding::{Finding, Severity};
use super::{failed, one};
use crate::failure::Failure;
use crate::reading::Reading;
use serde::Serialize;

/// Time limits in milliseconds, 0 for none, and limits of connections, -1 for none.
#[derive(Debug)]
pub(super) struct Settings {
    user: String,
    /// Names and values.
    timeouts: [(&'static str, i64); 3],
    max_connections: i64,
    reserved: i64,
    user_limit: i64,
    database_limit: i64,
    in_use: i64,
}

/// The connection pools of the service, as SQLAlchemy calls their sizes.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Pool {
    pub(crate) pool_size: u32,
    pub(crate) max_overflow: u32,
    pub(crate) instances: u32,
}

/// How many connections there are for whom.
#[derive(Debug, Serialize)]
pub(crate) struct Connections {
    max_connections: i64,
    /// For superusers and the like.
    reserved: i64,
    /// What this user can have of them in this database.
    available: i64,
    /// By all users of the server, this run among them.
    in_use: i64,
    pool: Option<Pool>,
    /// What the pools can take together.
    wanted: Option<i64>,
}

impl Settings {
    pub(super) async fn read(reading: &Reading<'_>) -> Result<Self, Failure> {
        let sql = include_str!("../../sql/doctor/settings.sql");
        let row = one(reading, sql).await?;
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

    /// Time limits that are not set. What they are to be is for people to say.
    pub(super) fn findings(&self) -> impl Iterator<Item = Finding> {
        self.timeouts.iter().filter(|(_, milliseconds)| *milliseconds == 0).map(|(setting, _)| {
            let (waits, value) = match *setting {
                "statement_timeout" => ("a statement that never ends", "30s"),
                "lock_timeout" => ("a statement that waits for a lock", "5s"),
                _ => ("a transaction that is never ended", "60s"),
            };
            Finding {
                severity: Severity::Advice,
                check: "timeout",
                subject: (*setting).into(),
                problem: format!("is not set: {waits} keeps its connection for ever, and its pool runs dry"),
                evidence: format!("0 for user {} in this database", self.user),
                remedy: format!("for the user of the service: ALTER ROLE {} SET {setting} = '{value}'", self.user),
                mend: None,
            }
        })
    }

    pub(super) fn connections(&self, pool: Option<Pool>) -> Connections {
        let unlimited = self.max_connections - self.reserved;
        let limits = [self.user_limit, self.database_limit].into_iter().filter(|limit| *limit >= 0);
        let total = |pool: Pool| (i64::from(pool.pool_size) + i64::from(pool.max_overflow)) * i64::from(pool.instances);
        Connections {
            max_connections: self.max_connections,
            reserved: self.reserved,
            available: limits.fold(unlimited, i64::min),
            in_use: self.in_use,
            pool,
            wanted: pool.map(total),
        }
    }
}

impl Connections {
    /// That the pools can ask for more than there is.
    pub(super) fn finding(&self) -> Option<Finding> {
        let (pool, wanted) = (self.pool?, self.wanted?);
        let Pool { pool_size, max_overflow, instances } = pool;
        (wanted > self.available).then(|| Finding {
            severity: Severity::Warning,
            check: "connections",
            subject: "max_connections".into(),
            problem: format!("the pools can ask for {wanted} connections where {} are to be had", self.available),
            evidence: format!(
                "{instances} instances x (pool_size {pool_size} + max_overflow {max_overflow}); max_connections {}, of \
                 which {} are reserved; limits of user and database counted in",
                self.max_connections, self.reserved
            ),
            remedy: "make the pools smaller, run fewer instances, put a pooler in between, or raise max_connections \
                     (ALTER SYSTEM SET max_connections = ..., then a restart)"
                .into(),
            mend: None,
        })
    }
}

impl Connections {
    /// One line for people.
    pub(super) fn summary(&self) -> String {
        let Self { max_connections, reserved, available, in_use, .. } = self;
        let of_pools = self.wanted.map_or_else(String::new, |wanted| format!(", {wanted} by the pools at most"));
        format!("{available} of {max_connections} ({reserved} reserved), {in_use} in use now{of_pools}")
    }
}
