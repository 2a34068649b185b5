//! `catalog-builder synth`: generates a synthetic catalogue.

mod previews;

use std::path::PathBuf;
use std::time::Instant;

use catalog_edge::model::Records;
use clap::Args;

use super::output::args::OutputArgs;
use super::output::budgets::BudgetArgs;
use super::output::summary::Summary;
use super::output::{self, Intake, Run};
use crate::commands::examples::examples;
use crate::documents::budget;
use crate::documents::render::Renderer;
use crate::failure::Failure;
use crate::numbers::whole;
use crate::storage::destination::Destination;
use crate::storage::staging::Staging;
use crate::synth::{self, Previews};
use crate::terminal::Terminal;

/// Options of `synth`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Generate a catalogue of the size of the real one", "catalog-builder synth --images 3623 --out demo.snap"),
    (
        "Generate another one, with its previews",
        "catalog-builder synth --images 500 --seed 7 --out demo.snap --previews demo.previews",
    ),
]))]
pub(crate) struct SynthArgs {
    /// Number of images, 0 to 1000000
    #[arg(long, value_name = "N", value_parser = whole::<usize>(0..=1_000_000), allow_hyphen_values = true)]
    pub(crate) images: usize,
    /// Seed of the generator: the same seed gives the same catalogue. 0 to 18446744073709551615
    #[arg(
        long,
        value_name = "S",
        default_value = "1",
        value_parser = whole::<u64>(0..=u64::MAX),
        allow_hyphen_values = true
    )]
    pub(crate) seed: u64,
    /// Also draw previews, four files for each spec, into this folder. URLs then lead to /site/previews of the worker
    ///
    /// Without this option, URLs lead to a host that does not exist.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) previews: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) budgets: BudgetArgs,
}

/// Generates a synthetic catalogue.
pub(crate) fn run(args: &SynthArgs, terminal: Terminal) -> Result<(), Failure> {
    output::published(|| export_synthetic(args, terminal), terminal)
}

fn export_synthetic(args: &SynthArgs, terminal: Terminal) -> Result<Summary, Failure> {
    let started = Instant::now();
    let destination = Destination::at(&args.output.out)?;
    let progress = terminal.progress();
    progress.phase("making a catalogue");
    let host = if args.previews.is_some() { Previews::Here } else { Previews::Elsewhere };
    let generate = || synth::synth(args.images, args.seed, host);
    let mut intake = Intake::default();
    let others = generate().map_impls(|impls| impls.for_each(|record| intake.add(&record)));
    let collected = intake.finish(others)?;
    // Documents and previews need whole records, which are generated again.
    let records = || -> Records { generate().map_impls(Iterator::collect) };
    let scope = args.output.documents.scope();
    let mut documents = None;
    if let Some(plan) = budget::plan(&collected.catalog, scope, args.budgets.max_documents)? {
        let mut renderer = Renderer::new(plan, Staging::beside(&destination)?);
        synth::show(&records(), args.seed, scope, &mut renderer)?;
        documents = Some(renderer.finish()?);
    }
    // Previews are written before the snapshot, because its URLs lead to them.
    if let Some(folder) = &args.previews {
        progress.phase("drawing previews");
        previews::write(&records(), args.seed, folder)?;
    }
    let (limit, budgets) = (None, args.budgets);
    let run = Run { started, read_in: started.elapsed(), limit, budgets, is_strict: false };
    output::finish(collected, documents, &destination, &run, &progress)
}
