//! Which database to read: connection URLs and keyword/value strings, as libpq and SQLAlchemy write them.
//!
//! tokio-postgres parses all but the TLS policy, of which it knows neither `verify-full` nor `sslrootcert`: those are
//! taken out first. No error of this module quotes a value, so that none can show a password.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

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
    #[error("the host in the database URL has an '@': write that character of user or password as %40")]
    AtInHost,
    #[error("sslmode=verify-full needs a host name to verify: give host beside hostaddr")]
    NoNameToVerify,
    #[error("the connection string is not valid: write postgresql://user:password@host:port/database?sslmode=prefer")]
    Invalid(#[source] tokio_postgres::Error),
}

/// Parameters that tokio-postgres understands.
const KNOWN: [&str; 18] = [
    "user",
    "password",
    "dbname",
    "host",
    "hostaddr",
    "port",
    "options",
    "application_name",
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "target_session_attrs",
    "channel_binding",
    "load_balance_hosts",
    "sslnegotiation",
];
const KNOWN_LIST: &str = "user, password, dbname, host, hostaddr, port, options, application_name, connect_timeout, \
    tcp_user_timeout, keepalives[_idle|_interval|_retries], target_session_attrs, channel_binding, \
    load_balance_hosts, sslnegotiation, sslmode and sslrootcert";

/// Parameters of libpq that nothing here honours. Only these are named in an error: an unknown word may be the rest
/// of a password with an unquoted space.
const UNSUPPORTED: [&str; 14] = [
    "service",
    "passfile",
    "require_auth",
    "client_encoding",
    "keepalives_count",
    "sslcert",
    "sslkey",
    "sslpassword",
    "sslcrl",
    "sslcrldir",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "gssencmode",
    "krbsrvname",
];

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
        if config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(name) if name.contains('@'))) {
            return Err(DsnError::AtInHost);
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

/// `host:port, database 'x', user 'y'`: enough to see where a run went, and no secret.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address())?;
        if let Some(database) = self.config.get_dbname() {
            write!(f, ", database '{database}'")?;
        }
        if let Some(user) = self.config.get_user() {
            write!(f, ", user '{user}'")?;
        }
        Ok(())
    }
}

/// A connection string without its TLS policy.
struct Parts {
    rest: String,
    sslmode: Option<String>,
    sslrootcert: Option<String>,
}

impl Parts {
    /// Takes the parameter if it is about TLS; says whether it is for tokio-postgres instead.
    fn take(&mut self, name: &str, value: Cow<'_, str>) -> Result<bool, DsnError> {
        match name {
            // asyncpg's URLs say `ssl` where libpq's say `sslmode`, with the same values.
            "sslmode" | "ssl" => self.sslmode = Some(value.into_owned()),
            "sslrootcert" => self.sslrootcert = Some(value.into_owned()),
            _ if KNOWN.contains(&name) => return Ok(true),
            _ => {
                let unsupported = UNSUPPORTED.into_iter().find(|known| *known == name);
                return Err(unsupported.map_or(DsnError::Unknown, DsnError::Unsupported));
            }
        }
        Ok(false)
    }
}

/// The scheme and what follows it; `None` for a keyword/value string, whose values may hold `://` too.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some((scheme, rest))
}

fn split_url(url: &str) -> Result<Parts, DsnError> {
    // A password may hold a raw '?'; like tokio-postgres, take the first '@' as the end of the credentials.
    let authority = url.find('@').map_or(0, |at| at + 1);
    let (head, query) = match url[authority..].find('?') {
        Some(at) => (&url[..authority + at], &url[authority + at + 1..]),
        None => (url, ""),
    };
    let mut parts = Parts { rest: format!("postgresql://{head}"), sslmode: None, sslrootcert: None };
    let mut separator = '?';
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').ok_or(DsnError::Parameter)?;
        if parts.take(name, percent_decode_str(value).decode_utf8_lossy())? {
            parts.rest.push(separator);
            parts.rest.push_str(parameter);
            separator = '&';
        }
    }
    Ok(parts)
}

fn split_pairs(mut text: &str) -> Result<Parts, DsnError> {
    let mut parts = Parts { rest: String::new(), sslmode: None, sslrootcert: None };
    while !text.is_empty() {
        let (name, after) = text.split_once('=').ok_or(DsnError::Pairs)?;
        let (value, rest) = pair_value(after.trim_start()).ok_or(DsnError::Pairs)?;
        let name = name.trim_end();
        if parts.take(name, Cow::from(&value))? {
            let quoted = value.replace('\\', "\\\\").replace('\'', "\\'");
            parts.rest.push_str(&format!("{name}='{quoted}' "));
        }
        text = rest.trim_start();
    }
    Ok(parts)
}

/// The value at the start of `text`, quoted or up to white space, without its escapes; and what follows.
fn pair_value(text: &str) -> Option<(String, &str)> {
    let quoted = text.strip_prefix('\'');
    let body = quoted.unwrap_or(text);
    let mut value = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            '\'' if quoted.is_some() => return Some((value, &body[at + 1..])),
            c if c.is_whitespace() && quoted.is_none() => return Some((value, &body[at..])),
            c => value.push(c),
        }
    }
    quoted.is_none().then_some((value, ""))
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
#[path = "dsn/tests.rs"]
mod tests;
