//! Signals that ask a run to stop: SIGINT, SIGTERM and SIGHUP.
//!
//! Signals concern the whole process, so this state is global. A signal ends the process at once, except during
//! [`deferred`] work, which must end in order: a statement in the database is cancelled, a staging folder is removed.
//! Such work calls [`check`] or awaits [`wait`]. The second signal of a kind always ends the process. The next run
//! removes what such a process leaves behind.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{flag, low_level::pipe};

use crate::failure::{ExitCode, Failure};

/// Error of a run that a signal stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped by {}: nothing was changed", name(*.0))]
pub(crate) struct Interrupted(usize);

/// Error of the system when it cannot provide an event loop.
#[derive(Debug, thiserror::Error)]
#[error("no event loop can be started: this process may have reached a limit on open files")]
pub(crate) struct EventLoopError(#[from] pub(crate) io::Error);

static LISTENER: OnceLock<Listener> = OnceLock::new();

struct Listener {
    /// Last signal, or 0.
    noted: Arc<AtomicUsize>,
    /// True for each signal that ends the process at once.
    ends: [Arc<AtomicBool>; 3],
    /// True during [`deferred`] work.
    defers: AtomicBool,
    /// Becomes readable with the first signal.
    came: UnixStream,
}

/// Begins to handle signals, once for the process.
pub(crate) fn listen() -> Result<(), EventLoopError> {
    let (came, tell) = UnixStream::pair()?;
    came.set_nonblocking(true)?;
    let noted: Arc<AtomicUsize> = Arc::default();
    let ends = [SIGINT, SIGTERM, SIGHUP].map(|signal| (signal, Arc::new(AtomicBool::new(true))));
    for (signal, ends) in &ends {
        // The order matters: the first signal of deferred work makes the next one end the process, and the signal is
        // noted before the pipe tells of it.
        flag::register_conditional_shutdown(*signal, 128 + signal, ends.clone())?;
        flag::register(*signal, ends.clone())?;
        flag::register_usize(*signal, noted.clone(), signal.unsigned_abs() as usize)?;
        pipe::register(*signal, tell.try_clone()?)?;
    }
    let ends = ends.map(|(_, ends)| ends);
    // A second call changes nothing.
    let _ = LISTENER.set(Listener { noted, ends, defers: AtomicBool::new(false), came });
    Ok(())
}

/// Does `work`. Meanwhile, the first signal of a kind is noted and does not end the process. If `work` does not react
/// to it, a later [`check`] does.
pub(crate) fn deferred<T>(work: impl FnOnce() -> T) -> T {
    let Some(listener) = LISTENER.get().filter(|listener| !listener.defers.load(Ordering::Relaxed)) else {
        return work();
    };
    let set = |defers| {
        listener.defers.store(defers, Ordering::Relaxed);
        listener.ends.iter().for_each(|ends| ends.store(!defers, Ordering::SeqCst));
    };
    set(true);
    let outcome = work();
    set(false);
    outcome
}

/// Fails if a signal came.
pub(crate) fn check() -> Result<(), Interrupted> {
    match LISTENER.get().map_or(0, |listener| listener.noted.load(Ordering::SeqCst)) {
        0 => Ok(()),
        signal => Err(Interrupted(signal)),
    }
}

/// Waits for a signal.
pub(crate) async fn wait() -> Result<Interrupted, EventLoopError> {
    let Some(listener) = LISTENER.get() else { return std::future::pending().await };
    // Nobody reads from the pipe, so it stays readable for all that wait.
    let came = tokio::net::UnixStream::from_std(listener.came.try_clone()?)?;
    loop {
        came.readable().await?;
        if let Err(interrupted) = check() {
            return Ok(interrupted);
        }
    }
}

impl From<Interrupted> for Failure {
    fn from(interrupted: Interrupted) -> Self {
        let code = u8::try_from(interrupted.0).map_or(ExitCode::Other, ExitCode::Signal);
        Self::new(code, interrupted)
    }
}

impl From<EventLoopError> for Failure {
    fn from(error: EventLoopError) -> Self {
        Self::new(ExitCode::Other, error)
    }
}

fn name(signal: usize) -> String {
    let known = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")];
    let found = known.into_iter().find(|(number, _)| number.unsigned_abs() as usize == signal);
    found.map_or_else(|| format!("signal {signal}"), |(_, name)| name.into())
}
