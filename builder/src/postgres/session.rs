//! One read-only transaction, from connecting to its end, within the time there is.

use std::pin::pin;

use futures_util::future::{Either, select};
use tokio::time::timeout_at;
use tokio_postgres::Client;

use super::database::{self, DatabaseError, Limits, Server};
use super::dsn::Target;
use super::transaction::Reading;
use crate::failure::Failure;
use crate::interrupt::{self, EventLoopError};
use crate::secrets;
use crate::terminal::progress::Progress;

/// Connects to `target` and lets `work` read in one transaction: it sees one state of the database.
pub(crate) fn run<T>(
    target: &Target,
    limits: &Limits,
    progress: &Progress,
    work: impl AsyncFnOnce(&Reading<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(EventLoopError)?;
    let outcome = interrupt::deferred(|| runtime.block_on(in_time(target, limits, progress, work)));
    // Not dropped: that would wait for a name lookup that may never come back.
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
    work: impl AsyncFnOnce(&Reading<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let deadline = tokio::time::Instant::now() + limits.total;
    let overtime = |_elapsed| DatabaseError::Overtime(limits.total);
    if secrets::are_on_the_command_line() {
        progress
            .warn("the command line shows the password to other users of this machine: give the URL as DATABASE_URL");
    }
    progress.phase("connecting");
    let connecting = timeout_at(deadline, database::connect(target, limits));
    let mut client = unless_interrupted(connecting).await?.map_err(overtime)??;
    let running = client.cancel_token();
    let working = timeout_at(deadline, in_transaction(&mut client, limits, work));
    let failure = match unless_interrupted(working).await {
        Ok(Ok(Ok(outcome))) => return Ok(outcome),
        // The server ended the statement, or cannot be reached.
        Ok(Ok(Err(failure))) if failure.is::<DatabaseError>() => return Err(failure),
        Ok(Ok(Err(failure))) => failure,
        Ok(Err(elapsed)) => overtime(elapsed).into(),
        Err(failure) => failure,
    };
    database::cancel(running, target).await;
    Err(failure)
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
    client: &mut Client,
    limits: &Limits,
    work: impl AsyncFnOnce(&Reading<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (reading, server) = database::begin(client, limits).await?;
    let outcome = work(&reading, server).await?;
    reading.end().await?;
    Ok(outcome)
}
