//! The right to replace a snapshot and its documents: one run at a time has it.
//!
//! Two runs at a time would remove each other's documents. The lock is the system's, on the file `.X.snap.lock` beside
//! `X.snap`, so it ends with the process that holds it, however that ends. The file names that process for the message
//! only; one that a killed run left behind is taken over by the next run.

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

/// The right, until this value is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    /// The locked file; `None` on a file system that has no locks or lets no file be created, as publishing will tell.
    lock: Option<(PathBuf, File)>,
    /// Folders that the file needed.
    _created: Created,
}

/// Between two looks at a lock that another run holds.
const PAUSE: Duration = Duration::from_millis(20);

impl Destination {
    /// Waits until no other run publishes this snapshot, but not beyond `deadline` or a signal.
    pub(crate) fn turn(&self, deadline: Instant) -> Result<Turn, PublishError> {
        let waiting = Instant::now();
        let created = Created::with(&self.folder);
        let path = self.lock();
        let turn = |lock| Turn { lock, _created: created };
        loop {
            let Some(mut file) = open(&path) else { return Ok(turn(None)) };
            match file.try_lock() {
                // The run before removes the file while it holds the lock.
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

/// The lock file at `path`, created if there is none. One of another user may be read only, which is enough for a lock.
fn open(path: &Path) -> Option<File> {
    // To write through a link would change another file.
    if path.symlink_metadata().is_ok_and(|entry| !entry.is_file()) {
        return None;
    }
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => File::open(path).ok(),
        opened => opened.ok(),
    }
}

/// True if `file` is the one at `path`.
fn is_at(file: &File, path: &Path) -> bool {
    let identity = |entry: io::Result<fs::Metadata>| entry.map(|entry| (entry.dev(), entry.ino())).ok();
    identity(file.metadata()).is_some_and(|file| identity(path.symlink_metadata()) == Some(file))
}

/// The process that holds the lock at `path`, as it says itself.
fn holder(path: &Path) -> Option<u32> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}
