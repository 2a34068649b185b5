//! Lock that lets one run at a time replace a snapshot and its documents.
//!
//! Two runs at the same time would remove each other's documents. The lock is a system lock on the file `.X.snap.lock`
//! beside `X.snap`, so it always ends with its process. The file holds the number of the process, for the message only.
//! The next run uses a file that a killed run left behind.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::destination::Destination;
use super::error::PublishError;
use super::folders::Created;
use crate::interrupt;

/// The lock, which is held until this value is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    /// Locked file; `None` if the file system has no locks, or if the file cannot be created, which publishing will
    /// report.
    lock: Option<(PathBuf, File)>,
    /// Folders that were created for the file.
    _created: Created,
}

/// Pause between two attempts to get the lock.
const PAUSE: Duration = Duration::from_millis(20);

impl Destination {
    /// Waits until no other run publishes this snapshot. Fails after `deadline`, or if a signal comes.
    pub(crate) fn turn(&self, deadline: Instant) -> Result<Turn, PublishError> {
        let waiting = Instant::now();
        let created = Created::with(&self.folder);
        let path = self.lock();
        let turn = |lock| Turn { lock, _created: created };
        loop {
            let Some(mut file) = open(&path) else { return Ok(turn(None)) };
            match file.try_lock() {
                // The previous run removes the file while it holds the lock.
                Ok(()) if is_at(&file, &path) => {
                    let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
                    return Ok(turn(Some((path, file))));
                }
                Ok(()) => {}
                Err(TryLockError::Error(_)) => return Ok(turn(None)),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                    return Err(PublishError::Busy {
                        path: self.path().into(),
                        holder: holder(&path),
                        waited: waiting.elapsed(),
                    });
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
            interrupt::check()?;
        }
    }

    fn lock(&self) -> PathBuf {
        let mut name = self.prefix();
        name.push("lock");
        self.folder.join(name)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some((path, _locked)) = &self.lock {
            let _ = fs::remove_file(path);
        }
    }
}

/// Opens or creates the lock file at `path`. A file of another user may be read-only, which is enough for a lock.
fn open(path: &Path) -> Option<File> {
    // Writing through a link would change another file.
    if path.symlink_metadata().is_ok_and(|entry| !entry.is_file()) {
        return None;
    }
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => File::open(path).ok(),
        opened => opened.ok(),
    }
}

/// True if `file` is still the one at `path`.
fn is_at(file: &File, path: &Path) -> bool {
    let identity = |entry: io::Result<fs::Metadata>| entry.map(|entry| (entry.dev(), entry.ino())).ok();
    identity(file.metadata()).is_some_and(|file| identity(path.symlink_metadata()) == Some(file))
}

/// Reads the number of the process that holds the lock at `path`.
fn holder(path: &Path) -> Option<u32> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}
