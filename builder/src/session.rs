//! One read-only transaction, from connecting to its end, within the time there is.

use tokio::time::timeout_at;
use tokio_postgres::{Client, Transaction};

use crate::database::{self, DatabaseError, Limits, Server};
use crate::dsn::Target;
use crate::failure::Failure;
use crate::terminal::Progress;

/// Connects to `target` and lets `work` read in one transaction: it sees one state of the database.
pub(crate) fn run<T>(
    target: &Target,
    limits: &Limits,
    progress: &Progress,
    work: impl AsyncFnOnce(&Transaction<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Runtime)?;
    let outcome = runtime.block_on(in_time(target, limits, progress, work));
    // Not dropped: that would wait for a name lookup that may never come back.
    runtime.shutdown_background();
    outcome
}

async fn in_time<T>(
    target: &Target,
    limits: &Limits,
    progress: &Progress,
    work: impl AsyncFnOnce(&Transaction<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let deadline = tokio::time::Instant::now() + limits.total;
    let overtime = |_elapsed| DatabaseError::Overtime(limits.total);
    progress.phase("connecting");
    let mut client = timeout_at(deadline, database::connect(target, limits)).await.map_err(overtime)??;
    let running = client.cancel_token();
    match timeout_at(deadline, in_transaction(&mut client, limits, work)).await {
        Ok(outcome) => outcome,
        Err(elapsed) => {
            database::cancel(running, target).await;
            Err(overtime(elapsed).into())
        }
    }
}

async fn in_transaction<T>(
    client: &mut Client,
    limits: &Limits,
    work: impl AsyncFnOnce(&Transaction<'_>, Server) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (transaction, server) = database::begin(client, limits).await?;
    let outcome = work(&transaction, server).await?;
    transaction.commit().await.map_err(|error| DatabaseError::query("the database to the end", error))?;
    Ok(outcome)
}
