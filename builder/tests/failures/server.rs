//! Rule: a server that stops while it is read costs nothing but the run.

use std::process::Stdio;

use crate::support::{Builder, Cluster, Session, Target};

#[test]
fn server_that_stops_in_the_middle_leaves_the_old_snapshot() {
    for mode in ["fast", "immediate"] {
        let cluster = Cluster::start();
        let session = Session::open(&cluster, "postgres");
        session.fill();
        let target = Target::new();
        let url = cluster.url("postgres");
        Builder::export_all(&url, &target.path()).run().succeeded();
        let before = target.bytes();

        session.run("UPDATE specs SET title = 'Other'");
        session.run(
            "ALTER TABLE impls RENAME TO all_impls;
             CREATE VIEW impls AS SELECT * FROM all_impls WHERE pg_sleep(60) IS NOT NULL",
        );
        let mut command = Builder::export_all(&url, &target.path()).into_command();
        let run = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        session.wait_until("EXISTS (SELECT FROM sessions WHERE wait_event = 'PgSleep')");
        cluster.stop(mode);
        let output = run.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{mode}: {error}");
        assert!(error.contains("the connection was lost: see the server's log, then try again"), "{mode}: {error}");
        assert!(target.bytes() == before);
        target.is_whole();
    }
}
