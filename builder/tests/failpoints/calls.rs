//! Every call to the system fails once in every position, or fails from then on, or the run is killed there.
//!
//! strace lets the kernel refuse them. A library that is loaded before libc would miss calls that crates make without libc,
//! such as the rename of the snapshot. An abstraction over the file system would be code that only these tests need.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use xtask::tally::{skip, skip_forbidden};

use super::published::{Catalog, NEW, OLD, completes, folder_with, holds};
use crate::support::{Run, Target};

/// Calls that change files. The question mark is for processors that do not have the call.
const CHANGING: &str = "?mkdir,mkdirat,?rename,renameat,renameat2,?unlink,unlinkat,?rmdir,write,fsync,ftruncate,flock";
/// Calls that open and read files, and those that create them.
const OPENING: &str = "openat,statx,?newfstatat,?fstatat64,read,getdents64";

/// Publishes [`NEW`] into the folder of `target` under strace, which `options` tell what to do. Returns the calls it saw.
fn traced(target: &Target, options: &[&str]) -> (Run, String) {
    let log = tempfile::NamedTempFile::new().unwrap();
    let strace = [&["-f", "-o", log.path().to_str().unwrap()], options].concat();
    let run = NEW.run(target.folder()).through("strace", &strace).run();
    (run, fs::read_to_string(log.path()).unwrap())
}

/// Calls of the kinds `kinds` that an undisturbed run makes from its first look at the folder on. Each has a number, which
/// counts the calls of its kind in its thread, as strace counts them.
fn positions(kinds: &str, before: Option<Catalog>) -> BTreeSet<(String, usize)> {
    let target = folder_with(before);
    let (run, log) = traced(&target, &["-e", &format!("trace=%file,{kinds}")]);
    run.succeeded();
    let is_wanted = |call: &str| kinds.split(',').any(|kind| kind.trim_start_matches('?') == call);
    let mut counts = BTreeMap::new();
    let mut found = BTreeSet::new();
    let mut has_begun = false;
    for line in log.lines() {
        let Some((thread, (call, arguments))) =
            line.split_once(' ').and_then(|(thread, call)| Some((thread, call.split_once('(')?)))
        else {
            continue;
        };
        let call = call.trim_start();
        has_begun |= arguments.contains(target.folder().to_str().unwrap()) && !call.starts_with("exec");
        let count = counts.entry((thread, call)).or_insert(0);
        *count += 1;
        if has_begun && is_wanted(call) {
            found.insert((call.to_owned(), *count));
        }
    }
    found
}

/// Publishes [`NEW`] with a fault at each of the calls of the kinds `kinds`, one after the other. `fault` returns the fault
/// of a position, in the words of strace; `ends` checks the run. Expects one whole snapshot after each, and that the next
/// run completes.
fn each(kinds: &str, before: Option<Catalog>, fault: impl Fn(usize) -> String, ends: impl Fn(&Run, &str)) {
    match Command::new("strace").args(["-o", "/dev/null", "true"]).output() {
        Ok(run) if run.status.success() => {}
        Ok(run) => return skip_forbidden(format_args!("may not trace: {}", String::from_utf8_lossy(&run.stderr))),
        Err(error) => return skip(format_args!("strace: {error}")),
    }
    let positions = positions(kinds, before);
    assert!(positions.len() > 20, "{positions:?}");
    let mut injected = 0;
    for (call, number) in positions {
        let target = folder_with(before);
        let option = format!("inject={call}:{}", fault(number));
        let (run, log) = traced(&target, &["-e", &format!("trace={call}"), "-e", &option]);
        let context = format!("{option} over {before:?}: {run:?}");
        // Names are random, so a run can need fewer attempts to find one.
        injected += usize::from(log.contains("INJECTED") || log.contains("killed by SIGKILL"));
        ends(&run, &context);
        let published = holds(target.folder(), before, &context);
        assert!(run.code != 0 || published == Some(NEW), "{context}");
        completes(&target, &context);
    }
    assert!(injected > 20, "{injected}");
}

/// Expects success, or the exit code of a file that cannot be written, and a message.
fn is_told(run: &Run, context: &str) {
    assert!([0, 7].contains(&run.code), "{context}");
    assert!(run.code == 0 || run.err.starts_with("error: "), "{context}");
}

#[test]
fn call_that_fails_once_leaves_one_whole_snapshot() {
    each(&format!("{CHANGING},{OPENING}"), Some(OLD), |number| format!("error=EIO:when={number}"), is_told);
}

#[test]
fn call_that_fails_once_leaves_no_snapshot_or_a_whole_one_where_none_was() {
    each(&format!("{CHANGING},{OPENING}"), None, |number| format!("error=EIO:when={number}"), is_told);
}

#[test]
fn calls_that_fail_from_then_on_leave_one_whole_snapshot() {
    let is_over = |run: &Run, context: &str| assert!([0, 7].contains(&run.code), "{context}");
    each(CHANGING, Some(OLD), |number| format!("error=ENOSPC:when={number}+"), is_over);
}

#[test]
fn run_that_is_killed_at_a_call_leaves_one_whole_snapshot() {
    let is_killed = |run: &Run, context: &str| assert!([-1, 0].contains(&run.code), "{context}");
    each(CHANGING, Some(OLD), |number| format!("error=EIO:signal=KILL:when={number}"), is_killed);
}
