//! One read-only transaction on one connection, and what can go wrong with it.

use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

use rustls::Error as TlsFault;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{CancelToken, Client, IsolationLevel};

use super::dsn::{Target, TlsPolicy};
use super::options::DatabaseOptions;
use super::tls::{self, TlsError};
use super::transaction::Reading;
use crate::failure::{ExitCode, Failure};

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    pub(crate) lock: Duration,
    pub(crate) statement: Duration,
    pub(crate) total: Duration,
}

impl Limits {
    /// What was said on the command line.
    pub(crate) fn of(options: &DatabaseOptions) -> Self {
        Self {
            connect: options.connect_timeout,
            lock: options.lock_timeout,
            statement: options.statement_timeout,
            total: options.timeout,
        }
    }
}

/// Who answered.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) version: String,
    pub(crate) database: String,
    pub(crate) user: String,
}

impl Server {
    /// Which database this is, for people.
    pub(crate) fn origin(&self, target: &Target) -> String {
        let Self { version, database, user } = self;
        format!("PostgreSQL {version} at {}, database '{database}', user '{user}'", target.address())
    }
}

type Cause = Box<dyn Error + Send + Sync>;

/// Why the database gave no catalogue.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("cannot connect to {target}: {problem}")]
    Connect { target: String, problem: ConnectProblem, source: Option<Cause> },
    #[error("cannot read {what}: {problem}")]
    Query { what: &'static str, problem: QueryProblem, source: Option<Cause> },
    #[error("cannot read {0}: the server answers without a row; see its log")]
    NoAnswer(&'static str),
    #[error("the database lacks {}: run the migrations of the catalogue, or set search_path to its schema", list(.0))]
    Missing(Vec<String>),
    #[error("user '{user}' may not read {}: GRANT SELECT on these to '{user}'", list(.columns))]
    Unreadable { user: String, columns: Vec<String> },
    #[error("the run took longer than {} s: raise --timeout, or see what keeps the database busy", .0.as_secs_f64())]
    Overtime(Duration),
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ConnectProblem {
    #[error("nothing answers there: see that PostgreSQL runs and listens at this host and port")]
    Unreachable,
    #[error("no answer in time: see that the host is right and no firewall is in between, or raise --connect-timeout")]
    Silent,
    #[error("the user or password is wrong: correct it in the database URL")]
    WrongPassword,
    #[error("the server asks for a password: add one to the database URL")]
    NoPassword,
    #[error("the server's pg_hba.conf admits no such connection: let it in there, or use another user or database")]
    NotAdmitted,
    #[error(
        "the server admits no such connection without TLS: use sslmode=require or verify-full, or let it in, in \
         pg_hba.conf"
    )]
    NotAdmittedWithoutTls,
    #[error("there is no such database: correct its name in the database URL")]
    UnknownDatabase,
    #[error("the user may not connect to this database: GRANT CONNECT on it")]
    NoPermission,
    #[error("the server has no connection left: try again later, or raise max_connections")]
    TooMany,
    #[error("the server is starting up or shutting down: try again")]
    NotReady,
    #[error("the server offers no TLS: turn ssl on there, or use sslmode=disable where the network is trusted")]
    NoTls,
    #[error(
        "the server's certificate is not trusted: give its authority as sslrootcert=FILE and the host name that the \
         certificate is made for (as subjectAltName)"
    )]
    Certificate,
    #[error("no TLS connection can be agreed on: see that the server speaks TLS 1.2 or 1.3")]
    TlsFailed,
    #[error("the server refused")]
    Refused,
}

/// Why a statement failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum QueryProblem {
    #[error(
        "the user lacks permission, or a row security policy hides rows: GRANT SELECT, and BYPASSRLS with policies"
    )]
    NoPermission,
    #[error("the table stayed locked: try again when the migration is over, or raise --lock-timeout")]
    LockTimeout,
    #[error("the statement was cancelled, most likely by its time limit: raise --statement-timeout")]
    StatementTimeout,
    #[error("the schema changed during the export: try again")]
    SchemaChanged,
    #[error("the connection was lost: see the server's log, then try again")]
    ConnectionLost,
    #[error("the standby had to discard rows still being read: try again, or read from the primary")]
    StandbyConflict,
    #[error("a value has no usable form: the server names it below; correct the row")]
    BadData,
    #[error("the server refused")]
    Refused,
}

impl DatabaseError {
    /// The failure of the statement that was to read `what`.
    pub(crate) fn query(what: &'static str, error: tokio_postgres::Error) -> Self {
        let problem = QueryProblem::of(&error);
        Self::Query { what, problem, source: cause(error) }
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        let code = match error {
            // The connection was fine, a value was not.
            DatabaseError::Query { problem: QueryProblem::BadData, .. } => ExitCode::Data,
            _ => ExitCode::Database,
        };
        Self::new(code, error)
    }
}

