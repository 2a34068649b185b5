//! Rule: an export is one state of the database, whatever others do to it meanwhile.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use crate::support::{Builder, Database, Target, exported_all};

#[test]
fn rows_that_change_while_they_are_read_are_exported_as_they_were() {
    let database = Database::new();
    let before = exported_all(&database, &[]).bytes();
    // The export has read languages, libraries and specs by the time it waits for impls.
    let gate = database.session();
    gate.run("BEGIN; LOCK TABLE impls IN ACCESS EXCLUSIVE MODE");
    let target = Target::new();
    let mut command =
        Builder::export_all(&database.url(), &target.path()).args(&["--lock-timeout", "60"]).into_command();
    let run = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    database.wait_until("EXISTS (SELECT FROM sessions WHERE wait_event_type = 'Lock')");
    database.run("UPDATE specs SET title = 'Other'; DELETE FROM libraries WHERE id = 'pygal'");
    gate.run(
        "UPDATE impls SET quality_score = 1, code = 'changed'; DELETE FROM impls WHERE library_id = 'pygal';
         INSERT INTO specs (id, title) VALUES ('new', 'New');
         INSERT INTO impls (spec_id, language_id, library_id, preview_url_light) VALUES ('new', 'r', 'lattice', '/x');
         COMMIT",
    );
    let output = run.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(target.bytes() == before, "a part of what was committed meanwhile is in the snapshot");
    target.is_whole();
    assert!(exported_all(&database, &[]).bytes() != before, "nothing was changed");
}

#[test]
fn changes_that_come_in_one_transaction_are_exported_together_or_not_at_all() {
    let database = Database::new();
    let (stop, committed) = (AtomicBool::new(false), AtomicU32::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let session = database.session();
            for round in 1.. {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                session.run(&format!(
                    "BEGIN; UPDATE specs SET title = '{round}'; UPDATE impls SET quality_score = {0}; \
                     UPDATE libraries SET version = '{0}'; COMMIT",
                    round % 100
                ));
                committed.store(round, Ordering::SeqCst);
            }
        });
        // Also if an expectation fails, or the scope would wait for the thread for ever.
        let _stop = Stop(&stop);
        let mut last = 0;
        for _ in 0..15 {
            // Whatever an export finds, the next one finds something newer.
            while committed.load(Ordering::SeqCst) <= last {
                thread::yield_now();
            }
            let target = Target::new();
            Builder::export(&database.url(), &target.path()).run().succeeded();
            let reply = target.get("/plots/filter");
            let titles = reply["specTitles"].as_object().unwrap().values().map(|title| title.as_str().unwrap());
            let titles: Vec<u32> = titles.map(|title| title.parse().unwrap()).collect();
            let round = titles[0];
            assert_eq!(titles, [round, round]);
            assert!(round > last, "{round} after {last}");
            let version = target.get("/libraries")["libraries"][0]["version"].as_str().unwrap().parse();
            assert_eq!(version, Ok(round % 100));
            for image in reply["images"].as_array().unwrap() {
                assert_eq!(image["quality"], f64::from(round % 100));
            }
            last = round;
        }
    });
}

/// Sets its flag when it is dropped.
struct Stop<'f>(&'f AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
