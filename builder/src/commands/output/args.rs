//! Options of the commands that write a snapshot.

use std::path::PathBuf;

use clap::Args;

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
