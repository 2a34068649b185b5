//! `catalog-builder inspect`: shows the contents of a snapshot.

mod answer;
mod edge_answer;
mod inspection;
mod parameters;
mod text;
mod values;

use std::path::PathBuf;

use catalog_edge::model::Facet;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::commands::examples::examples;
use crate::commands::path_argument::path_argument;
use crate::failure::Failure;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use inspection::Inspection;

/// Options of `inspect`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Show what a snapshot holds", "catalog-builder inspect snapshots/catalog.snap"),
    ("Answer a filter", "catalog-builder inspect snapshots/catalog.snap --query 'lib=matplotlib&plot=scatter'"),
    ("Search the values of a facet", "catalog-builder inspect snapshots/catalog.snap --facet tech --query 'q=an'"),
    ("Print the reply of the worker", "catalog-builder inspect snapshots/catalog.snap --query 'limit=1' --json"),
]))]
pub(crate) struct InspectArgs {
    /// The snapshot
    #[arg(value_name = "FILE", value_parser = path_argument())]
    pub(crate) file: PathBuf,
    /// Answer this filter as the worker does, for example 'lib=matplotlib&plot=scatter&limit=20'
    #[arg(long, value_name = "QUERY")]
    pub(crate) query: Option<String>,
    /// Search the values of this facet, as the worker does, for example tech with --query 'q=an&lib=plotly'
    #[arg(long, value_name = "FACET", value_parser = facet())]
    pub(crate) facet: Option<Facet>,
}

fn facet() -> impl TypedValueParser<Value = Facet> {
    PossibleValuesParser::new(Facet::NAMES).try_map(|name| Facet::from_name(&name).ok_or("no such facet"))
}

/// Prints the contents of the file, or the reply to one query.
pub(crate) fn run(args: &InspectArgs, terminal: Terminal) -> Result<(), Failure> {
    let file = SnapshotFile::read(&args.file)?;
    match (args.facet, &args.query) {
        (Some(facet), query) => {
            terminal.show(&values::of(&file, facet, query.as_deref().unwrap_or_default(), terminal)?)
        }
        (None, Some(query)) => terminal.show(&answer::of(&file, query, terminal)?),
        (None, None) => terminal.show(&Inspection::of(&file)?),
    }
}
