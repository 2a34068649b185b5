//! Rule: the completions work in the shells themselves, below the first word too.

use std::fs;
use std::path::Path;
use std::process::Command;

use xtask::tally::skip;

use crate::support::Builder;

/// Prints what bash would offer for the last of the words after the script.
const BASH: &str = r#"
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
function=$(complete -p "$1" | sed 's/.* -F \([^ ]*\) .*/\1/')
"$function" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"#;

/// Types the words in an interactive zsh, with a tab after the last, and prints what that shows. Ends after 20 seconds.
const ZSH: &str = r#"
script=$1; shift
(sleep 20; kill $$) 2>/dev/null & killer=$!
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -D; source $script; LISTMAX=999; echo READY"
zpty -r shell shown '*READY*READY*'
zpty -w -n shell "$*"$'\t\t'
until zpty -r shell shown '*alembic*sql*'; do :; done
print -r -- $shown
zpty -d shell
kill $killer
"#;

/// Prints what fish would offer for the line of the words after the script.
const FISH: &str = r#"source $argv[1]; complete --do-complete (string join " " -- $argv[2..])"#;

#[track_caller]
fn completes(shell: &str, program: &str) {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("completions");
    fs::write(&script, Builder::new(&["completions", shell]).run().succeeded().out).unwrap();
    let Some(shown) = offered(shell, program, &script, &["doctor", "--emit", ""]) else { return };
    for format in ["sql", "alembic"] {
        assert!(shown.contains(format), "{shell}: {format}: {shown}");
    }
    assert!(!shown.contains("--database-url"), "{shell}: {shown}");
}

/// Returns what a shell offers, or `None` if there is no such shell.
fn offered(shell: &str, program: &str, script: &Path, words: &[&str]) -> Option<String> {
    let mut command = Command::new(shell);
    command
        .args(["-c", program])
        .args((shell != "fish").then_some(shell))
        .arg(script)
        .arg("catalog-builder")
        .args(words);
    command.env("HOME", script.parent().unwrap());
    match command.output() {
        Ok(output) => Some(String::from_utf8([output.stdout, output.stderr].concat()).unwrap()),
        Err(error) => {
            skip(format_args!("{shell}: {error}"));
            None
        }
    }
}

#[test]
fn bash_completes_values_of_an_option_of_a_command() {
    completes("bash", BASH);
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("completions");
    fs::write(&script, Builder::new(&["completions", "bash"]).run().succeeded().out).unwrap();
    for (words, expected) in [
        (&["ins"][..], "inspect\n"),
        (&["synth", "--ima"], "--images\n"),
        (&["--quiet", "diff", "--exit"], "--exit-code\n"),
        (&["inspect", "x.snap", "--facet", "li"], "lib\n"),
        (&["help", "promo"], "promote\n"),
    ] {
        assert_eq!(offered("bash", BASH, &script, words).unwrap(), expected, "{words:?}");
    }
}

#[test]
fn zsh_completes_values_of_an_option_of_a_command() {
    completes("zsh", ZSH);
}

#[test]
fn fish_completes_values_of_an_option_of_a_command() {
    completes("fish", FISH);
}
