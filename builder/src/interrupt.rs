//! Signals that ask a run to stop: it does so where nothing is left half done.
//!
//! What a signal does is a matter of the whole process, and so is this. The second signal of a kind ends the process at
//! once; what it leaves behind, the next run removes.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

/// A signal came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped by {}; what was published before is as it was", name(*.0))]
pub(crate) struct Interrupted(usize);

/// The signal that came last, 0 before any.
static SIGNAL: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// From here on, signals are noted instead of ending the process.
pub(crate) fn listen() -> io::Result<()> {
    let noted = SIGNAL.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let again = Arc::new(AtomicBool::new(false));
        // In this order: at the first signal there was none before.
        flag::register_conditional_shutdown(signal, 128 + signal, again.clone())?;
        flag::register(signal, again)?;
        flag::register_usize(signal, noted.clone(), signal.unsigned_abs() as usize)?;
    }
    Ok(())
}

/// Whether to go on.
pub(crate) fn check() -> Result<(), Interrupted> {
    match SIGNAL.get().map_or(0, |signal| signal.load(Ordering::Relaxed)) {
        0 => Ok(()),
        signal => Err(Interrupted(signal)),
    }
}

/// Waits for a signal.
pub(crate) async fn wait() -> Interrupted {
    loop {
        if let Err(interrupted) = check() {
            return interrupted;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

impl Interrupted {
    /// As shells tell of a process that a signal ended.
    pub(crate) fn exit_code(self) -> u8 {
        u8::try_from(128 + self.0).unwrap_or(1)
    }
}

fn name(signal: usize) -> String {
    let known = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")];
    let found = known.into_iter().find(|(number, _)| number.unsigned_abs() as usize == signal);
    found.map_or_else(|| format!("signal {signal}"), |(_, name)| name.into())
}
