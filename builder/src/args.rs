//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::diff::Gate;
use crate::doctor::Pool;
use crate::documents::Wanted;
use crate::secrets;

/// Exports the plot catalogue into the snapshot that catalog-edge serves.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print the summary, or the error, as one JSON object
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print nothing but errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done, 2 wrong usage, 3 the database cannot be reached or read, 4 its data cannot be exported,
5 more than a budget allows, 6 something is not as it should be, 7 a file cannot be written, 128 + n stopped by signal n,
1 anything else. Whatever fails, an existing snapshot is left as it was.
Colours and progress are off where NO_COLOR is set or the output is no terminal.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Export the catalogue from PostgreSQL
    Export(ExportOptions),
    /// Make a believable catalogue without a database
    Synth(SynthOptions),
    /// Look into a snapshot
    Inspect(InspectOptions),
    /// Show that a snapshot is right
    Verify(VerifyOptions),
    /// Show what changed from one snapshot to another
    Diff(DiffOptions),
    /// Look for what slows the database down, and write the migration that mends it
    Doctor(DoctorOptions),
    /// Print the completions of a shell
    Completions(CompletionsOptions),
    /// Print the man page, or write those of all commands to a folder
    Man(ManOptions),
}

/// What `export` is told.
#[derive(Args, Debug)]
pub(crate) struct ExportOptions {
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
    /// Refuse values that no request can name and previews that are no URLs (exit code 4) instead of warning about them
    #[arg(long)]
    pub(crate) strict: bool,
}

/// What to write, where, and how much of it.
#[derive(Args, Debug)]
pub(crate) struct OutputOptions {
    /// File to write, X.snap; its documents go to X.documents. A missing folder is created
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) documents: DocumentOptions,
    #[command(flatten)]
    pub(crate) budgets: BudgetOptions,
}

/// Which database to read, and how long to wait for it.
#[derive(Args, Debug)]
pub(crate) struct DatabaseOptions {
    /// postgresql://user:password@host/database?sslmode=verify-full, or "host=/run/postgresql dbname=..."
    ///
    /// sslmode is disable, prefer (default), require (encrypts, verifies nothing) or verify-full (verifies certificate
    /// and host name, against sslrootcert=FILE or the system's roots). The environment keeps a password out of the
    /// process list: prefer DATABASE_URL to this option.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) database_url: String,
    /// Seconds to wait for a connection
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) connect_timeout: Duration,
    /// Seconds to wait for a table that a migration holds locked
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) lock_timeout: Duration,
    /// Seconds one statement may take
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub(crate) statement_timeout: Duration,
    /// Seconds all reading and writing may take
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

/// What `synth` is told.
#[derive(Args, Debug)]
pub(crate) struct SynthOptions {
    /// How many images
    #[arg(long, value_name = "N")]
    pub(crate) images: usize,
    /// Same seed, same catalogue
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Also draw previews, four files a spec, into this folder; URLs then lead to /site/previews of the service itself
    ///
    /// Without it they lead to a host that does not exist.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) previews: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
}

/// What the snapshot may cost, beside the number of its documents. More is refused before anything is published.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct BudgetOptions {
    /// Most bytes the snapshot may have
    #[arg(long, value_name = "N")]
    pub(crate) max_bytes: Option<u64>,
    /// Most distinct values any facet may have
    #[arg(long, value_name = "N")]
    pub(crate) max_values_per_facet: Option<u64>,
}

/// Which documents go with the snapshot.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DocumentOptions {
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

impl DocumentOptions {
    /// Which documents to make.
    pub(crate) fn wanted(self) -> Wanted {
        match self {
            Self { no_documents: true, .. } => Wanted::Nothing,
            Self { no_code: true, .. } => Wanted::Details,
            _ => Wanted::All,
        }
    }
}

/// What `inspect` is told.
#[derive(Args, Debug)]
pub(crate) struct InspectOptions {
    /// The snapshot
    #[arg(value_name = "FILE", value_parser = path())]
    pub(crate) file: PathBuf,
    /// Answer this filter as the edge would, for instance 'lib=matplotlib&plot=scatter&limit=20'
    #[arg(long, value_name = "QUERY")]
    pub(crate) query: Option<String>,
}

