//! Options of the commands that write a snapshot.

use std::path::PathBuf;

use clap::Args;

use super::budgets::BudgetArgs;
use crate::commands::path_argument::path_argument;
use crate::documents::scope::DocumentScope;

/// Options of the output.
#[derive(Args, Debug)]
pub(crate) struct OutputArgs {
    /// File to write, X.snap. Its documents go to X.documents. Missing folders are created
    #[arg(long, value_name = "FILE", value_parser = path_argument())]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,
    #[command(flatten)]
    pub(crate) budgets: BudgetArgs,
}

/// Options of the documents.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DocumentArgs {
    /// Make no documents. The origin then answers requests for spec lists, spec details and code
    #[arg(long)]
    pub(crate) no_documents: bool,
    /// Make no documents of code. The origin then answers requests for code
    #[arg(long)]
    pub(crate) no_code: bool,
    /// Largest number of documents. Cloudflare's free plan serves 20,000 static files, the paid plan 100,000
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub(crate) max_documents: usize,
}

impl DocumentArgs {
    /// Returns the scope of the documents.
    pub(crate) fn scope(self) -> DocumentScope {
        match self {
            Self { no_documents: true, .. } => DocumentScope::Nothing,
            Self { no_code: true, .. } => DocumentScope::Details,
            _ => DocumentScope::All,
        }
    }
}
