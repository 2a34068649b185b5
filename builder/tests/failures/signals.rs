//! Rule: a signal at any moment leaves the old snapshot with its documents or the new one with its own; SIGINT, SIGTERM
//! and SIGHUP leave nothing else, and are told by the exit code.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use catalog_edge::snapshot::{self, verify_documents};

use crate::support::{Builder, Database, Target, exported_all};

const OTHER: &str = "UPDATE specs SET title = 'Other' WHERE id = 'pie'; UPDATE impls SET code = 'other'";

/// Two states of a catalogue, exported to one target in turn.
struct Turns {
    databases: [Database; 2],
    snapshots: [Vec<u8>; 2],
    target: Target,
    /// Time of a run.
    whole: Duration,
}

impl Turns {
    fn new() -> Self {
        let databases = [Database::new(), Database::with(OTHER)];
        let snapshots = [0, 1].map(|at: usize| exported_all(&databases[at], &[]).bytes());
        let mut turns = Self { databases, snapshots, target: Target::new(), whole: Duration::ZERO };
        let began = Instant::now();
        assert!(turns.start(0).wait().unwrap().success());
        turns.whole = began.elapsed();
        turns
    }

    fn start(&self, which: usize) -> Child {
        let mut command = Builder::export_all(&self.databases[which].url(), &self.target.path()).into_command();
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Which of the two is published; the documents of it are there, unchanged.
    fn published(&self) -> usize {
        let bytes = self.target.bytes();
        let which = self.snapshots.iter().position(|snapshot| *snapshot == bytes);
        let opened = snapshot::open(&bytes).unwrap();
        verify_documents(&self.target.documents().join(opened.digest.to_string()), &opened.catalog).unwrap();
        which.unwrap()
    }
}

/// Delays early and late in turn, then closer and closer to the moment at which the new file appears.
struct Delay {
    now: Duration,
    step: Duration,
    least: Duration,
}

impl Delay {
    fn within(whole: Duration) -> Self {
        Self { now: whole / 2, step: whole / 2, least: whole / 100 }
    }

    fn adjust(&mut self, was_published: bool) {
        self.step = (self.step * 4 / 5).max(self.least);
        self.now = if was_published { self.now.saturating_sub(self.step) } else { self.now + self.step };
        if self.step == self.least {
            // Not for ever at one moment: from the beginning again.
            self.step = self.least * 40;
        }
    }
}

pub fn send(run: &Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &run.id().to_string()]).stderr(Stdio::null()).status();
    sent.unwrap();
}

#[test]
fn signal_at_any_moment_leaves_the_old_snapshot_or_the_new_one() {
    let turns = Turns::new();
    let mut delay = Delay::within(turns.whole);
    let (mut killed, mut published) = (0, 0);
    let rounds = 240;
    for round in 0..rounds {
        let before = turns.published();
        let mut run = turns.start(1 - before);
        thread::sleep(delay.now);
        send(&run, ["-KILL", "-KILL", "-INT", "-TERM"][round % 4]);
        killed += u32::from(!run.wait().unwrap().success());
        let after = turns.published();
        published += u32::from(after != before);
        delay.adjust(after != before);
    }
    assert!(killed > 20 && published > 20, "{killed} ended and {published} published of {rounds}: little shown");
    assert!(turns.start(1 - turns.published()).wait().unwrap().success());
    turns.target.is_whole();
}

#[test]
fn interrupted_run_tells_its_signal_and_cleans_up() {
    let turns = Turns::new();
    let mut delay = Delay::within(turns.whole);
    let mut interrupted = 0;
    let signals = [("-INT", 130), ("-TERM", 143), ("-HUP", 129)];
    for round in 0..45 {
        let before = turns.published();
        let mut run = turns.start(1 - before);
        // Not before there is a handler: nothing is begun then either.
        thread::sleep(delay.now.max(turns.whole / 4));
        let (signal, code) = signals[round % 3];
        send(&run, signal);
        let found = run.wait().unwrap();
        let after = turns.published();
        if after == before {
            // Without a code, the signal came before the run listened.
            assert!(found.code().is_none_or(|found| found == code), "{found:?} after {signal}");
            interrupted += u32::from(found.code() == Some(code));
        } else {
            assert!(found.success(), "{found:?}: published, but not said so");
        }
        turns.target.is_whole();
        delay.adjust(after != before);
    }
    assert!(interrupted > 5, "{interrupted} runs interrupted: little shown");
}

#[test]
fn password_is_not_in_the_process_list_and_one_on_the_command_line_is_warned_of() {
    let url = Database::new().tcp_url(&format!("scram:{}", crate::support::PASSWORD), "");
    let target = Target::new();
    let out = target.path();
    let run = Builder::new(&["export", "--no-documents", "--database-url", &url, "--out", out.to_str().unwrap()]).run();
    assert!(run.err.starts_with("warning: the command line shows the password"), "{run:?}");
    let run = Builder::export(&url, &target.path()).run().succeeded();
    assert_eq!(run.err, "");
}
