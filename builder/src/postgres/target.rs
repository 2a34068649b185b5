//! A database and the way to it: servers, user, encryption, and which of several servers to take.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{ChannelBinding, SslNegotiation};

use super::dsn;
use super::dsn_error::DsnError;
use super::hosts::{self, Host, Place};
use super::options::DatabaseOptions;
use super::passfile::Passfile;
use super::session_kind::SessionKind;
use super::settings::{Environment, Settings};
use super::tls::{Roots, TlsPolicy};

/// A database and how to reach it.
#[derive(Debug)]
pub(crate) struct Target {
    /// Servers, in the order in which they are tried.
    pub(super) hosts: Vec<Host>,
    /// True if the servers are tried in a random order.
    pub(super) is_shuffled: bool,
    /// Everything but servers and encryption. Its `Debug` hides the password.
    pub(super) config: Config,
    /// Encryption of connections by TCP. A Unix socket has none.
    pub(super) tls: TlsPolicy,
    /// Kind of session that is wanted.
    pub(super) session_kind: SessionKind,
    /// Longest wait for one of the servers.
    pub(super) host_timeout: Option<Duration>,
    /// Passwords, if none was given.
    passfile: Option<Passfile>,
    /// Warnings about parameters that have no effect.
    pub(super) warnings: Vec<String>,
}

impl Target {
    /// Reads the connection string of the options, and libpq's environment variables for what it lacks.
    pub(crate) fn of(options: &DatabaseOptions) -> Result<Self, DsnError> {
        Self::resolve(&options.database_url, &|name| match (std::env::var_os(name), name) {
            (None, "HOME") => std::env::home_dir().map(OsString::from),
            (value, _) => value,
        })
    }

    fn resolve(text: &str, environment: Environment<'_>) -> Result<Self, DsnError> {
        let text = text.trim();
        let mut settings = if text.is_empty() { Settings::default() } else { dsn::read(text)? };
        settings.complete(environment)?;
        let hosts = hosts::read(&settings).map_err(|error| match error {
            DsnError::NoHost if text.is_empty() => DsnError::Empty,
            error => error,
        })?;
        let tls = policy(&settings, &hosts)?;
        let config = config(&settings, &tls)?;
        let passfile = if config.get_password().is_some() { Ok(None) } else { read_passfile(&settings, environment) };
        let shuffled = settings.choice("load_balance_hosts", &[("disable", false), ("random", true)])?;
        let session_kind = settings.choice("target_session_attrs", &SessionKind::NAMES)?;
        let host_timeout = settings.number::<i32>("connect_timeout")?;
        let mut warnings = std::mem::take(&mut settings.warnings);
        let passfile = passfile.unwrap_or_else(|warning| {
            warnings.push(warning);
            None
        });
        Ok(Self {
            hosts,
            is_shuffled: shuffled.unwrap_or_default(),
            config,
            tls,
            session_kind: session_kind.unwrap_or_default(),
            host_timeout: host_timeout.and_then(seconds),
            passfile,
            warnings,
        })
    }

    /// Returns true if the user is a plain name. Any other may hold a password, as in `user%3Apassword@`.
    pub(super) fn has_plain_user(&self) -> bool {
        self.user().chars().all(|c| c.is_alphanumeric() || "-._$@".contains(c))
    }

    fn user(&self) -> &str {
        self.config.get_user().unwrap_or_default()
    }

    /// Returns the configuration for `host` with its password, and the password file if the password is from there.
    pub(super) fn config_of(&self, host: &Host) -> (Config, Option<&Path>) {
        let mut config = self.config.clone();
        config.port(host.port);
        if let Place::Socket(folder) = &host.place {
            config.host_path(folder);
        }
        let database = self.config.get_dbname().unwrap_or(self.user());
        let found = self.passfile.as_ref().and_then(|file| Some((file.password(host, database, self.user())?, file)));
        let passfile = found.map(|(password, file)| {
            config.password(password);
            &*file.path
        });
        (config, passfile)
    }

    /// `host:port`, of every host there is.
    fn address(&self) -> String {
        self.hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

/// `host:port, database 'x'`. It holds no secret.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address())?;
        if let Some(database) = self.config.get_dbname() {
            write!(f, ", database '{database}'")?;
        }
        Ok(())
    }
}

