//! The smoke test of a service that is changing: it waits for the expected release, but not for its errors to end.

use std::thread;
use std::time::{Duration, Instant};

use super::answer::AnswerError;
use super::client::Client;
use super::smoke::{Expected, Sight, SmokeError, Tried};

/// Pause between two looks.
const PAUSE: Duration = Duration::from_millis(500);
/// Number of requests in a row without any reply after which nothing is there: one alone may be the network's fault.
const SILENCES: u32 = 3;

/// Errors to wait for the end of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// None: an error of a new release is a reason to roll it back at once.
    Never,
    /// An address that is not there yet: a 404 of any path.
    Absence,
    /// All: what was there before fails, and may still answer.
    Always,
}

/// Address that is watched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch<'w> {
    pub(crate) client: &'w Client,
    pub(crate) url: &'w str,
    /// Header fields of every request.
    pub(crate) headers: &'w [(&'w str, &'w str)],
    /// Longest time to wait.
    pub(crate) within: Duration,
    pub(crate) patience: Patience,
}

/// Reason that an address does not pass.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WatchError {
    #[error("{url} fails its smoke test")]
    Failed {
        url: String,
        #[source]
        source: SmokeError,
    },
    #[error("{url} still serves what was live before, after {:.0} s", within.as_secs_f64())]
    Unchanged { url: String, within: Duration },
    #[error("{url} is served by version {version}, which is another one")]
    Stranger { url: String, version: String },
}

impl Watch<'_> {
    /// Waits until the address serves what is expected, and returns how long that took.
    pub(crate) fn wait(self, expected: &Expected) -> Result<Duration, WatchError> {
        self.wait_telling(expected, |_| ())
    }

    /// Does the same, and calls `tell` with the requests of each look.
    pub(crate) fn wait_telling(
        self,
        expected: &Expected,
        mut tell: impl FnMut(Vec<Tried>),
    ) -> Result<Duration, WatchError> {
        let begin = Instant::now();
        let mut silences = 0;
        loop {
            let (sight, tried) = expected.look(self.client, self.url, self.headers);
            tell(tried);
            let is_late = begin.elapsed() >= self.within;
            let url = || self.url.to_owned();
            let failed = |source| Err(WatchError::Failed { url: url(), source });
            match sight {
                Sight::Passed => return Ok(begin.elapsed()),
                Sight::Before if is_late => return Err(WatchError::Unchanged { url: url(), within: self.within }),
                Sight::Stranger(version) if is_late || self.patience != Patience::Always => {
                    return Err(WatchError::Stranger { url: url(), version });
                }
                Sight::Silent(error) if is_late => return failed(error.into()),
                Sight::Silent(error) => {
                    // A service that lets a client wait is there, and does not work.
                    silences += if error.is_timeout() { SILENCES } else { 1 };
                    if silences >= SILENCES && self.patience == Patience::Never {
                        return failed(error.into());
                    }
                }
                Sight::Failed(error) if is_late || !self.waits_for(&error) => return failed(error),
                Sight::Before | Sight::Stranger(_) | Sight::Failed(_) => silences = 0,
            }
            thread::sleep(PAUSE);
        }
    }

    fn waits_for(self, error: &SmokeError) -> bool {
        match self.patience {
            Patience::Never => false,
            Patience::Always => true,
            Patience::Absence => matches!(error, SmokeError::Answer(AnswerError::Status { status: 404, .. })),
        }
    }
}
