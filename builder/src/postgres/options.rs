//! Options of every command that reads a database.

use std::time::Duration;

use clap::Args;

use crate::numbers::seconds;

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
        help_heading = "Connection",
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
#[command(next_help_heading = "Limits")]
pub(crate) struct Limits {
    /// Seconds to wait for a connection, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds, allow_hyphen_values = true)]
    pub(crate) connect_timeout: Duration,
    /// Seconds to wait for a table that a migration holds locked, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds, allow_hyphen_values = true)]
    pub(crate) lock_timeout: Duration,
    /// Seconds one statement may take, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, allow_hyphen_values = true)]
    pub(crate) statement_timeout: Duration,
    /// Seconds all reading and writing may take, 0.001 to 86400
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds, allow_hyphen_values = true)]
    pub(crate) timeout: Duration,
}
