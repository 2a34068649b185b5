//! Programs that end with this one, however it ends.

use std::os::unix::process::{CommandExt, parent_id};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::path;
use crate::run::line;

/// A running program and the processes it starts, in a process group of its own. They end if this is dropped, and also if this
/// process dies, because they watch a pipe to it.
#[derive(Debug)]
pub struct Bound {
    shell: Child,
}

impl Bound {
    /// Starts `command`: its program, arguments, environment and folder.
    ///
    /// # Errors
    ///
    /// When there is no shell to start it.
    pub fn start(command: &Command, stdout: Stdio, stderr: Stdio) -> Result<Self> {
        let mut shell = Command::new("sh");
        shell.arg(path("xtask/src/bound.sh")).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            shell.current_dir(folder);
        }
        shell.process_group(0).stdin(Stdio::piped()).stdout(stdout).stderr(stderr);
        let shell = shell.spawn().with_context(|| format!("cannot start {}", line(command)))?;
        Ok(Self { shell })
    }

    /// Its standard output, if that was to be piped; once.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.shell.stdout.take()
    }

    /// Returns the status with which it ended, if it has.
    ///
    /// # Errors
    ///
    /// When the system does not say.
    fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.shell.try_wait()?)
    }

    /// The process whose first child is the program.
    #[must_use]
    pub fn shell_id(&self) -> u32 {
        self.shell.id()
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// Knows when the person or process that called this tool wants it to end.
#[derive(Debug)]
pub struct Caller {
    id: u32,
    has_asked: Arc<AtomicBool>,
}

impl Caller {
    /// Listens: from here on, Ctrl-C and its like are a wish, no longer the end.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn new() -> Result<Self> {
        let has_asked = Arc::new(AtomicBool::new(false));
        // npm sends SIGTERM if a person presses Ctrl-C, a terminal that closes sends SIGHUP.
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            flag::register(signal, Arc::clone(&has_asked))?;
        }
        Ok(Self { id: parent_id(), has_asked })
    }

    /// True if this process was told to end, or the caller is gone.
    #[must_use]
    fn wants_the_end(&self) -> bool {
        // npm, killed outright, tells nobody.
        self.has_asked.load(Ordering::Relaxed) || parent_id() != self.id
    }

    /// Waits until the caller wants the end, or until `program` ends by itself.
    ///
    /// # Errors
    ///
    /// When it ended by itself.
    pub fn wait(&self, program: &mut Bound) -> Result<()> {
        while !self.wants_the_end() {
            if let Some(status) = program.ended()? {
                anyhow::bail!("the server ended by itself ({status})");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}
