//! Which database to read: connection URLs and keyword/value strings, as libpq and SQLAlchemy write them.
//!
//! tokio-postgres parses all but the TLS policy, of which it knows neither `verify-full` nor `sslrootcert`: those are
//! taken out first.
//!
//! No message shows any part of a password. No error of this module quotes a value. A URL in which more than one `@` may
//! end the credentials is refused: the rest of a password would be taken for a host or a database, which are shown. The
//! user of a URL is not shown either, because a password may stand in its place.

mod parts;

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::failure::{ExitCode, Failure};
use parts::{KNOWN_LIST, scheme, split_pairs, split_url};

/// A database and how to reach it.
#[derive(Debug)]
pub(crate) struct Target {
    /// Everything but certificates; its `Debug` hides the password.
    pub(crate) config: Config,
    /// How the connection is encrypted and whom it trusts.
    pub(crate) tls: TlsPolicy,
}

/// libpq's `sslmode`, of the same meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TlsPolicy {
    /// Never encrypt. Also what a Unix socket gets.
    Disable,
    /// Encrypt where the server can, verify nothing.
    Prefer,
    /// Encrypt or fail, verify nothing.
    Require,
    /// Encrypt, verify the certificate's chain and its host name.
    VerifyFull(Roots),
}

/// Certificate authorities to trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// Those of the operating system.
    System,
    /// Those in a PEM file.
    File(PathBuf),
}

/// Why a connection string cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DsnError {
    #[error("the database URL is empty: set DATABASE_URL or --database-url to postgresql://user@host/database")]
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
    #[error("connection parameter '{0}' is not supported: remove it")]
    Unsupported(&'static str),
    #[error(
        "the connection string has an unknown parameter: those known are {KNOWN_LIST}; \
         quote values that hold spaces ('...'), or percent-encode them in a URL"
    )]
    Unknown,
    #[error("the sslmode is unknown: use disable, prefer, require or verify-full")]
    SslMode,
    #[error("sslmode=verify-ca is not supported: use verify-full, which also verifies the host name")]
    VerifyCa,
    #[error("sslrootcert verifies nothing under this sslmode: add sslmode=verify-full, or remove sslrootcert")]
    RootsUnused,
    #[error("the database URL names no host: add one, or host=/run/postgresql for a Unix socket")]
    NoHost,
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
    #[error("the connection string is not valid: write postgresql://user:password@host:port/database?sslmode=prefer")]
    Invalid(#[source] tokio_postgres::Error),
}

impl From<DsnError> for Failure {
    fn from(error: DsnError) -> Self {
        Self::new(ExitCode::Usage, error)
    }
}

impl Target {
    /// Reads a URL (`postgres://`, `postgresql://`, SQLAlchemy's `postgresql+asyncpg://`) or a keyword/value string.
    pub(crate) fn parse(text: &str) -> Result<Self, DsnError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DsnError::Empty);
        }
        let mut parts = match scheme(text) {
            Some((scheme, rest)) => match scheme.split('+').next() {
                Some("postgres" | "postgresql") => split_url(rest)?,
                _ => return Err(DsnError::Scheme(scheme.into())),
            },
            None => split_pairs(text)?,
        };
        let mut config: Config = parts.rest.parse().map_err(DsnError::Invalid)?;
        let is_host_name = |host: &Host| matches!(host, Host::Tcp(_));
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(DsnError::NoHost);
        }
        if config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(name) if !can_be_host(name))) {
            return Err(DsnError::HostName);
        }
        if config.get_dbname().is_some_and(|name| name.contains("://")) {
            return Err(DsnError::UrlAsName);
        }
        let mut tls = policy(parts.sslmode.take().as_deref(), parts.sslrootcert.take())?;
        let is_local = config.get_hostaddrs().is_empty() && !config.get_hosts().iter().any(is_host_name);
        if is_local {
            // There is nobody in between, and PostgreSQL speaks no TLS there.
            tls = TlsPolicy::Disable;
        } else if matches!(tls, TlsPolicy::VerifyFull(_)) && config.get_hosts().is_empty() {
            return Err(DsnError::NoNameToVerify);
        }
        config.ssl_mode(match tls {
            TlsPolicy::Disable => SslMode::Disable,
            TlsPolicy::Prefer => SslMode::Prefer,
            TlsPolicy::Require | TlsPolicy::VerifyFull(_) => SslMode::Require,
        });
        if config.get_application_name().is_none() {
            config.application_name(env!("CARGO_PKG_NAME"));
        }
        Ok(Self { config, tls })
    }
}

impl Target {
    /// True if the user is a plain name. Any other may hold a password, as in `user%3Apassword@`.
    pub(crate) fn has_plain_user(&self) -> bool {
        let user = self.config.get_user().unwrap_or_default();
        user.chars().all(|c| c.is_alphanumeric() || "-._$@".contains(c))
    }

    /// `host:port`, of every host there is.
    pub(crate) fn address(&self) -> String {
        let config = &self.config;
        let hosts = config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) if name.contains(':') => Cow::from(format!("[{name}]")),
            Host::Tcp(name) => Cow::from(name),
            Host::Unix(folder) => folder.to_string_lossy(),
        });
        let addresses = config.get_hostaddrs().iter().map(|address| Cow::from(address.to_string()));
        let names: Vec<_> = if config.get_hosts().is_empty() { addresses.collect() } else { hosts.collect() };
        let ports = config.get_ports();
        let port = |at| ports.get(at).or(ports.first()).copied().unwrap_or(5432);
        let places = names.iter().enumerate().map(|(at, name)| format!("{name}:{}", port(at)));
        places.collect::<Vec<_>>().join(", ")
    }
}

/// `host:port, database 'x'`: enough to see where a run went, and no secret.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address())?;
        if let Some(database) = self.config.get_dbname() {
            write!(f, ", database '{database}'")?;
        }
        Ok(())
    }
}

/// True for addresses, and for names of letters, digits, `-`, `.` and `_`.
fn can_be_host(name: &str) -> bool {
    let (address, zone) = name.split_once('%').unwrap_or((name, ""));
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || "-._".contains(c));
    is_name(name) || (address.parse::<IpAddr>().is_ok() && is_name(zone))
}

fn policy(sslmode: Option<&str>, sslrootcert: Option<String>) -> Result<TlsPolicy, DsnError> {
    let policy = match sslmode {
        Some("disable") => TlsPolicy::Disable,
        None | Some("prefer") => TlsPolicy::Prefer,
        Some("require") => TlsPolicy::Require,
        Some("verify-ca") => return Err(DsnError::VerifyCa),
        Some("verify-full") => {
            return Ok(TlsPolicy::VerifyFull(match sslrootcert {
                Some(file) if file != "system" => Roots::File(file.into()),
                _ => Roots::System,
            }));
        }
        Some(_) => return Err(DsnError::SslMode),
    };
    // libpq would verify the chain here. To encrypt without verifying although roots were given is what nobody means.
    if sslrootcert.is_some() { Err(DsnError::RootsUnused) } else { Ok(policy) }
}

#[cfg(test)]
mod tests;
