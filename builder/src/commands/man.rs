//! `catalog-builder man`: man pages, generated from the command line.

mod sections;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;

use super::examples::examples;
use crate::commands::path_argument::path_argument;
use crate::failure::{ExitCode, Failure};
use crate::terminal::{PrintError, Terminal};

/// Options of `man`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Install the pages for this user", "catalog-builder man ~/.local/share/man/man1"),
    ("Show the page of the whole program", "catalog-builder man | man -l -"),
]))]
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

/// Prints the page of `command`, the whole command line, or writes its page and those of all subcommands to a folder.
pub(crate) fn run(args: &ManArgs, mut command: Command) -> Result<(), Failure> {
    command.build();
    let Some(folder) = &args.dir else {
        let page = page(&command).map_err(PrintError)?;
        return Ok(Terminal::print(&String::from_utf8_lossy(&page)).map_err(PrintError)?);
    };
    write(folder, command.get_name(), &command)?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        // The title of the page is the display name, `catalog-builder-export`.
        write(folder, subcommand.get_display_name().unwrap_or(subcommand.get_name()), subcommand)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, command: &Command) -> Result<(), Failure> {
    let path = folder.join(format!("{name}.1"));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, page(command)?));
    Ok(written.map_err(|source| PageError { path, source })?)
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let (mut page, man) = (Vec::new(), Man::new(command.clone()));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    sections::write(command, &mut page)?;
    Ok(page)
}