fn seconds(number: i32) -> Option<Duration> {
    u64::try_from(number).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

fn config(settings: &Settings, tls: &TlsPolicy) -> Result<Config, DsnError> {
    let mut config = Config::new();
    match settings.text("user")? {
        Some(user) => config.user(user),
        None => config.user(whoami::username().map_err(|_| DsnError::NoUser)?),
    };
    if let Some(password) = settings.bytes("password") {
        config.password(password);
    }
    if let Some(database) = settings.text("dbname")? {
        if database.contains("://") {
            return Err(DsnError::UrlAsName);
        }
        config.dbname(database);
    }
    if let Some(options) = settings.text("options")? {
        config.options(options);
    }
    let name = settings.text("application_name")?.or(settings.text("fallback_application_name")?);
    config.application_name(name.unwrap_or(env!("CARGO_PKG_NAME")));
    let bindings = [
        ("disable", ChannelBinding::Disable),
        ("prefer", ChannelBinding::Prefer),
        ("require", ChannelBinding::Require),
    ];
    if let Some(binding) = settings.choice("channel_binding", &bindings)? {
        config.channel_binding(binding);
    }
    let negotiations = [("postgres", SslNegotiation::Postgres), ("direct", SslNegotiation::Direct)];
    if let Some(SslNegotiation::Direct) = settings.choice("sslnegotiation", &negotiations)? {
        if *tls == TlsPolicy::Prefer {
            return Err(DsnError::DirectNeedsTls);
        }
        config.ssl_negotiation(SslNegotiation::Direct);
    }
    if let Some(keepalives) = settings.number::<i32>("keepalives")? {
        config.keepalives(keepalives != 0);
    }
    if let Some(idle) = settings.number("keepalives_idle")?.and_then(seconds) {
        config.keepalives_idle(idle);
    }
    if let Some(interval) = settings.number("keepalives_interval")?.and_then(seconds) {
        config.keepalives_interval(interval);
    }
    if let Some(count) = settings.number::<u32>("keepalives_count")?.filter(|count| *count > 0) {
        config.keepalives_retries(count);
    }
    if let Some(milliseconds) = settings.number::<u64>("tcp_user_timeout")?.filter(|limit| *limit > 0) {
        config.tcp_user_timeout(Duration::from_millis(milliseconds));
    }
    Ok(config)
}

fn policy(settings: &Settings, hosts: &[Host]) -> Result<TlsPolicy, DsnError> {
    let roots = settings.bytes("sslrootcert");
    let system = roots == Some(b"system");
    let policy = match settings.bytes("sslmode") {
        Some(b"disable") => TlsPolicy::Disable,
        None if system => TlsPolicy::VerifyFull(Roots::System),
        None | Some(b"prefer") => TlsPolicy::Prefer,
        Some(b"require") => TlsPolicy::Require,
        Some(b"verify-ca") => return Err(DsnError::VerifyCa),
        Some(b"verify-full") if roots.is_none() || system => TlsPolicy::VerifyFull(Roots::System),
        Some(b"verify-full") => {
            TlsPolicy::VerifyFull(Roots::File(settings.text("sslrootcert")?.unwrap_or_default().into()))
        }
        Some(_) => return Err(DsnError::SslMode),
    };
    if hosts.iter().all(Host::is_socket) {
        // PostgreSQL speaks no TLS on a Unix socket, where nobody is in between.
        return Ok(TlsPolicy::Disable);
    }
    match policy {
        TlsPolicy::VerifyFull(_) if hosts.iter().any(|host| !host.is_socket() && host.name().is_none()) => {
            Err(DsnError::NoNameToVerify)
        }
        // libpq would verify the chain without the name here. Nobody gives roots to verify nothing.
        TlsPolicy::Prefer | TlsPolicy::Require if roots.is_some() => Err(DsnError::RootsUnused),
        policy => Ok(policy),
    }
}

/// Reads the password file that is named, or `~/.pgpass`.
fn read_passfile(settings: &Settings, environment: Environment<'_>) -> Result<Option<Passfile>, String> {
    use std::os::unix::ffi::OsStringExt;
    let named = settings.bytes("passfile").map(|path| PathBuf::from(OsString::from_vec(path.to_vec())));
    let home = || environment("HOME").filter(|home| !home.is_empty()).map(|home| Path::new(&home).join(".pgpass"));
    named.or_else(home).map_or(Ok(None), |path| Passfile::read(&path))
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod boundary_tests;

#[cfg(test)]
mod environment_tests;
