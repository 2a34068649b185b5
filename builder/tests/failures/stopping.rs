//! Rule: whatever a command waits for, SIGINT, SIGTERM and SIGHUP end it with code 130, 143 and 129, and no statement of
//! it is left in the database.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use super::network::fatal;
use super::signals::send;
use crate::support::{Builder, Database, Run, Target, exported_all, folder_names};

const SIGNALS: [(&str, i32); 3] = [("INT", 130), ("TERM", 143), ("HUP", 129)];

/// Runs `builder`, calls `waits` to return when it waits, and sends it `signal`.
fn stopped(builder: Builder, signal: &str, waits: impl FnOnce(&mut Child)) -> Run {
    let mut command = builder.into_command();
    let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    waits(&mut run);
    send(&run, &format!("-{signal}"));
    let Output { status, stdout, stderr } = run.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}

/// Expects the end that each signal has, after `waits`.
pub fn each_signal_stops(builder: impl Fn() -> Builder, mut waits: impl FnMut(&mut Child)) {
    for (signal, code) in SIGNALS {
        let run = stopped(builder(), signal, &mut waits);
        assert_eq!((run.code, &*run.out), (code, ""), "{signal}: {run:?}");
        assert_eq!(run.err, format!("error: stopped by SIG{signal}: nothing was changed\n"));
    }
}

/// Waits until a statement like `pattern` runs in `database`, or none does any more.
pub fn wait_until(database: &Database, exists: bool, pattern: &str) {
    let running = format!("EXISTS (SELECT FROM sessions WHERE query LIKE '{pattern}' AND state = 'active')");
    database.wait_until(&if exists { running } else { format!("NOT {running}") });
}

/// Runs `arguments` on `database` and expects that every signal ends them and the statement like `pattern` they wait for.
fn leaves_no_statement(database: &Database, arguments: &[&str], pattern: &str) {
    let limits = ["--lock-timeout", "50", "--statement-timeout", "50", "--timeout", "50"];
    let builder = || Builder::new(arguments).args(&limits).env("DATABASE_URL", &database.url());
    each_signal_stops(builder, |_| wait_until(database, true, pattern));
    wait_until(database, false, pattern);
}

/// A catalogue whose rows of `impls` come slowly.
const SLOW_IMPLS: &str = "ALTER TABLE impls RENAME TO all_impls;
                          CREATE VIEW impls AS SELECT * FROM all_impls WHERE pg_sleep(60) IS NOT NULL";

/// A catalogue whose details of specs come slowly.
pub const SLOW_DETAILS: &str = "ALTER TABLE specs RENAME TO all_specs;
                            ALTER TABLE all_specs RENAME description TO text;
                            CREATE FUNCTION slow(text text) RETURNS text STABLE LANGUAGE plpgsql AS
                                $$ BEGIN PERFORM pg_sleep(60); RETURN text; END $$;
                            CREATE VIEW specs AS SELECT *, slow(text) AS description FROM all_specs";

#[test]
fn statement_of_an_export_ends_with_it() {
    let target = Target::new();
    let out = target.path();
    let arguments = ["export", "--out", out.to_str().unwrap()];
    leaves_no_statement(&Database::with(SLOW_IMPLS), &arguments, "%FROM impls%");
    leaves_no_statement(&Database::with(SLOW_DETAILS), &arguments, "%description%FROM specs%");
    assert_eq!(folder_names(target.folder()), [""; 0]);
}

#[test]
fn statement_of_a_verification_ends_with_it() {
    let snapshot = exported_all(&Database::new(), &[]);
    let path = snapshot.path();
    let arguments = ["verify", path.to_str().unwrap(), "--against-database"];
    leaves_no_statement(&Database::with(SLOW_DETAILS), &arguments, "%description%FROM specs%");
    let database = Database::new();
    let migration = database.session();
    migration.run("BEGIN; LOCK TABLE impls");
    leaves_no_statement(&database, &arguments, "%FROM impls%");
    snapshot.is_whole();
}

