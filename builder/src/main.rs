//! `catalog-builder`: turns the catalogue's rows into the snapshot that the worker serves.
//!
//! Rooms, each of which uses only those below it:
//!
//! - [`cli`] lists the commands and the options of all.
//! - [`commands`] holds for each command its options, its run, and its report as text and as JSON.
//! - [`cloudflare`] asks Cloudflare, [`release`] is what is deployed, [`service`] tries a deployed service.
//! - [`synth`] generates a catalogue; [`source`] reads one from PostgreSQL.
//! - [`records`] states facts about records and snapshots; [`documents`] renders documents; [`postgres`] connects to
//!   PostgreSQL and knows no table of the catalogue.
//! - [`storage`] reads and writes files; [`terminal`] is the only room that prints; [`interrupt`] listens to signals.
//! - [`numbers`] parses the numbers of the command line. [`failure`] lists the exit codes.
//!
//! One run of `export`: connect and begin one read-only transaction, check the schema, read the records, plan and
//! render the documents, build the snapshot and open it, put both in place.

mod cli;
mod cloudflare;
mod commands;
mod documents;
mod failure;
mod interrupt;
mod numbers;
mod postgres;
mod records;
mod release;
mod secrets;
mod service;
mod source;
mod storage;
mod synth;
mod terminal;

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
