//! Connections: the number that is available, and the number that the pools of the service can request.

use serde::Serialize;

use super::finding::{Finding, Severity};
use super::settings::Settings;
use crate::terminal::format::grouped;

/// Connection pools of the service. The fields have SQLAlchemy's names.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Pool {
    pub(crate) pool_size: u32,
    pub(crate) max_overflow: u32,
    pub(crate) instances: u32,
}

/// Connections of the server, and those that the pools can request.
#[derive(Debug, Serialize)]
pub(crate) struct Connections {
    max_connections: i64,
    /// Reserved for superusers and similar roles.
    reserved: i64,
    /// Available to this user in this database.
    available: i64,
    /// Used by all users of the server, including this run.
    in_use: i64,
    pool: Option<Pool>,
    /// Most connections that all pools together can request.
    wanted: Option<i64>,
}

impl Connections {
    /// Computes the connections that `settings` leave for `pool`.
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

    /// Returns a finding if the pools can request more connections than are available.
    pub(super) fn finding(&self) -> Option<Finding> {
        let (pool, wanted) = (self.pool?, self.wanted?);
        let Pool { pool_size, max_overflow, instances } = pool;
        (wanted > self.available).then(|| Finding {
            severity: Severity::Warning,
            check: "connections",
            subject: "max_connections".into(),
            problem: format!(
                "the pools can request {} connections, but {} are available",
                shown(wanted),
                shown(self.available)
            ),
            evidence: format!(
                "{} instances x (pool_size {} + max_overflow {}); max_connections {}, of which {} are reserved; limits of \
                 user and database included",
                shown(instances),
                shown(pool_size),
                shown(max_overflow),
                shown(self.max_connections),
                shown(self.reserved)
            ),
            remedy: "make the pools smaller, run fewer instances, put a pooler in between, or raise max_connections \
                     (ALTER SYSTEM SET max_connections = ..., then a restart)"
                .into(),
            mend: None,
        })
    }

    /// Returns one line of text.
    pub(super) fn summary(&self) -> String {
        let [max_connections, reserved, available, in_use] =
            [self.max_connections, self.reserved, self.available, self.in_use].map(shown);
        let of_pools =
            self.wanted.map_or_else(String::new, |wanted| format!(", {} by the pools at most", shown(wanted)));
        format!("{available} of {max_connections} ({reserved} reserved), {in_use} in use now{of_pools}")
    }
}

/// Writes a number that is not negative.
fn shown(number: impl Into<i64>) -> String {
    grouped(number.into().unsigned_abs())
}
