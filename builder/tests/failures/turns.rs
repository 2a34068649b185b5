//! Rule: runs that write one snapshot take turns. A run waits no longer than its time, tells who writes, and ends at the
//! first signal; what a killed run left behind stops nobody.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Child;

use super::stopping::each_signal_stops;
use crate::support::{Builder, Database, Target, folder_names};

const LOCK: &str = ".catalog.snap.lock";

/// Path of the lock on the target.
pub fn lock_file(target: &Target) -> PathBuf {
    target.folder().join(LOCK)
}

/// A change of the small catalogue that is warned about.
pub const WORTH_A_WARNING: &str = "UPDATE impls SET preview_url_light = 'no url' WHERE library_id = 'pygal'";

/// Waits until a run of a catalogue that is [`WORTH_A_WARNING`] has read and built all of it. Its turn comes next.
pub fn has_built(run: &mut Child) {
    let mut warning = Vec::new();
    let mut byte = [0];
    while !warning.ends_with(b": 'no url'\n") {
        run.stderr.as_mut().unwrap().read_exact(&mut byte).unwrap();
        warning.push(byte[0]);
    }
}

/// The lock as another run holds it.
pub fn held(target: &Target, process: &str) -> File {
    fs::write(lock_file(target), process).unwrap();
    let lock = File::open(lock_file(target)).unwrap();
    lock.lock().unwrap();
    lock
}

#[test]
fn run_that_waits_for_another_ends_at_a_signal() {
    let (database, target) = (Database::with(WORTH_A_WARNING), Target::new());
    let other = held(&target, "4711\n");
    each_signal_stops(|| Builder::export_all(&database.url(), &target.path()), has_built);
    assert_eq!(folder_names(target.folder()), [LOCK]);
    drop(other);
    Builder::export_all(&database.url(), &target.path()).run().succeeded();
    target.is_whole();
}

#[test]
fn run_waits_no_longer_than_its_time_and_names_who_writes() {
    let database = Database::new();
    for (process, named) in [("4711\n", "process 4711"), ("", "another process"), ("\u{1b}[31m", "another process")] {
        let target = Target::new();
        fs::write(target.path(), "old").unwrap();
        let _other = held(&target, process);
        let within = |seconds| Builder::export_all(&database.url(), &target.path()).args(&["--timeout", seconds]).run();
        // A busy machine may need longer than the least for what comes before the wait.
        let mut runs = ["1", "3", "10", "30", "100"].into_iter().map(within);
        let run = runs.find(|run| !run.err.contains("the run took longer than")).unwrap();
        let words = format!("catalog.snap' is locked by {named}, and this run waited ");
        run.failed(7, &[&words, "let it end, or end it, then try again"]);
        assert_eq!(target.bytes(), b"old");
        assert_eq!(folder_names(target.folder()), [LOCK, "catalog.snap"]);
    }
}

#[test]
fn caller_may_lock_the_folder_or_the_snapshot() {
    let (database, target) = (Database::new(), Target::new());
    fs::write(target.path(), "old").unwrap();
    let locks = [target.folder(), &target.path()].map(|path| File::open(path).unwrap());
    locks.iter().for_each(|lock| lock.lock().unwrap());
    Builder::export_all(&database.url(), &target.path()).args(&["--timeout", "60"]).run().succeeded();
    target.is_whole();
}

#[test]
fn snapshot_beside_one_that_is_written_is_not_waited_for() {
    let (database, target) = (Database::new(), Target::new());
    let _other = held(&target, "4711\n");
    let beside = target.folder().join("beside.snap");
    Builder::export_all(&database.url(), &beside).args(&["--timeout", "60"]).run().succeeded();
}

#[test]
fn lock_file_of_a_killed_run_is_taken_over() {
    let (database, target) = (Database::new(), Target::new());
    fs::write(lock_file(&target), "4711\n").unwrap();
    Builder::export_all(&database.url(), &target.path()).run().succeeded();
    target.is_whole();
}

#[test]
fn nothing_is_written_through_a_link_in_the_place_of_the_lock_file() {
    let (database, target) = (Database::new(), Target::new());
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("file");
    fs::write(&file, "old").unwrap();
    symlink(&file, lock_file(&target)).unwrap();
    Builder::export(&database.url(), &target.path()).run().succeeded();
    assert_eq!(fs::read(&file).unwrap(), b"old");
    assert_eq!(folder_names(target.folder()), [LOCK, "catalog.snap"]);
}
