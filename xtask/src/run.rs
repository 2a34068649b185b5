//! Other programs, run to their end.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::root;
use crate::terminal::say;

/// A program, given its arguments.
pub type Tool = dyn Fn(&[&str]) -> Command;

/// `program` with `arguments`, to be run in the project's folder.
pub fn command<A: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    // What cargo tells this tool about its package: under another cargo, ring's build script takes it for a change.
    for (name, _) in std::env::vars_os() {
        if ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// Cargo: the one that runs this tool, if any.
pub fn cargo<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
}

/// Runs it with this terminal.
///
/// # Errors
///
/// When it does not start or does not succeed; the message is its command line.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    ensure!(status.success(), "failed ({status}): {}", line(command));
    Ok(())
}

/// Runs it with this terminal and shows `see` every line of its standard output.
///
/// # Errors
///
/// As [`run`], or when its output cannot be read.
pub fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Result<()> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {}", line(command)))?;
    for bytes in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).split(b'\n')) {
        let bytes = bytes.with_context(|| format!("cannot read the output of {}", line(command)))?;
        let text = String::from_utf8_lossy(&bytes);
        say(&text);
        see(&text);
    }
    let status = child.wait().with_context(|| format!("cannot wait for {}", line(command)))?;
    ensure!(status.success(), "failed ({status}): {}", line(command));
    Ok(())
}

/// Runs it and returns what it writes to its standard output.
///
/// # Errors
///
/// As [`run`], or when the output is not UTF-8.
pub fn read(command: &mut Command) -> Result<String> {
    command.stderr(Stdio::inherit());
    let output = command.output().with_context(|| format!("cannot start {}", line(command)))?;
    ensure!(output.status.success(), "failed ({}): {}", output.status, line(command));
    String::from_utf8(output.stdout).with_context(|| format!("not text: the output of {}", line(command)))
}

/// The command as one would type it.
#[must_use]
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
