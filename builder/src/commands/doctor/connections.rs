//! Connections: how many there are, and how many the pools of the service can ask for.

use serde::Serialize;

use super::finding::{Finding, Severity};
use super::settings::Settings;

/// The connection pools of the service, as SQLAlchemy calls their sizes.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Pool {
    pub(crate) pool_size: u32,
    pub(crate) max_overflow: u32,
    pub(crate) instances: u32,
}

/// Connections of the server, and those that the pools want.
#[derive(Debug, Serialize)]
pub(crate) struct Connections {
    max_connections: i64,
    /// For superusers and the like.
    reserved: i64,
    /// Those that this user can have in this database.
    available: i64,
    /// By all users of the server, this run among them.
    in_use: i64,
    pool: Option<Pool>,
    /// Those that the pools can take together.
    wanted: Option<i64>,
}

impl Connections {
    /// The connections that `settings` leave for `pool`.
    pub(super) fn of(settings: &Settings, pool: Option<Pool>) -> Self {
        let unlimited = settings.max_connections - settings.reserved;
        let limits = [settings.user_limit, settings.database_limit].into_iter().filter(|limit| *limit >= 0);
        let total = |pool: Pool| (i64::from(pool.pool_size) + i64::from(pool.max_overflow)) * i64::from(pool.instances);
        Self {
            max_connections: settings.max_connections,
            reserved: settings.reserved,
            available: limits.fold(unlimited, i64::min),
            in_use: settings.in_use,
            pool,
            wanted: pool.map(total),
        }
    }

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

    /// One line for people.
    pub(super) fn summary(&self) -> String {
        let Self { max_connections, reserved, available, in_use, .. } = self;
        let of_pools = self.wanted.map_or_else(String::new, |wanted| format!(", {wanted} by the pools at most"));
        format!("{available} of {max_connections} ({reserved} reserved), {in_use} in use now{of_pools}")
    }
}
