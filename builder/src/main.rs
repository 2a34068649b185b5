//! `catalog-builder`: turns the catalogue's rows into the snapshot that the worker serves.
//!
//! One run of `export` is: [`dsn`] says which database, [`tls`] and [`database`] open one read-only transaction,
//! [`requirements`] checks that everything needed is there, [`catalogue`] reads it into records, [`documents`] renders
//! the documents, the library builds the snapshot, [`publish`] puts both in place. [`terminal`] is the only part that prints.

mod args;
mod catalogue;
mod cells;
mod database;
mod documents;
mod dsn;
mod export;
mod failure;
mod json;
mod publish;
mod report;
mod requirements;
mod synth;
mod tags;
mod terminal;
mod tls;

use std::process::ExitCode;

use crate::args::Command;
use crate::terminal::Terminal;

fn main() -> ExitCode {
    let cli = match args::parse() {
        Ok(cli) => cli,
        Err(refusal) => return terminal::usage(&refusal),
    };
    let terminal = Terminal::new(cli.json, cli.quiet);
    let outcome = match cli.command {
        Command::Export(options) => export::export(&options, &terminal),
        Command::Synth(options) => export::synth(&options, &terminal),
    };
    match outcome.and_then(|report| Ok(terminal.report(&report)?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => terminal.failure(&failure),
    }
}
