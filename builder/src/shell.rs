//! `catalog-builder completions` and `man`: the command line described to shells and to man, made from the command line
//! itself whenever they are asked for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::{Cli, CompletionsOptions, ManOptions};
use crate::failure::{ExitCode, Failure};
use crate::terminal::{PrintError, Terminal};

/// Why a man page was not written.
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

/// Prints the completions of a shell.
pub(crate) fn completions(options: &CompletionsOptions) -> Result<(), Failure> {
    let mut script = Vec::new();
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    clap_complete::generate(options.shell, &mut command, name, &mut script);
    print(&script)
}

/// Prints the page of the whole, or writes the pages of it and of every subcommand to a folder.
pub(crate) fn man(options: &ManOptions) -> Result<(), Failure> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = &options.dir else { return print(&page(command).map_err(PrintError)?) };
    let name = command.get_name().to_owned();
    write(folder, &name, command.clone())?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        // What it is displayed as, `catalog-builder-export`, is what its page is titled, too.
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
