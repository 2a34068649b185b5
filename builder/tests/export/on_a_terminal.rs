//! Rule: on a terminal, reports have colours and fit its width, and progress is shown. NO_COLOR ends the colours alone.

use std::process::Command;

use xtask::tally::skip;

use crate::support::Builder;

/// Width of the terminal, in columns.
const WIDTH: usize = 60;
const BOLD: &str = "\u{1b}[1m";

/// Returns what a terminal gets from a run, or `None` if there is no program `script` to make one.
fn shown(arguments: &[&str], variables: &[(&str, &str)]) -> Option<String> {
    let run = Builder::new(arguments).into_command();
    let words = [run.get_program()].into_iter().chain(run.get_args()).map(|word| word.to_str().unwrap());
    let line = format!("stty rows 24 cols {WIDTH}; {}", words.collect::<Vec<_>>().join(" "));
    let mut script = Command::new("script");
    script.args(["--quiet", "--command", &line, "/dev/null"]).env("TERM", "xterm");
    // Each of them changes the colours; CI gives colours to a dumb terminal.
    for variable in ["CI", "CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR"] {
        script.env_remove(variable);
    }
    match script.envs(variables.iter().copied()).output() {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap()),
        Err(error) => {
            skip(format_args!("script: {error}"));
            None
        }
    }
}

#[test]
fn report_has_colours_and_fits_unless_the_environment_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.snap");
    let synth = ["synth", "--no-documents", "--images", "60", "--out", file.to_str().unwrap()];
    for (variables, has_colours, has_progress) in [
        (&[][..], true, true),
        (&[("NO_COLOR", "1")], false, true),
        (&[("NO_COLOR", "")], true, true),
        (&[("TERM", "dumb")], false, false),
    ] {
        let Some(text) = shown(&synth, variables) else { return };
        assert_eq!(text.contains(BOLD), has_colours, "{variables:?}: {text:?}");
        assert_eq!(text.contains("making a catalogue"), has_progress, "{variables:?}: {text:?}");
    }
    for quiet in ["--quiet", "--json"] {
        let text = shown(&[&synth[..], &[quiet]].concat(), &[]).unwrap();
        assert!(!text.contains("making a catalogue") && !text.contains(BOLD), "{text:?}");
    }

    let inspected = shown(&["inspect", file.to_str().unwrap()], &[("NO_COLOR", "1")]).unwrap();
    let table: Vec<_> = inspected.lines().skip_while(|line| !line.starts_with("facet ")).collect();
    assert!(table.len() > 20 && table.iter().any(|line| line.ends_with('…')), "{inspected}");
    // A sentence is not cut.
    let mut rows = table.iter().filter(|line| !line.starts_with("members: "));
    assert!(rows.all(|line| line.chars().count() <= WIDTH), "{inspected}");
    // Where nobody reads along, nothing is cut.
    let whole = Builder::new(&["inspect", file.to_str().unwrap()]).run().succeeded().out;
    assert!(!whole.contains('…') && whole.lines().any(|line| line.chars().count() > WIDTH), "{whole}");
}
