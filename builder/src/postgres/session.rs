//! One session: connecting, one read-only transaction, and its limits of time.

use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::time::timeout_at;
use tokio_postgres::IsolationLevel;
use tokio_postgres::types::{ToSql, Type};

use super::connect::{self, Connection};
use super::error::DatabaseError;
use super::options::Limits;
use super::target::Target;
use super::transaction::Transaction;
use crate::failure::Failure;
use crate::interrupt::{self, EventLoopError};
use crate::secrets;
use crate::terminal::progress::Progress;

/// The server that answered, and as whom.
#[derive(Debug)]
pub(crate) struct Server {
    /// `host:port`.
    address: String,
    pub(crate) version: String,
    pub(crate) database: String,
    pub(crate) user: String,
}

impl Server {
    /// Returns a description of the database, for people.
    pub(crate) fn origin(&self) -> String {
        let Self { address, version, database, user } = self;
        format!("PostgreSQL {version} at {address}, database '{database}', user '{user}'")
    }
}

/// Connects to `target` and runs `work` in one transaction, which sees one state of the database.
pub(crate) fn run<T>(
    target: &Target,
    limits: &Limits,
    progress: &Progress,
    work: impl AsyncFnOnce(&Transaction<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(EventLoopError)?;
    let outcome = interrupt::deferred(|| runtime.block_on(in_time(target, limits, progress, work)));
    // Dropping it would wait for a name lookup that may never end.
    runtime.shutdown_background();
    let outcome = outcome?;
    // A signal may have come after the last reply.
    interrupt::check()?;
    Ok(outcome)
}

async fn in_time<T>(
    target: &Target,
    limits: &Limits,
    progress: &Progress,
    work: impl AsyncFnOnce(&Transaction<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let deadline = tokio::time::Instant::now() + limits.timeout;
    let overtime = |_elapsed| DatabaseError::Overtime(limits.timeout);
    if secrets::are_on_the_command_line() {
        progress
            .warn("the command line shows the password to other users of this machine: give the URL as DATABASE_URL");
    }
    target.warnings.iter().for_each(|warning| progress.warn(warning));
    progress.phase("connecting");
    let connecting = timeout_at(deadline, connect::connect(target, limits));
    let mut connection = unless_interrupted(connecting).await?.map_err(overtime)??;
    let canceller = connection.canceller();
    let is_running = Cell::new(false);
    let working = timeout_at(deadline, in_transaction(&mut connection, limits, &is_running, work));
    let outcome = match unless_interrupted(working).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(elapsed)) => Err(overtime(elapsed).into()),
        Err(failure) => Err(failure),
    };
    if outcome.is_err() && is_running.get() {
        canceller.cancel().await;
    }
    outcome
}

async fn unless_interrupted<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let work = pin!(work);
    let signal = pin!(interrupt::wait());
    match select(work, signal).await {
        Either::Left((outcome, _)) => Ok(outcome),
        Either::Right((interrupted, _)) => Err(interrupted?.into()),
    }
}

async fn in_transaction<T>(
    connection: &mut Connection,
    limits: &Limits,
    is_running: &Cell<bool>,
    work: impl AsyncFnOnce(&Transaction<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (transaction, server) = begin(connection, limits, is_running).await?;
    let outcome = work(&transaction, server).await?;
    transaction.end().await?;
    Ok(outcome)
}

/// Begins the transaction. It sees one state of the database, writes nothing, has limits on every wait, and hides no row.
async fn begin<'a>(
    connection: &'a mut Connection,
    limits: &Limits,
    is_running: &'a Cell<bool>,
) -> Result<(Transaction<'a>, Server), Failure> {
    const WHAT: &str = "the server's settings";
    let Connection { client, ending, host, .. } = connection;
    let failed = |error| DatabaseError::query(WHAT, ending.reason(error));
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await
        .map_err(failed)?;
    let transaction = Transaction::new(transaction, ending.clone(), is_running);
    let milliseconds = |limit: Duration| format!("{}ms", limit.as_millis());
    let timeouts = [limits.statement_timeout, limits.lock_timeout, limits.timeout].map(milliseconds);
    let parameters: Vec<(&(dyn ToSql + Sync), _)> = timeouts.iter().map(|limit| (limit as _, Type::TEXT)).collect();
    let row = transaction.one(WHAT, include_str!("../../sql/session.sql"), &parameters).await?;
    let version: String = row.try_get("version").map_err(failed)?;
    let server = Server {
        address: host.clone(),
        // The number in `15.18 (Debian 15.18-0+deb12u1)`.
        version: version.split(' ').next().unwrap_or_default().into(),
        database: row.try_get("database").map_err(failed)?,
        user: row.try_get("user").map_err(failed)?,
    };
    Ok((transaction, server))
}
