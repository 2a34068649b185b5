//! The command line: the list of commands and the options of all.

use std::env;
use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::commands::bundle::{self, BundleArgs};
use crate::commands::completions::{self, CompletionsArgs};
use crate::commands::deploy::{self, DeployArgs};
use crate::commands::diff::{self, DiffArgs};
use crate::commands::doctor::{self, DoctorArgs};
use crate::commands::examples::examples;
use crate::commands::export::{self, ExportArgs};
use crate::commands::inspect::{self, InspectArgs};
use crate::commands::man::{self, ManArgs};
use crate::commands::preview::{self, PreviewArgs};
use crate::commands::promote::{self, PromoteArgs};
use crate::commands::rollback::{self, RollbackArgs};
use crate::commands::smoke::{self, SmokeArgs};
use crate::commands::status::{self, StatusArgs};
use crate::commands::synth::{self, SynthArgs};
use crate::commands::verify::{self, VerifyArgs};
use crate::failure::{self, EXIT_CODES, Failure};
use crate::secrets;
use crate::terminal::Terminal;
use crate::terminal::style::{HEADING, Styled};

/// Exports the plot catalogue into the snapshot that catalog-edge serves.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
#[command(after_help = program_examples(), after_long_help = after_long_help(&program_examples()))]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print the summary, or the error, as one JSON object
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) json: bool,
    /// Print nothing but errors
    #[arg(long, short, global = true, help_heading = "Output")]
    pub(crate) quiet: bool,
}

fn program_examples() -> StyledStr {
    examples([
        ("Export a catalogue", "catalog-builder export --out snapshots/catalog.snap"),
        ("Generate one without a database", "catalog-builder synth --images 500 --out demo.snap"),
        ("See what is in a snapshot", "catalog-builder inspect snapshots/catalog.snap"),
        ("Show the options of a command", "catalog-builder deploy --help"),
    ])
}

/// Returns the end of the long help of the program. clap wraps it.
fn after_long_help(examples: &StyledStr) -> StyledStr {
    let heading = HEADING.underline();
    let codes = EXIT_CODES.iter().map(|(code, meaning)| format!("  {code:<9}{meaning}\n")).collect::<String>();
    format!(
        "{}\n\n{}\n{codes}\n{AFTER_FAILURE}\n\n{}\n{ENVIRONMENT}",
        examples.ansi(),
        Styled(heading, "Exit codes:"),
        Styled(heading, "Environment:")
    )
    .into()
}

const AFTER_FAILURE: &str = "After any failure, an existing snapshot is unchanged. After a failed deployment, what was \
    live before is live, unless the code is 9.";

const ENVIRONMENT: &str = "  There are no colours if NO_COLOR is set or the output is not a terminal. There is no \
    progress if standard error is not a terminal, TERM is dumb, or --quiet or --json is given.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Export the catalogue from PostgreSQL
    Export(ExportArgs),
    /// Generate a synthetic catalogue (needs no database)
    Synth(SynthArgs),
    /// Show the contents of a snapshot
    Inspect(InspectArgs),
    /// Check a snapshot
    Verify(VerifyArgs),
    /// Show what changed from one snapshot to another
    Diff(DiffArgs),
    /// Find what slows the database down, and write a migration that fixes it
    Doctor(DoctorArgs),
    /// Put worker, snapshot and documents where wrangler takes them from
    Bundle(BundleArgs),
    /// Deploy a snapshot, or leave what is live as it is
    Deploy(Box<DeployArgs>),
    /// Compare the database, the snapshot and what is live
    Status(Box<StatusArgs>),
    /// Show a version before it is deployed
    Preview(Box<PreviewArgs>),
    /// Send the traffic to a version that was uploaded before
    Promote(Box<PromoteArgs>),
    /// Send the traffic back to an earlier version
    Rollback(Box<RollbackArgs>),
    /// Check that a service answers from a snapshot
    Smoke(SmokeArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the man page, or write the man pages of all commands to a folder
    Man(ManArgs),
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self, terminal: Terminal) -> Result<(), Failure> {
        match self {
            Self::Export(args) => export::run(&args, terminal),
            Self::Synth(args) => synth::run(&args, terminal),
            Self::Inspect(args) => inspect::run(&args, terminal),
            Self::Verify(args) => verify::run(&args, terminal),
            Self::Diff(args) => diff::run(&args, terminal),
            Self::Doctor(args) => doctor::run(&args, terminal),
            Self::Bundle(args) => bundle::run(&args, terminal),
            Self::Deploy(args) => deploy::run(&args, terminal),
            Self::Status(args) => status::run(&args, terminal),
            Self::Preview(args) => preview::run(&args, terminal),
            Self::Promote(args) => promote::run(&args, terminal),
            Self::Rollback(args) => rollback::run(&args, terminal),
            Self::Smoke(args) => smoke::run(&args, terminal),
            Self::Completions(args) => completions::run(&args, Cli::command()),
            Self::Man(args) => man::run(&args, Cli::command()),
        }
    }
}

