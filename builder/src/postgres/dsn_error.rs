//! Errors of a connection string. None of them quotes a value.

use super::parameters;
use crate::failure::{ExitCode, Failure};

/// Error of a connection string, or of the environment variables that complete it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DsnError {
    #[error(
        "no database is given: set DATABASE_URL or --database-url to postgresql://user@host/database, or set PGHOST, \
         PGDATABASE and PGUSER"
    )]
    Empty,
    #[error("the database URL has the scheme '{0}': this exports from PostgreSQL, use postgresql://")]
    Scheme(String),
    #[error("the database URL has parameters without a value: write ?name=value&name=value, and '=' as %3D")]
    Parameter,
    #[error(
        "the connection string is not of the form name=value name=value: quote values that hold spaces ('...'), \
         or write a URL, postgresql://user@host/database"
    )]
    Pairs,
    #[error("{name} is not supported: {remove}{}", also(.instead))]
    Unsupported { name: String, remove: &'static str, instead: &'static str },
    #[error("{name} has an unsupported value: use {values}")]
    UnsupportedValue { name: String, values: String },
    #[error(
        "the connection string has an unknown parameter: those known are {}; quote values that hold spaces ('...'), or \
         percent-encode them in a URL",
        parameters::honoured()
    )]
    Unknown,
    #[error("connection parameter '{name}' is unknown: remove it; those known are {}", parameters::honoured())]
    UnknownName { name: String },
    #[error("connection parameter '{0}' is no number: give one")]
    Number(&'static str),
    #[error("connection parameter '{0}' is not UTF-8: correct it")]
    Encoding(&'static str),
    #[error("the connection string holds a NUL character: remove it")]
    Nul,
    #[error("the {name} is unknown: use {values}")]
    Choice { name: &'static str, values: String },
    #[error("the sslmode is unknown: use disable, prefer, require or verify-full")]
    SslMode,
    #[error("sslmode=verify-ca is not supported: use verify-full, which also verifies the host name")]
    VerifyCa,
    #[error("sslrootcert verifies nothing under this sslmode: add sslmode=verify-full, or remove sslrootcert")]
    RootsUnused,
    #[error("sslnegotiation=direct needs TLS: add sslmode=require or verify-full")]
    DirectNeedsTls,
    #[error("the database URL names no host: add one, or set PGHOST; host=/run/postgresql is a Unix socket")]
    NoHost,
    #[error(
        "the lists of host, hostaddr and port differ in length: give one of each for every host, or one port for all"
    )]
    ListLength,
    #[error(
        "the port is not a number from 1 to 65535: write postgresql://user:password@host:port/database, and special \
         characters of user and password percent-encoded"
    )]
    Port,
    #[error("hostaddr is no IP address: give one, or use host for a name")]
    HostAddress,
    #[error(
        "the database URL has more than one '@': write all but the one before the host as %40; user and password stand \
         once, before the first host"
    )]
    SecondAt,
    #[error(
        "the database URL has '?' and '=' before its '@': write '@' in a parameter as %40, and '?' in user or password \
         as %3F"
    )]
    AtInParameter,
    #[error(
        "the host in the connection string has a character that no host name has: in a URL, percent-encode special \
         characters of user, password and parameters (%40 for '@', %2F for '/')"
    )]
    HostName,
    #[error("the name of the database is itself a URL: give that URL alone")]
    UrlAsName,
    #[error("sslmode=verify-full needs a host name to verify: give host beside hostaddr")]
    NoNameToVerify,
    #[error("no user is given, and this process's user has no name: add one to the database URL, or set PGUSER")]
    NoUser,
}

fn also(instead: &str) -> String {
    if instead.is_empty() { String::new() } else { format!("; {instead}") }
}

impl From<DsnError> for Failure {
    fn from(error: DsnError) -> Self {
        Self::new(ExitCode::Usage, error)
    }
}
