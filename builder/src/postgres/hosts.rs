//! The servers of a connection string.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt;
use std::net::IpAddr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::dsn_error::DsnError;
use super::settings::Settings;

const DEFAULT_PORT: u16 = 5432;

/// A server and its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    pub(super) place: Place,
    pub(super) port: u16,
}

/// Place of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A Unix socket in this folder.
    Socket(PathBuf),
    /// A name, which may be an address.
    Name(String),
    /// An address, and the name for certificates and password files, if any.
    Address(IpAddr, Option<String>),
}

/// Checks the lists of hosts that `settings` has so far.
pub(super) fn check(settings: &Settings) -> Result<(), DsnError> {
    match read(settings) {
        Err(DsnError::NoHost) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Reads `host`, `hostaddr` and `port`, each a list with commas.
pub(super) fn read(settings: &Settings) -> Result<Vec<Host>, DsnError> {
    let list = |name| settings.bytes(name).map(|list| list.split(|byte| *byte == b',').collect::<Vec<_>>());
    let (names, addresses) = (list("host").unwrap_or_default(), list("hostaddr").unwrap_or_default());
    let mut ports = Vec::new();
    for port in list("port").unwrap_or_default() {
        ports.push(read_port(port)?);
    }
    let count = names.len().max(addresses.len());
    let fits = |length: usize| length == 0 || length == count;
    if count > 0 && !(fits(names.len()) && fits(addresses.len()) && (ports.len() == 1 || fits(ports.len()))) {
        return Err(DsnError::ListLength);
    }
    let mut hosts = Vec::with_capacity(count);
    for at in 0..count {
        let item = |list: &[&[u8]]| list.get(at).map(|item| item.trim_ascii().to_vec()).unwrap_or_default();
        let (place, own_port) = read_place(&item(&names), &item(&addresses))?;
        let port = own_port.or(ports.get(at).copied()).or(ports.first().copied());
        hosts.push(Host { place, port: port.unwrap_or(DEFAULT_PORT) });
    }
    if hosts.is_empty() { Err(DsnError::NoHost) } else { Ok(hosts) }
}

fn read_port(text: &[u8]) -> Result<u16, DsnError> {
    match text.trim_ascii() {
        b"" => Ok(DEFAULT_PORT),
        digits => {
            let port = str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
            port.filter(|port| *port > 0).ok_or(DsnError::Port)
        }
    }
}

/// The place, and the port if the place is the file of a socket.
fn read_place(name: &[u8], address: &[u8]) -> Result<(Place, Option<u16>), DsnError> {
    if name.starts_with(b"/") && address.is_empty() {
        return Ok(read_socket(Path::new(OsStr::from_bytes(name))));
    }
    let name = str::from_utf8(name).map_err(|_| DsnError::HostName)?;
    if !can_be_host(name) {
        return Err(DsnError::HostName);
    }
    if address.is_empty() {
        return if name.is_empty() { Err(DsnError::NoHost) } else { Ok((Place::Name(name.into()), None)) };
    }
    let address = str::from_utf8(address).ok().and_then(|address| address.parse().ok());
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    Ok((Place::Address(address.ok_or(DsnError::HostAddress)?, name), None))
}

/// A folder, or the file of the socket in it, as asyncpg takes it: `/run/postgresql/.s.PGSQL.5432`.
fn read_socket(path: &Path) -> (Place, Option<u16>) {
    let port = path.file_name().and_then(OsStr::to_str).and_then(|name| name.strip_prefix(".s.PGSQL."));
    match (path.parent(), port.and_then(|port| port.parse().ok())) {
        (Some(folder), Some(port)) => (Place::Socket(folder.into()), Some(port)),
        _ => (Place::Socket(path.into()), None),
    }
}

/// True for addresses, and for names of letters, digits, `-`, `.` and `_`.
fn can_be_host(name: &str) -> bool {
    let (address, zone) = name.split_once('%').unwrap_or((name, ""));
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || "-._".contains(c));
    is_name(name) || (address.parse::<IpAddr>().is_ok() && is_name(zone))
}

impl Host {
    /// True for a Unix socket.
    pub(super) fn is_socket(&self) -> bool {
        matches!(self.place, Place::Socket(_))
    }

    /// The name that a certificate must be made for.
    pub(super) fn name(&self) -> Option<&str> {
        match &self.place {
            Place::Socket(_) => None,
            Place::Name(name) => Some(name),
            Place::Address(_, name) => name.as_deref(),
        }
    }
}

/// `host:port`.
impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.place {
            Place::Socket(folder) => folder.to_string_lossy(),
            Place::Name(name) | Place::Address(_, Some(name)) if name.contains(':') => format!("[{name}]").into(),
            Place::Name(name) | Place::Address(_, Some(name)) => Cow::from(name),
            Place::Address(address, None) => address.to_string().into(),
        };
        write!(f, "{name}:{}", self.port)
    }
}