/// Parses the command line of this process.
pub(crate) fn parse() -> Result<Cli, Usage> {
    Cli::try_parse().map_err(Usage)
}

/// Reply of clap to a command line that is wrong, or that asks for help.
#[derive(Debug)]
pub(crate) struct Usage(clap::Error);

/// Error of a command line, on one line.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);

impl From<UsageError> for Failure {
    fn from(error: UsageError) -> Self {
        Self::new(failure::ExitCode::Usage, error)
    }
}

impl Usage {
    /// Prints help to standard output, and an error to standard error: with `--json` as other errors are. Returns the
    /// exit code.
    pub(crate) fn print(&self) -> ExitCode {
        let is_failure = self.0.use_stderr();
        if is_failure && asks_for_json() {
            return Terminal::new(true, false).failure(&UsageError::of(&self.0).into());
        }
        // clap quotes unexpected arguments, which may be a URL with a password.
        Terminal::usage(&secrets::hidden(&self.0.render().ansi().to_string()), is_failure);
        if is_failure { ExitCode::from(failure::ExitCode::Usage.number()) } else { ExitCode::SUCCESS }
    }
}

impl UsageError {
    /// Takes the message of `error` and its tips, without the usage that follows them.
    fn of(error: &clap::Error) -> Self {
        if let ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand = error.kind() {
            return Self("no command is given: `catalog-builder --help` lists them".into());
        }
        let text = secrets::hidden(&error.render().to_string());
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let is_message = |part: &&str| !["Usage:", "For more information"].iter().any(|start| part.starts_with(start));
        let parts = text.split("\n\n").take_while(is_message);
        let parts = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        Self(parts.collect::<Vec<_>>().join("; "))
    }
}

