//! `catalog-builder inspect`: shows the contents of a snapshot.

mod answer;
mod inspection;
mod text;

use std::path::PathBuf;

use clap::Args;

use crate::commands::path_argument::path_argument;
use crate::failure::Failure;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use answer::Answer;
use inspection::Inspection;

/// Options of `inspect`.
#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    /// The snapshot
    #[arg(value_name = "FILE", value_parser = path_argument())]
    pub(crate) file: PathBuf,
    /// Answer this filter as the worker does, for example 'lib=matplotlib&plot=scatter&limit=20'
    #[arg(long, value_name = "QUERY")]
    pub(crate) query: Option<String>,
}

/// Prints the contents of the file, or the reply to one query.
pub(crate) fn run(args: &InspectArgs, terminal: Terminal) -> Result<(), Failure> {
    let file = SnapshotFile::read(&args.file)?;
    match &args.query {
        Some(query) => terminal.show(&Answer::of(&file, query)?),
        None => terminal.show(&Inspection::of(&file)?),
    }
}
