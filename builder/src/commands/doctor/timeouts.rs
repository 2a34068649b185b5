//! Time limits that are not set.

use super::finding::{Finding, Severity};
use super::settings::Settings;

/// Returns advice for each time limit that is not set. People must choose the values.
pub(super) fn findings(settings: &Settings) -> impl Iterator<Item = Finding> {
    let Settings { user, timeouts, .. } = settings;
    timeouts.iter().filter(|(_, milliseconds)| *milliseconds == 0).map(move |(setting, _)| {
        let (waits, value) = match *setting {
            "statement_timeout" => ("a statement that never ends", "30s"),
            "lock_timeout" => ("a statement that waits for a lock", "5s"),
            _ => ("a transaction that is never ended", "60s"),
        };
        Finding {
            severity: Severity::Advice,
            check: "timeout",
            subject: (*setting).into(),
            problem: format!("is not set: {waits} holds its connection for ever, until its pool is exhausted"),
            evidence: format!("0 for user {user} in this database"),
            remedy: format!("for the user of the service: ALTER ROLE {user} SET {setting} = '{value}'"),
            mend: None,
        }
    })
}
