//! Options of every command that reads a database.

use std::time::Duration;

use clap::Args;

/// Database to read, and limits of every wait for it.
#[derive(Args, Debug)]
pub(crate) struct DatabaseOptions {
    /// postgresql://user:password@host/database?sslmode=verify-full, or "host=/run/postgresql dbname=..."
    ///
    /// sslmode is disable, prefer (default), require (encrypts, verifies nothing) or verify-full (verifies certificate
    /// and host name, against sslrootcert=FILE or the system's roots). The environment keeps a password out of the
    /// process list: prefer DATABASE_URL to this option.
    ///
    /// What the string lacks comes from PGHOST, PGHOSTADDR, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGPASSFILE (or
    /// ~/.pgpass), PGSSLMODE, PGSSLROOTCERT, PGSSLNEGOTIATION, PGCHANNELBINDING, PGTARGETSESSIONATTRS,
    /// PGLOADBALANCEHOSTS, PGCONNECT_TIMEOUT, PGOPTIONS and PGAPPNAME, as in every program of libpq. If PGHOST is set,
    /// no string is needed. Other variables of libpq are refused or cause a warning.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) database_url: String,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// Limits of every wait.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Seconds to wait for a connection
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) connect_timeout: Duration,
    /// Seconds to wait for a table that a migration holds locked
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) lock_timeout: Duration,
    /// Seconds one statement may take
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub(crate) statement_timeout: Duration,
    /// Seconds all reading and writing may take
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

/// Reads a number of seconds.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let shortest = Duration::from_millis(1);
    let longest = Duration::from_secs(24 * 60 * 60);
    text.parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|duration| (shortest..=longest).contains(duration))
        .ok_or_else(|| "give a number of seconds from 0.001 to 86400".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_positive_and_at_most_a_day() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["0", "-1", "1e9", "NaN", "soon", ""] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
