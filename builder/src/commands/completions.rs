//! `catalog-builder completions`: shell completions, generated from the command line.

use clap::{Args, Command};
use clap_complete::Shell;

use super::examples::examples;
use crate::failure::Failure;
use crate::terminal::{PrintError, Terminal};

/// Options of `completions`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    (
        "Complete in bash, from the next shell on",
        "catalog-builder completions bash > ~/.local/share/bash-completion/completions/catalog-builder",
    ),
    (
        "Complete in zsh, if this folder is in its fpath",
        "catalog-builder completions zsh > ~/.zfunc/_catalog-builder",
    ),
    (
        "Complete in fish",
        "catalog-builder completions fish > ~/.config/fish/completions/catalog-builder.fish",
    ),
]))]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Prints the completions of `command`, the whole command line, for a shell.
pub(crate) fn run(args: &CompletionsArgs, command: Command) -> Result<(), Failure> {
    Ok(Terminal::print(&script(args.shell, command)).map_err(PrintError)?)
}

fn script(shell: Shell, mut command: Command) -> String {
    let name = command.get_name().to_owned();
    // The generator for bash writes a hyphen of the program in two ways, so that no subcommand would be found.
    // Generated under a name without one, the script is right but for the program that it registers for.
    let generated = if shell == Shell::Bash { name.replace('-', "_") } else { name.clone() };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, &*generated, &mut script);
    let script = String::from_utf8_lossy(&script);
    script.replace(&format!(" -o default {generated}\n"), &format!(" -o default {name}\n"))
}
