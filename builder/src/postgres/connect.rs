//! Opens a connection to one of the servers of a target.
//!
//! As in libpq, the next server is tried if one cannot be reached or is of another kind than wanted. An answer that
//! refuses this user or database is final.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::net::lookup_host;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_postgres::{CancelToken, Client, Error};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::connect_problem::ConnectProblem;
use super::diagnosis;
use super::error::DatabaseError;
use super::failed_attempt::{FailedAttempt, Outlook};
use super::hosts::{Host, Place};
use super::options::Limits;
use super::session_kind::SessionKind;
use super::target::Target;
use super::tls::{self, TlsPolicy};

/// An open connection.
pub(super) struct Connection {
    pub(super) client: Client,
    pub(super) ending: Ending,
    /// `host:port` of the server.
    pub(super) host: String,
    connector: MakeRustlsConnect,
}

/// The error that ended a connection. If no statement runs, nobody else is told of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ending(Arc<Mutex<Option<Error>>>);

/// Pause between the first two attempts. Each next one is twice as long, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Connects within `limits.connect_timeout`.
///
/// If no server can take a connection just now (it restarts, or has none left), all are tried again, with growing pauses.
/// Statements are never retried: if one fails, the server is under load or has a fault. A retry would add to the load and
/// hide the fault.
pub(super) async fn connect(target: &Target, limits: &Limits) -> Result<Connection, DatabaseError> {
    let connector = tls::connector(&target.tls)?;
    let deadline = Instant::now() + limits.connect_timeout;
    let mut pause = FIRST_PAUSE;
    let mut before = None;
    loop {
        let failed = match try_all(target, &connector, deadline).await {
            Ok((host, client, ending)) => return Ok(Connection { client, ending, host: host.to_string(), connector }),
            Err(failed) => failed,
        };
        let has = |outlook| failed.iter().any(|failed: &FailedAttempt| failed.outlook == outlook);
        let now = Instant::now();
        if has(Outlook::Final) || !has(Outlook::Passing) || now + pause >= deadline {
            // If the end of the time cut this round short, what the servers said in the one before tells more.
            let is_cut = now >= deadline && !has(Outlook::Final);
            return Err(DatabaseError::connect(target, before.filter(|_| is_cut).unwrap_or(failed)));
        }
        before = Some(failed);
        sleep(pause).await;
        pause = LONGEST_PAUSE.min(pause * 2);
    }
}

/// Tries every server once, for each kind of session that will do.
async fn try_all<'t>(
    target: &'t Target,
    connector: &MakeRustlsConnect,
    deadline: Instant,
) -> Result<(&'t Host, Client, Ending), Vec<FailedAttempt>> {
    let mut hosts: Vec<_> = target.hosts.iter().collect();
    if target.is_shuffled {
        hosts.sort_by_cached_key(|host| RandomState::new().hash_one(host.port));
    }
    let kinds = target.session_kind.rounds();
    let mut failed = Vec::new();
    for (round, kind) in kinds.iter().enumerate() {
        failed.clear();
        for (at, host) in hosts.iter().enumerate() {
            // A server that does not answer leaves time for the others.
            let attempts = (kinds.len() - round) * hosts.len() - at;
            let end = share(deadline, attempts, target.host_timeout);
            match try_host(target, host, *kind, connector, end).await {
                Ok((client, ending)) => return Ok((host, client, ending)),
                Err(failure) => failed.push(failure),
            }
            if failed.last().is_some_and(|failed| failed.outlook == Outlook::Final) {
                return Err(failed);
            }
        }
    }
    Err(failed)
}

/// End of the time that one of so many attempts may take.
fn share(deadline: Instant, attempts: usize, longest: Option<Duration>) -> Instant {
    let now = Instant::now();
    let left = deadline.saturating_duration_since(now);
    let equal = left / u32::try_from(attempts).unwrap_or(u32::MAX).max(1);
    now + longest.map_or(equal, |longest| longest.min(left))
}