#[test]
fn statement_of_doctor_ends_with_it() {
    let database = Database::with("CREATE TABLE alembic_version (version_num text)");
    let migration = database.session();
    migration.run("BEGIN; LOCK TABLE alembic_version");
    for arguments in [&["doctor"][..], &["doctor", "--emit", "sql"]] {
        leaves_no_statement(&database, arguments, "%FROM alembic_version%");
    }
}

#[test]
fn statement_of_a_run_that_fails_midway_ends_with_it() {
    // The first code is too long for a document. The second pushes it out of the server's buffer. The third comes after
    // a minute.
    let database = Database::with(
        "DELETE FROM impls WHERE library_id = 'pygal';
         UPDATE impls SET code = repeat('x', 26 * 1024 * 1024) WHERE spec_id = 'bar' AND library_id = 'altair';
         UPDATE impls SET code = repeat('y', 100000) WHERE library_id = 'lattice';
         UPDATE impls SET code = 'slow' WHERE spec_id = 'pie';
         ALTER TABLE impls ADD line_count integer DEFAULT 1;
         ALTER TABLE impls RENAME code TO text;
         ALTER TABLE impls RENAME TO all_impls;
         CREATE FUNCTION slow(text text) RETURNS text STABLE LANGUAGE plpgsql AS $$ BEGIN
             IF text = 'slow' AND current_query() LIKE '%code::text%' THEN PERFORM pg_sleep(60); END IF;
             RETURN text;
         END $$;
         CREATE VIEW impls AS SELECT *, slow(text) AS code FROM all_impls",
    );
    let limits = ["--statement-timeout", "50", "--timeout", "50"];
    let run = Builder::export_all(&database.url(), &Target::new().path()).args(&limits).run();
    run.failed(5, &["document", "has 27,263,042 bytes"]);
    wait_until(&database, false, "%code::text%");
}

/// A server at which a run waits, by what it does with each connection.
fn waits_at_a_server(parameters: &str, serve: fn(&mut TcpStream)) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgresql://u@127.0.0.1:{}/plots?{parameters}", listener.local_addr().unwrap().port());
    let snapshot = exported_all(&Database::new(), &[]);
    let (path, other) = (snapshot.path(), Target::new().path());
    let [path, other] = [&path, &other].map(|path| path.to_str().unwrap());
    for arguments in [&["export", "--out", other][..], &["verify", path, "--against-database"], &["doctor"]] {
        let builder = || Builder::new(arguments).args(&["--connect-timeout", "60"]).env("DATABASE_URL", &url);
        let mut clients = Vec::new();
        each_signal_stops(builder, |_| {
            let (mut client, _) = listener.accept().unwrap();
            serve(&mut client);
            clients.push(client);
        });
    }
}

#[test]
fn server_that_does_not_answer_is_waited_for_until_a_signal() {
    waits_at_a_server("sslmode=disable", |client| assert!(client.read(&mut [0; 256]).unwrap() > 8));
    waits_at_a_server("sslmode=require", |client| client.read_exact(&mut [0; 8]).unwrap());
    waits_at_a_server("sslmode=require", |client| {
        client.read_exact(&mut [0; 8]).unwrap();
        client.write_all(b"S").unwrap();
        // The beginning of a TLS handshake.
        assert_eq!((client.read(&mut [0; 1]).unwrap()), 1);
    });
}

#[test]
fn pause_before_the_next_attempt_ends_at_a_signal() {
    waits_at_a_server("sslmode=disable", |client| {
        assert!(client.read(&mut [0; 256]).unwrap() > 8);
        client.write_all(&fatal("57P03", "the database system is starting up")).unwrap();
        client.shutdown(std::net::Shutdown::Both).unwrap();
    });
}

#[test]
fn reading_of_a_file_that_does_not_end_is_ended_by_a_signal() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let path = pipe.to_str().unwrap();
    for arguments in [&["inspect", path][..], &["verify", path], &["diff", path, path]] {
        for (signal, code) in SIGNALS {
            let mut writer = None;
            // Opened as soon as there is a reader.
            let run =
                stopped(Builder::new(arguments), signal, |_| writer = File::options().write(true).open(&pipe).ok());
            assert_eq!((run.code, &*run.out, &*run.err), (code, "", ""), "{arguments:?}");
        }
    }
}
