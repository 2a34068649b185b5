//! Signals that ask a run to stop: SIGINT, SIGTERM and SIGHUP.
//!
//! Signals are a matter of the whole process, and so is this state. A signal ends the process at once, unless it does
//! [`deferred`] work, which must come to an orderly end: a statement in the database is cancelled, a staging folder is
//! removed. Such work asks [`check`] or awaits [`wait`]. The second signal of a kind ends the process in any case; the
//! next run removes what it leaves behind.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{flag, low_level::pipe};

use crate::failure::{ExitCode, Failure};

/// A signal came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped by {}: nothing was changed", name(*.0))]
pub(crate) struct Interrupted(usize);

/// The system gives no means to wait for events.
#[derive(Debug, thiserror::Error)]
#[error("no event loop can be started: this process may have reached a limit on open files")]
pub(crate) struct EventLoopError(#[from] pub(crate) io::Error);

static LISTENER: OnceLock<Listener> = OnceLock::new();

struct Listener {
    /// The signal that came last, 0 before any.
    noted: Arc<AtomicUsize>,
    /// For every signal, true if it ends the process at once.
    ends: [Arc<AtomicBool>; 3],
    /// True during [`deferred`] work.
    defers: AtomicBool,
    /// Readable from the first signal on.
    came: UnixStream,
}

/// Takes charge of the signals, once for the process.
pub(crate) fn listen() -> Result<(), EventLoopError> {
    let (came, tell) = UnixStream::pair()?;
    came.set_nonblocking(true)?;
    let noted: Arc<AtomicUsize> = Arc::default();
    let ends = [SIGINT, SIGTERM, SIGHUP].map(|signal| (signal, Arc::new(AtomicBool::new(true))));
    for (signal, ends) in &ends {
        // In this order: the first signal of deferred work makes the next one end the process, and who is told of a
        // signal finds it noted.
        flag::register_conditional_shutdown(*signal, 128 + signal, ends.clone())?;
        flag::register(*signal, ends.clone())?;
        flag::register_usize(*signal, noted.clone(), signal.unsigned_abs() as usize)?;
        pipe::register(*signal, tell.try_clone()?)?;
    }
    let ends = ends.map(|(_, ends)| ends);
    // A second call would change nothing: the listener stays as it is.
    let _ = LISTENER.set(Listener { noted, ends, defers: AtomicBool::new(false), came });
    Ok(())
}

/// Does `work`, during which the first signal of a kind is noted and does not end the process. If `work` does not act
/// on a signal, a [`check`] afterwards finds it.
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

/// Returns the signal that came, if any, as an error.
pub(crate) fn check() -> Result<(), Interrupted> {
    match LISTENER.get().map_or(0, |listener| listener.noted.load(Ordering::SeqCst)) {
        0 => Ok(()),
        signal => Err(Interrupted(signal)),
    }
}

/// Waits for a signal.
pub(crate) async fn wait() -> Result<Interrupted, EventLoopError> {
    let Some(listener) = LISTENER.get() else { return std::future::pending().await };
    // Nobody reads what tells of a signal, so it tells everyone who waits.
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
