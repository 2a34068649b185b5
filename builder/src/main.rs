//! `catalog-builder`: turns the catalogue's rows into the snapshot that the worker serves.
//!
//! One run of `export` is: [`dsn`] says which database, [`tls`] and [`database`] open one read-only transaction,
//! [`requirements`] checks that everything needed is there, [`catalogue`] reads it into records, [`documents`] renders
//! the documents, the library builds the snapshot, [`publish`] puts both in place. [`terminal`] is the only part that prints.

mod args;
mod ask;
mod budgets;
mod catalogue;
mod cells;
mod compare;
mod database;
mod diff;
mod doctor;
mod documents;
mod doubts;
mod dsn;
mod export;
mod failure;
mod file;
mod format;
mod gzip;
mod inspect;
mod interrupt;
mod json;
mod preview_urls;
mod publish;
mod reach;
mod reading;
mod refusals;
mod report;
mod requirements;
mod secrets;
mod served;
mod session;
mod shell;
mod synth;
mod tags;
mod tally;
mod terminal;
mod tls;
mod verify;

use std::io;
use std::process;

use crate::args::Command;
use crate::failure::{ExitCode, Failure};
use crate::report::Exported;
use crate::terminal::Terminal;

fn main() -> process::ExitCode {
    let cli = match args::parse() {
        Ok(cli) => cli,
        Err(refusal) => return terminal::usage(&refusal),
    };
    let terminal = Terminal::new(cli.json, cli.quiet);
    if let Err(error) = interrupt::listen() {
        return terminal.failure(&error.into());
    }
    let outcome = match cli.command {
        Command::Export(options) => published(|| export::export(&options, &terminal), terminal),
        Command::Synth(options) => published(|| export::synth(&options, &terminal), terminal),
        Command::Inspect(options) => inspect::inspect(&options, terminal),
        Command::Verify(options) => verify::verify(&options, terminal),
        Command::Diff(options) => diff::diff(&options, terminal),
        Command::Doctor(options) => doctor::doctor(&options, terminal),
        Command::Completions(options) => shell::completions(&options),
        Command::Man(options) => shell::man(&options),
    };
    match outcome {
        Ok(()) => process::ExitCode::SUCCESS,
        Err(failure) => terminal.failure(&failure),
    }
}

/// Publishes a snapshot and prints the summary. A signal never hides that the snapshot is in place.
fn published(export: impl FnOnce() -> Result<Exported, Failure>, terminal: Terminal) -> Result<(), Failure> {
    interrupt::deferred(|| Ok(terminal.report(&export()?).map_err(SummaryError)?))
}

/// A summary that cannot be shown, of a run that succeeded.
#[derive(Debug, thiserror::Error)]
#[error("the snapshot is published, but the summary cannot be printed")]
struct SummaryError(#[source] io::Error);

impl From<SummaryError> for Failure {
    fn from(error: SummaryError) -> Self {
        Self::new(ExitCode::Other, error)
    }
}
