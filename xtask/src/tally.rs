//! Number of tests that ran, and those that were skipped, read from what Rust's and Node's test runners print.

use std::fmt;
use std::panic::Location;

use crate::terminal::say;

/// Start of a line about a skipped test.
const SKIPPED: &str = "SKIPPED ";

/// Start of a line about a test that the system forbids.
const FORBIDDEN: &str = "FORBIDDEN ";

/// Says that the calling test is skipped because of `reason`. The caller returns after that.
///
/// Rust's runner knows no test that skips itself and counts it as passed. It captures what a test prints with macros,
/// but not this line, which `npm test` counts.
#[track_caller]
pub fn skip(reason: impl fmt::Display) {
    say_skipped(SKIPPED, &reason, Location::caller());
}

/// Says that the calling test is skipped, because the system does not let this user do what it needs: `reason`. Installing
/// something would not help, so this is no failure of `--no-skips`.
#[track_caller]
pub fn skip_forbidden(reason: impl fmt::Display) {
    say_skipped(FORBIDDEN, &reason, Location::caller());
}

fn say_skipped(start: &str, reason: &dyn fmt::Display, test: &Location<'_>) {
    // A reason is one line, so that a count of lines is one of tests.
    let reason = reason.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    say(format_args!("{start}{test}: {reason}"));
}

/// Tests of one or more runs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Number of those that a runner says passed or failed.
    pub(crate) ended: usize,
    /// Number of those among them that skipped themselves.
    ended_early: usize,
    /// All skipped ones and why.
    pub(crate) skipped: Vec<String>,
    /// Those that the system forbids, and why.
    pub(crate) forbidden: Vec<String>,
}

impl Tally {
    /// Number of tests that were not skipped.
    pub(crate) fn ran(&self) -> usize {
        self.ended.saturating_sub(self.ended_early)
    }

    /// Takes a line of a runner's output into account.
    pub(crate) fn read(&mut self, line: &str) {
        // A single thread of tests begins the line before the test does.
        if let Some((_, skipped)) = line.split_once(SKIPPED) {
            self.skipped.push(skipped.to_owned());
            self.ended_early += 1;
        } else if let Some((_, forbidden)) = line.split_once(FORBIDDEN) {
            self.forbidden.push(forbidden.to_owned());
            self.ended_early += 1;
        } else if let Some(test) = line.strip_prefix("test ").filter(|test| test.contains(" ... ignored")) {
            self.skipped.push(test.to_owned());
        } else if let Some(test) = line.trim_start().strip_prefix("\u{fe63} ") {
            self.skipped.push(test.to_owned());
        } else if line.starts_with("test result: ") {
            self.ended += number_before(line, " passed;") + number_before(line, " failed;");
        } else if let Some(count) = line.strip_prefix("\u{2139} ") {
            let count = count.split_once(' ').filter(|(name, _)| ["pass", "fail", "cancelled"].contains(name));
            self.ended += count.and_then(|(_, number)| number.parse::<usize>().ok()).unwrap_or(0);
        }
    }
}

fn number_before(line: &str, unit: &str) -> usize {
    let number = line.split_once(unit).and_then(|(before, _)| before.rsplit(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_counted(output: &str, ran: usize, skipped: &[&str]) {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read(line));
        assert_eq!(
            (tally.ran(), &*tally.skipped),
            (ran, &*skipped.iter().map(ToString::to_string).collect::<Vec<_>>())
        );
    }

    #[test]
    fn what_rusts_runner_prints_is_counted() {
        let output = "\
running 5 tests
test counts::all ... ok
SKIPPED builder/tests/a.rs:3: there is no catalogue
test real ... SKIPPED builder/tests/b.rs:4: nor here
ok
test slow ... ignored, takes an hour
test broken ... FAILED

test result: FAILED. 3 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 1 test
test src/lib.rs - build (line 3) ... ok

test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.21s
";
        let skipped = [
            "builder/tests/a.rs:3: there is no catalogue",
            "builder/tests/b.rs:4: nor here",
            "slow ... ignored, takes an hour",
        ];
        // The runner's sum has the two that skipped themselves among the passed.
        is_counted(output, 3, &skipped);
    }

    #[test]
    fn what_nodes_runner_prints_is_counted() {
        let output = "\
▶ the filter
  ✔ shows counts (12.1ms)
  ﹣ shows pictures (0.1ms) # there are none
✖ fails (3.2ms)
ℹ tests 4
ℹ suites 1
ℹ pass 1
ℹ fail 1
ℹ cancelled 1
ℹ skipped 1
ℹ todo 0
ℹ duration_ms 33.1
";
        is_counted(output, 3, &["shows pictures (0.1ms) # there are none"]);
    }

    #[test]
    fn what_the_system_forbids_is_counted_apart() {
        let mut tally = Tally::default();
        tally.read("FORBIDDEN builder/tests/a.rs:3: this user may not trace");
        tally.read("test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s");
        assert_eq!((tally.ran(), &*tally.skipped), (1, &[][..]));
        assert_eq!(tally.forbidden, ["builder/tests/a.rs:3: this user may not trace"]);
    }

    #[test]
    fn nothing_is_counted_in_other_lines() {
        is_counted("test result\ntests: 3 passed\n12 passed; 3 failed\nℹ tests x\n\n", 0, &[]);
    }
}