impl ConnectProblem {
    fn of(error: &tokio_postgres::Error, tls: &TlsPolicy) -> Self {
        if let Some(code) = error.code() {
            return match code {
                code if *code == SqlState::INVALID_PASSWORD => Self::WrongPassword,
                code if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION => match tls {
                    TlsPolicy::Disable => Self::NotAdmittedWithoutTls,
                    _ => Self::NotAdmitted,
                },
                code if *code == SqlState::INVALID_CATALOG_NAME => Self::UnknownDatabase,
                code if *code == SqlState::INSUFFICIENT_PRIVILEGE => Self::NoPermission,
                code if *code == SqlState::TOO_MANY_CONNECTIONS => Self::TooMany,
                code if *code == SqlState::CANNOT_CONNECT_NOW => Self::NotReady,
                _ => Self::Refused,
            };
        }
        let Some(source) = error.source() else {
            return Self::Refused;
        };
        if let Some(io) = source.downcast_ref::<std::io::Error>() {
            return match io.get_ref().and_then(|inner| inner.downcast_ref()) {
                Some(TlsFault::InvalidCertificate(_)) => Self::Certificate,
                Some(_) => Self::TlsFailed,
                None => Self::Unreachable,
            };
        }
        // The driver has no types for these two; tests hold its words.
        match source.to_string().as_str() {
            "server does not support TLS" => Self::NoTls,
            "password missing" => Self::NoPassword,
            _ => Self::Refused,
        }
    }
}

impl QueryProblem {
    fn of(error: &tokio_postgres::Error) -> Self {
        let Some(code) = error.code() else {
            return Self::ConnectionLost;
        };
        match code.code() {
            "42501" => Self::NoPermission,
            "55P03" => Self::LockTimeout,
            "57014" => Self::StatementTimeout,
            "42P01" | "42703" | "0A000" => Self::SchemaChanged,
            "40001" => Self::StandbyConflict,
            code if code.starts_with("57P") => Self::ConnectionLost,
            code if code.starts_with("22") => Self::BadData,
            _ => Self::Refused,
        }
    }
}

/// What the server said, without the driver's "db error" around it.
fn cause(error: tokio_postgres::Error) -> Option<Cause> {
    if error.as_db_error().is_some() { error.into_source() } else { Some(error.into()) }
}

/// The same before the server let the user in: it may name a user that is a password in the wrong place.
fn cause_before_login(error: tokio_postgres::Error, target: &Target) -> Option<Cause> {
    match error.code() {
        Some(code) if !target.has_plain_user() => {
            let code = code.code();
            Some(format!("SQLSTATE {code}; the server's words are not shown, because the user is no plain name").into())
        }
        _ => cause(error),
    }
}

fn list(names: &[String]) -> String {
    names.join(", ")
}

/// Between the first two attempts to connect; then twice as long each time, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Connects within `limits.connect`. The connection lives as long as the client.
///
/// A server that cannot take a connection just now (it restarts, or has none left) is asked again, with pauses that
/// grow: nothing was asked of it yet. From the first statement on nothing is repeated: what fails then comes of load or
/// of a fault, and reading everything again would add to the one and hide the other.
pub(crate) async fn connect(target: &Target, limits: &Limits) -> Result<Client, DatabaseError> {
    let fail = |problem, source| DatabaseError::Connect { target: target.to_string(), problem, source };
    let deadline = Instant::now() + limits.connect;
    let mut pause = FIRST_PAUSE;
    loop {
        let connector = tls::connector(&target.tls)?;
        let error = match timeout_at(deadline, target.config.connect(connector)).await {
            Ok(Ok((client, connection))) => {
                // Its failures reach whoever waits for a reply.
                tokio::spawn(connection);
                return Ok(client);
            }
            Ok(Err(error)) => error,
            Err(_elapsed) => return Err(fail(ConnectProblem::Silent, None)),
        };
        if !is_passing(&error) || Instant::now() + pause >= deadline {
            return Err(fail(ConnectProblem::of(&error, &target.tls), cause_before_login(error, target)));
        }
        sleep(pause).await;
        pause = LONGEST_PAUSE.min(pause * 2);
    }
}

/// Whether the same attempt may succeed in a moment.
fn is_passing(error: &tokio_postgres::Error) -> bool {
    if let Some(code) = error.code() {
        return [SqlState::TOO_MANY_CONNECTIONS, SqlState::CANNOT_CONNECT_NOW].contains(code);
    }
    let io = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    // A Unix socket is not there while its server is not.
    let passing = [ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset, ErrorKind::NotFound];
    io.is_some_and(|io| io.get_ref().is_none() && passing.contains(&io.kind()))
}

/// Asks the server to end the statement that still runs: it would not notice by itself that nobody waits any more.
pub(crate) async fn cancel(running: CancelToken, target: &Target) {
    if let Ok(connector) = tls::connector(&target.tls) {
        // If even this gets no answer, the statement timeout ends it.
        let _ = timeout(Duration::from_secs(2), running.cancel_query(connector)).await;
    }
}

/// Opens the transaction: one snapshot of the database, no writes, no waiting for ever, no rows hidden.
pub(crate) async fn begin<'a>(client: &'a mut Client, limits: &Limits) -> Result<(Reading<'a>, Server), Failure> {
    const WHAT: &str = "the server's settings";
    let failed = |error| DatabaseError::query(WHAT, error);
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await
        .map_err(failed)?;
    let reading = Reading::new(transaction);
    let milliseconds = |limit: Duration| format!("{}ms", limit.as_millis());
    let (statement, lock) = (milliseconds(limits.statement), milliseconds(limits.lock));
    let row = reading
        .one(WHAT, include_str!("../../sql/session.sql"), &[(&statement, Type::TEXT), (&lock, Type::TEXT)])
        .await?;
    let version: String = row.try_get("version").map_err(failed)?;
    let server = Server {
        // Of `15.18 (Debian 15.18-0+deb12u1)` the number.
        version: version.split(' ').next().unwrap_or_default().into(),
        database: row.try_get("database").map_err(failed)?,
        user: row.try_get("user").map_err(failed)?,
    };
    Ok((reading, server))
}
