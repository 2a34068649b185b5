//! `catalog-builder completions` and `man`: shell completions and man pages, generated from the command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::commands::path_argument::path_argument;
use crate::failure::{ExitCode, Failure};
use crate::terminal::{PrintError, Terminal};

/// Options of `completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Options of `man`.
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// Folder for the pages, for example ~/.local/share/man/man1. It is created if it is missing
    #[arg(value_name = "DIR", value_parser = path_argument())]
    pub(crate) dir: Option<PathBuf>,
}

/// Error of a man page that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write man page '{}': give a folder that this user may write to", path.display())]
struct PageError {
    path: PathBuf,
    source: io::Error,
}

impl From<PageError> for Failure {
    fn from(error: PageError) -> Self {
        Self::new(ExitCode::Output, error)
    }
}

/// Prints the completions of `command`, the whole command line, for a shell.
pub(crate) fn completions(args: &CompletionsArgs, mut command: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    print(&script)
}

/// Prints the page of `command`, the whole command line, or writes its page and those of all subcommands to a folder.
pub(crate) fn man(args: &ManArgs, mut command: Command) -> Result<(), Failure> {
    command.build();
    let Some(folder) = &args.dir else { return print(&page(command).map_err(PrintError)?) };
    let name = command.get_name().to_owned();
    write(folder, &name, command.clone())?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        // The title of the page is the display name, `catalog-builder-export`.
        write(folder, subcommand.get_display_name().unwrap_or(subcommand.get_name()), subcommand.clone())?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, command: Command) -> Result<(), Failure> {
    let path = folder.join(format!("{name}.1"));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, page(command)?));
    Ok(written.map_err(|source| PageError { path, source })?)
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}

fn print(text: &[u8]) -> Result<(), Failure> {
    Ok(Terminal::print(&String::from_utf8_lossy(text)).map_err(PrintError)?)
}
