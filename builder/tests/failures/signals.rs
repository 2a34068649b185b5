//! Rule: a signal at any moment leaves the old snapshot with its documents or the new one with its own; SIGINT, SIGTERM
//! and SIGHUP leave nothing else, and are told by the exit code.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use catalog_edge::snapshot::{self, verify_documents};

use super::stopping::{SLOW_DETAILS, wait_until};
use super::turns::{WORTH_A_WARNING, has_built, held, lock_file};
use crate::support::{Builder, Database, Target, exported_all, folder_names};

const OTHER: &str = "UPDATE specs SET title = 'Other' WHERE id = 'pie'; UPDATE impls SET code = 'other'";

/// Signals with the exit code of the run that they end.
const SIGNALS: [(&str, Option<i32>); 4] =
    [("-INT", Some(130)), ("-TERM", Some(143)), ("-HUP", Some(129)), ("-KILL", None)];

pub fn send(run: &Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &run.id().to_string()]).stderr(Stdio::null()).status();
    sent.unwrap();
}

fn start(database: &Database, target: &Target) -> Child {
    let mut command = Builder::export_all(&database.url(), &target.path()).into_command();
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Expects the old snapshot after each signal to a run of `database`, which `waits` returns to be waiting for something
/// that does not come.
fn leaves_the_old_snapshot(database: &Database, target: &Target, waits: impl Fn(&mut Child)) {
    let before = target.bytes();
    let names = folder_names(target.folder());
    for (signal, code) in SIGNALS {
        let mut run = start(database, target);
        waits(&mut run);
        send(&run, signal);
        assert_eq!(run.wait().unwrap().code(), code, "{signal}");
        assert!(target.bytes() == before, "{signal}");
        is_published(target);
        // A killed run leaves what the next one removes.
        if code.is_some() {
            assert_eq!(folder_names(target.folder()), names, "{signal}");
            assert_eq!(folder_names(&target.documents()).len(), 1, "{signal}");
        }
    }
    // The statements of the killed runs.
    database.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
}

/// Expects a snapshot with its documents, and returns its bytes.
fn is_published(target: &Target) -> Vec<u8> {
    let bytes = target.bytes();
    let opened = snapshot::open(&bytes).unwrap();
    verify_documents(&target.documents().join(opened.digest.to_string()), &opened.catalog).unwrap();
    bytes
}

#[test]
fn signal_while_rows_are_read_leaves_the_old_snapshot() {
    let target = exported_all(&Database::new(), &[]);
    let database = Database::with(OTHER);
    let migration = database.session();
    migration.run("BEGIN; LOCK TABLE impls IN ACCESS EXCLUSIVE MODE");
    leaves_the_old_snapshot(&database, &target, |_| wait_until(&database, true, "%FROM impls%"));
}

#[test]
fn signal_while_documents_are_staged_leaves_the_old_snapshot() {
    let target = exported_all(&Database::new(), &[]);
    let database = Database::with(SLOW_DETAILS);
    leaves_the_old_snapshot(&database, &target, |_| {
        wait_until(&database, true, "%description%FROM specs%");
        // The folder is made while the server begins with the statement.
        let deadline = Instant::now() + Duration::from_secs(60);
        while folder_names(&target.documents()).len() < 2 {
            assert!(Instant::now() < deadline, "nothing is staged");
            thread::sleep(Duration::from_millis(5));
        }
    });
}

#[test]
fn signal_before_the_turn_of_a_run_leaves_the_old_snapshot() {
    let target = exported_all(&Database::new(), &[]);
    let _other = held(&target, "4711\n");
    let database = Database::with(WORTH_A_WARNING);
    leaves_the_old_snapshot(&database, &target, has_built);
}

/// Events of a run that replaces the snapshot, by what is to be seen of them, in their order: it names itself in the lock,
/// its documents get their name, the new file is written, the new file is in place.
const EVENTS: [fn(&Target) -> Vec<u8>; 4] = [
    |target| fs::read(lock_file(target)).unwrap_or_default(),
    |target| {
        folder_names(&target.documents()).into_iter().filter(|name| !name.starts_with('.')).collect::<String>().into()
    },
    |target| folder_names(target.folder()).concat().into(),
    |target| target.bytes(),
];

#[test]
fn signal_while_the_snapshot_is_replaced_leaves_the_old_one_or_the_new_one() {
    let databases = [WORTH_A_WARNING, &format!("{OTHER}; {WORTH_A_WARNING}")].map(Database::with);
    let snapshots = databases.each_ref().map(|database| exported_all(database, &[]).bytes());
    let target = exported_all(&databases[0], &[]);
    let mut old = 0;
    for (event, pause, (signal, code)) in
        EVENTS.iter().flat_map(|event| [0, 30, 900].map(|pause| SIGNALS.map(|signal| (event, pause, signal)))).flatten()
    {
        let other = held(&target, "4711\n");
        let mut run = start(&databases[1 - old], &target);
        has_built(&mut run);
        let before = event(&target);
        drop(other);
        while event(&target) == before && run.try_wait().unwrap().is_none() {}
        for _ in 0..pause {
            std::hint::black_box(run.try_wait().unwrap());
        }
        send(&run, signal);
        let status = run.wait().unwrap();
        let published = is_published(&target);
        if published == snapshots[1 - old] {
            assert!(code.is_none() || status.success(), "{signal}: {status:?}: published, but not said so");
            old = 1 - old;
        } else {
            assert!(published == snapshots[old], "{signal}: neither of the two");
            assert_eq!(status.code(), code, "{signal}");
        }
        if code.is_none() {
            // The next run takes away what this one left.
            assert!(start(&databases[old], &target).wait().unwrap().success());
        }
        target.is_whole();
    }
}

#[test]
fn password_is_not_in_the_process_list_and_one_on_the_command_line_is_warned_of() {
    let database = Database::new();
    let url = database.tcp_url(&format!("scram:{}", crate::support::PASSWORD), "");
    let target = Target::new();
    let out = target.path();
    let run = Builder::new(&["export", "--no-documents", "--database-url", &url, "--out", out.to_str().unwrap()]).run();
    assert!(run.err.starts_with("warning: the command line shows the password"), "{run:?}");
    let run = Builder::export(&url, &target.path()).run().succeeded();
    assert_eq!(run.err, "");
}
