//! Rule: an export is one state of the database, whatever others do to it meanwhile.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

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
    wait_for_a_blocked_session(&database);
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

fn wait_for_a_blocked_session(database: &Database) {
    database.run(
        "DO $$ BEGIN
             FOR attempt IN 1..1000 LOOP
                 PERFORM pg_stat_clear_snapshot(), pg_sleep(0.02);
                 IF EXISTS (SELECT FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock') THEN RETURN; END IF;
             END LOOP;
             RAISE 'nobody waits';
         END $$",
    );
}

#[test]
fn changes_that_come_in_one_transaction_are_exported_together_or_not_at_all() {
    let database = Database::new();
    let stop = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let session = database.session();
            for round in 0_u32.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                session.run(&format!(
                    "BEGIN; UPDATE specs SET title = '{round}'; UPDATE impls SET quality_score = {0}; \
                     UPDATE libraries SET version = '{0}'; COMMIT",
                    round % 100
                ));
                thread::sleep(Duration::from_millis(1));
            }
        });
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..15 {
            let target = Target::new();
            Builder::export(&database.url(), &target.path()).run().succeeded();
            let reply = target.get("/plots/filter");
            let titles = reply["specTitles"].as_object().unwrap().values().map(|title| title.as_str().unwrap());
            let titles: Vec<u32> = titles.filter_map(|title| title.parse().ok()).collect();
            if titles.is_empty() {
                // Before the first of them.
                continue;
            }
            let round = titles[0];
            assert_eq!(titles, [round, round]);
            let version = target.get("/libraries")["libraries"][0]["version"].as_str().unwrap().parse();
            assert_eq!(version, Ok(round % 100));
            for image in reply["images"].as_array().unwrap() {
                assert_eq!(image["quality"], f64::from(round % 100));
            }
            seen.insert(round);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(seen.len() > 1, "nothing changed between the exports");
    });
}
