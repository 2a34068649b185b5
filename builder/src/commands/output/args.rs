//! Options of the commands that write a snapshot.

use std::path::PathBuf;

use clap::Args;

use super::budgets::BudgetArgs;
use crate::commands::path_argument::path_argument;
use crate::documents::scope::DocumentScope;

/// What to write, where, and how much of it.
#[derive(Args, Debug)]
pub(crate) struct OutputArgs {
    /// File to write, X.snap; its documents go to X.documents. A missing folder is created
    #[arg(long, value_name = "FILE", value_parser = path_argument())]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,
    #[command(flatten)]
    pub(crate) budgets: BudgetArgs,
}

/// Which documents go with the snapshot.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DocumentArgs {
    /// Make no documents: the worker then leaves spec lists, spec details and code to the origin
    #[arg(long)]
    pub(crate) no_documents: bool,
    /// Make no documents of code
    #[arg(long)]
    pub(crate) no_code: bool,
    /// Most documents to make; Cloudflare's free plan serves 20,000 static files, a paid one 100,000
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub(crate) max_documents: usize,
}

impl DocumentArgs {
    /// Which documents to make.
    pub(crate) fn scope(self) -> DocumentScope {
        match self {
            Self { no_documents: true, .. } => DocumentScope::Nothing,
            Self { no_code: true, .. } => DocumentScope::Details,
            _ => DocumentScope::All,
        }
    }
}
