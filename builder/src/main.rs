//! `catalog-builder`: turns the catalogue's rows into the snapshot that the worker serves.
//!
//! One run of `export` is: [`dsn`] says which database, [`tls`] and [`database`] open one read-only transaction,
//! [`requirements`] checks that everything needed is there, [`catalogue`] reads it into records, [`documents`] renders
//! the documents, the library builds the snapshot, [`publish`] puts both in place. [`terminal`] is the only part that prints.

mod args;
mod cli;
mod commands;
mod database;
mod documents;
mod dsn;
mod failure;
mod interrupt;
mod reading;
mod records;
mod secrets;
mod session;
mod source;
mod storage;
mod synth;
mod terminal;
mod tls;

use std::process::ExitCode;

use crate::cli::Cli;
use crate::failure::Failure;
use crate::terminal::Terminal;

fn main() -> ExitCode {
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(usage) => return usage.print(),
    };
    let terminal = Terminal::new(cli.json, cli.quiet);
    match run(cli, terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => terminal.failure(&failure),
    }
}

fn run(cli: Cli, terminal: Terminal) -> Result<(), Failure> {
    interrupt::listen()?;
    cli.command.run(terminal)
}