/// Tries every address of a server.
async fn try_host(
    target: &Target,
    host: &Host,
    kind: SessionKind,
    connector: &MakeRustlsConnect,
    end: Instant,
) -> Result<(Client, Ending), FailedAttempt> {
    let silent = |_elapsed| FailedAttempt::new(host, ConnectProblem::Silent, Outlook::Elsewhere);
    let addresses: Vec<Option<IpAddr>> = match &host.place {
        Place::Socket(_) => vec![None],
        Place::Address(address, _) => vec![Some(*address)],
        Place::Name(name) => {
            let found = timeout_at(end, lookup_host((name.as_str(), host.port))).await.map_err(silent)?;
            let found: io::Result<Vec<_>> = found.map(|found| found.map(|found| Some(found.ip())).collect());
            found
                .map_err(|error| FailedAttempt::new(host, ConnectProblem::UnknownHost, Outlook::Elsewhere).by(error))?
        }
    };
    let mut failed = FailedAttempt::new(host, ConnectProblem::UnknownHost, Outlook::Elsewhere);
    for (at, address) in addresses.iter().enumerate() {
        let end = share(end, addresses.len() - at, None);
        failed = match timeout_at(end, try_address(target, host, *address, kind, connector)).await {
            Ok(Ok(connected)) => return Ok(connected),
            Ok(Err(failed)) => failed,
            Err(elapsed) => silent(elapsed),
        };
        if failed.outlook == Outlook::Final {
            break;
        }
    }
    Err(failed)
}

async fn try_address(
    target: &Target,
    host: &Host,
    address: Option<IpAddr>,
    kind: SessionKind,
    connector: &MakeRustlsConnect,
) -> Result<(Client, Ending), FailedAttempt> {
    let (mut config, passfile) = target.config_of(host);
    if let Some(address) = address {
        // A name that no certificate can have is of use to the resolver only.
        let name = host.name().filter(|name| ServerName::try_from(*name).is_ok());
        config.host(name.map_or_else(|| address.to_string(), str::to_owned)).hostaddr(address);
    }
    let tls = if host.is_socket() { &TlsPolicy::Disable } else { &target.tls };
    config.ssl_mode(tls.mode());
    let mut connected = config.connect(connector.clone()).await;
    if let Err(error) = &connected
        && *tls == TlsPolicy::Prefer
        && diagnosis::may_pass_without_tls(error)
    {
        config.ssl_mode(TlsPolicy::Disable.mode());
        // The first error says more, if both fail.
        connected = config.connect(connector.clone()).await.or(connected);
    }
    let failed = |error| FailedAttempt::of(target, host, tls, passfile, error);
    let (client, connection) = connected.map_err(failed)?;
    let ending = Ending::default();
    let noted = ending.clone();
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            noted.note(error);
        }
    });
    match kind.is_met(&client).await {
        Ok(true) => Ok((client, ending)),
        Ok(false) => {
            let problem = ConnectProblem::OtherSessionKind(target.session_kind);
            Err(FailedAttempt::new(host, problem, Outlook::Elsewhere))
        }
        Err(error) => Err(failed(error)),
    }
}

impl Ending {
    fn note(&self, error: Error) {
        if let Ok(mut noted) = self.0.lock() {
            *noted = Some(error);
        }
    }

    /// Returns why a statement failed. `error` of the statement itself may only say that the connection has ended.
    pub(super) fn reason(&self, error: Error) -> Error {
        let noted = if error.is_closed() { self.0.lock().ok().and_then(|mut noted| noted.take()) } else { None };
        noted.unwrap_or(error)
    }
}

impl Connection {
    /// Returns a canceller of the running statement. It works while the client is in use.
    pub(super) fn canceller(&self) -> Canceller {
        Canceller { token: self.client.cancel_token(), connector: self.connector.clone() }
    }
}

/// Cancels the statement of a connection.
pub(super) struct Canceller {
    token: CancelToken,
    connector: MakeRustlsConnect,
}

impl Canceller {
    /// Asks the server to end the running statement. By itself it would not notice that nobody waits any more.
    pub(super) async fn cancel(self) {
        // If this gets no answer either, the statement timeout ends the statement.
        let _ = timeout(Duration::from_secs(2), self.token.cancel_query(self.connector)).await;
    }
}