/// What `verify` is told.
#[derive(Args, Debug)]
pub(crate) struct VerifyOptions {
    /// The snapshot; its documents, if it has any, lie beside it
    #[arg(value_name = "FILE", value_parser = path())]
    pub(crate) file: PathBuf,
    /// Read the database as an export does, and compare it row by row
    #[arg(long)]
    pub(crate) against_database: bool,
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
}

/// What `diff` is told.
#[derive(Args, Debug)]
pub(crate) struct DiffOptions {
    /// The snapshot from before
    #[arg(value_name = "OLD", value_parser = path())]
    pub(crate) old: PathBuf,
    /// The snapshot of now
    #[arg(value_name = "NEW", value_parser = path())]
    pub(crate) new: PathBuf,
    /// Exit with code 6 if any count falls by more than this share
    #[arg(long, value_name = "shrink=N%")]
    pub(crate) fail_on: Option<Gate>,
}

/// What `doctor` is told.
#[derive(Args, Debug)]
pub(crate) struct DoctorOptions {
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
    /// Print the migration that mends what was found, and nothing else
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    pub(crate) emit: Option<MigrationFormat>,
    /// Connections that the pool of each instance of the service keeps
    #[arg(long, value_name = "N")]
    pub(crate) pool_size: Option<u32>,
    /// Connections that it may open beyond those
    #[arg(long, value_name = "N", default_value_t = 0, requires = "pool_size")]
    pub(crate) max_overflow: u32,
    /// How many instances of the service there are at most
    #[arg(long, value_name = "N", default_value_t = 1, requires = "pool_size")]
    pub(crate) instances: u32,
}

/// In which form a migration is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum MigrationFormat {
    /// A script for psql
    Sql,
    /// A revision for Alembic
    Alembic,
}

impl DoctorOptions {
    /// The pools of the service, where they were told of.
    pub(crate) fn pool(&self) -> Option<Pool> {
        let Self { max_overflow, instances, .. } = *self;
        self.pool_size.map(|pool_size| Pool { pool_size, max_overflow, instances })
    }
}

/// What `completions` is told.
#[derive(Args, Debug)]
pub(crate) struct CompletionsOptions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// What `man` is told.
#[derive(Args, Debug)]
pub(crate) struct ManOptions {
    /// Folder for the pages, for instance ~/.local/share/man/man1; a missing one is created
    #[arg(value_name = "DIR", value_parser = path())]
    pub(crate) dir: Option<PathBuf>,
}

/// A command line that clap refused, or that asked for help.
#[derive(Debug)]
pub(crate) struct Usage {
    /// What to print, with colours.
    pub(crate) text: String,
    /// Help and version go to standard output and are no failure.
    pub(crate) is_failure: bool,
}

/// The command line of this process.
pub(crate) fn parse() -> Result<Cli, Usage> {
    Cli::try_parse().map_err(|error| {
        // clap quotes what it did not expect: a URL in the wrong place, for instance.
        let text = secrets::hidden(&error.render().ansi().to_string());
        Usage { text, is_failure: error.use_stderr() }
    })
}

/// A path. A connection string in its place would become a name in the file system, and its password a part of reports.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let is_secret = secrets::is_in(&path.to_string_lossy());
        let refusal = "this is a connection string: give a path here, and the string as DATABASE_URL";
        if is_secret { Err(refusal) } else { Ok(path) }
    })
}

fn seconds(text: &str) -> Result<Duration, String> {
    let shortest = Duration::from_millis(1);
    let longest = Duration::from_secs(24 * 60 * 60);
    text.parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|duration| (shortest..=longest).contains(duration))
        .ok_or_else(|| "give a number of seconds from 0.001 to 86400".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_positive_and_at_most_a_day() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["0", "-1", "1e9", "NaN", "soon", ""] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