/// True if the command line has `--json`, also if the rest of it cannot be parsed.
fn asks_for_json() -> bool {
    env::args_os().skip(1).take_while(|argument| argument != "--").any(|argument| argument == "--json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::commands::examples;

    #[test]
    fn command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn error_for_machines_is_one_line_without_usage() {
        for (arguments, message) in [
            (&["nonsense"][..], "unrecognized subcommand 'nonsense'"),
            (&["--json"], "no command is given: `catalog-builder --help` lists them"),
            (&[], "no command is given: `catalog-builder --help` lists them"),
            (&["synth", "--images", "1"], "the following required arguments were not provided: --out <FILE>"),
            (
                &["synth", "--imags", "1"],
                "unexpected argument '--imags' found; tip: a similar argument exists: '--images'",
            ),
            (
                &["synth", "--images", "-1"],
                "invalid value '-1' for '--images <N>': give a whole number from 0 to 1000000",
            ),
            (&["doctor", "--emit", "xml"], "invalid value 'xml' for '--emit <FORMAT>' [possible values: sql, alembic]"),
            (&["doctor", "--emit", "sql", "--json"], "the argument '--emit <FORMAT>' cannot be used with '--json'"),
        ] {
            let error = Cli::try_parse_from(["catalog-builder"].iter().chain(arguments)).unwrap_err();
            let UsageError(text) = UsageError::of(&error);
            assert!(text.starts_with(message) && !text.contains("Usage") && !text.contains('\n'), "{text}");
        }
    }

    /// Splits a command line as a shell does, up to a redirection or a pipe.
    fn words(line: &str) -> Vec<String> {
        let (mut words, mut is_quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '\'' => is_quoted = !is_quoted,
                '>' | '|' if !is_quoted => break,
                ' ' if !is_quoted => words.push(String::new()),
                _ => words.last_mut().unwrap().push(letter),
            }
        }
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn examples_of_every_command_are_right() {
        let program = Cli::command();
        for command in program.get_subcommands() {
            let examples = examples::of(command);
            assert!(!examples.is_empty(), "{}", command.get_name());
            for (purpose, line) in examples {
                let words = words(&line);
                assert_eq!(words[..2], ["catalog-builder", command.get_name()], "{line}");
                assert!(!purpose.contains("catalog-builder") && purpose.chars().count() < 90, "{purpose}");
                assert!(line.chars().count() < 96, "{line} would be wrapped");
                Cli::try_parse_from(words).unwrap();
            }
        }
        for (_, line) in examples::of(&program) {
            let error = Cli::try_parse_from(words(&line)).err();
            assert!(error.is_none_or(|error| error.kind() == ErrorKind::DisplayHelp), "{line}");
        }
    }

    #[test]
    fn options_of_every_command_are_under_headings() {
        let mut program = Cli::command();
        program.build();
        for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
            let heading =
                |id: &str| command.get_arguments().find(|argument| argument.get_id() == id)?.get_help_heading();
            for (id, expected) in [
                ("json", "Output"),
                ("quiet", "Output"),
                ("url", "Connection"),
                ("database_url", "Connection"),
                ("config", "Connection"),
                ("timeout", "Limits"),
                ("within", "Limits"),
                ("max_documents", "Limits"),
                ("max_bytes", "Limits"),
                ("snapshot", "Release"),
            ] {
                let is_there =
                    command.get_arguments().any(|argument| argument.get_id() == id && !argument.is_positional());
                assert!(!is_there || heading(id) == Some(expected), "{}: {id}", command.get_name());
            }
        }
    }

    /// Returns the error that this value of an option causes; `None` if the value is right.
    fn value_error(command: &str, option: &str, value: &str) -> Option<String> {
        let error = Cli::try_parse_from(["catalog-builder", command, option, value]).err();
        let is_value =
            |error: &clap::Error| [ErrorKind::ValueValidation, ErrorKind::InvalidValue].contains(&error.kind());
        error.filter(is_value).map(|error| error.to_string())
    }

    #[test]
    fn number_options_state_their_bounds_and_refuse_what_is_beyond() {
        let mut count = 0;
        for command in Cli::command().get_subcommands() {
            for argument in command.get_arguments() {
                let (Some(option), true) = (argument.get_long(), argument.get_action().takes_values()) else {
                    continue;
                };
                let (name, option) = (command.get_name(), format!("--{option}"));
                let takes = |value| value_error(name, &option, value).is_none();
                if takes("x") || !["1", "10%", "shrink=10%"].into_iter().any(takes) {
                    continue;
                }
                count += 1;
                let help = argument.get_help().unwrap().to_string();
                for value in ["-1", "-0.5", "-1KB", "-5%", "", "--json", "NaN", "1e400", "9999999999999999999999999999"]
                {
                    let error = value_error(name, &option, value);
                    let error = error.unwrap_or_else(|| unreachable!("{name} {option} takes '{value}'"));
                    let (_, bounds) = error.split_once(" from ").unwrap_or_else(|| unreachable!("{error}"));
                    let mut bounds = bounds.split(" to ").map(|bound| bound.split([' ', ',', '\n']).next().unwrap());
                    assert!(bounds.all(|bound| help.contains(bound)), "{name} {option}: {help}: {error}");
                }
            }
        }
        assert!(count > 30, "{count}");
    }
}
