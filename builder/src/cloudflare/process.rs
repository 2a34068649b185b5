//! Programs with a time limit.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::NamedTempFile;

use crate::interrupt::{self, Interrupted};

/// Pause between two looks at a running program.
const PAUSE: Duration = Duration::from_millis(20);

/// Outcome of a program that ended in time.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) status: ExitStatus,
    pub(super) out: String,
    pub(super) err: String,
}

/// Error of a program that did not end by itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProcessError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("it did not end within {:.0} s, and was ended", .0.as_secs_f64())]
    Late(Duration),
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// Runs `command` to its end. If it takes longer than `limit`, or a signal stops this run, it is ended with all that it
/// started.
pub(super) fn run(command: &mut Command, limit: Duration) -> Result<Ended, ProcessError> {
    // Files, because a pipe that nobody reads stops its writer.
    let (out, err) = (NamedTempFile::new()?, NamedTempFile::new()?);
    let open = |file: &NamedTempFile| File::options().append(true).open(file.path());
    command.stdin(Stdio::null()).stdout(open(&out)?).stderr(open(&err)?).process_group(0);
    let status = interrupt::deferred(|| wait(Group(command.spawn()?), limit))?;
    let text = |file: &NamedTempFile| fs::read(file.path()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Ended { status, out: text(&out)?, err: text(&err)? })
}

fn wait(mut group: Group, limit: Duration) -> Result<ExitStatus, ProcessError> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = group.0.try_wait()? {
            return Ok(status);
        }
        interrupt::check()?;
        if Instant::now() >= deadline {
            return Err(ProcessError::Late(limit));
        }
        thread::sleep(PAUSE);
    }
}

/// A program in a process group of its own. Dropping this ends the group.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        let group = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw);
        // There is no group any more if the program and all that it started have ended.
        let _ = group.map(|group| kill_process_group(group, Signal::KILL));
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_of_a_program_is_read() {
        let ended = run(&mut shell("echo out; echo err >&2; exit 3"), Duration::from_secs(60)).unwrap();
        assert_eq!((ended.status.code(), &*ended.out, &*ended.err), (Some(3), "out\n", "err\n"));
    }

    #[test]
    fn program_that_hangs_is_ended_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(shell(&format!("mkfifo {}", pipe.display())).status().unwrap().success());
        let script = format!("sleep 1000 > {} & wait", pipe.display());
        let reader = thread::spawn(move || fs::read(pipe).unwrap());
        assert!(matches!(run(&mut shell(&script), Duration::from_millis(300)), Err(ProcessError::Late(_))));
        // The pipe ends with the last process that holds it.
        assert!(reader.join().unwrap().is_empty());
    }
}
