//! Rule: a connection that is cut at any byte is said to be lost, and costs nothing but the run; one that cannot be had
//! just now is tried again.

use std::io::Write;
use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::proxy::wire;
use crate::support::{Builder, Cluster, Database, Target, exported_all, refused};

#[test]
fn connection_cut_at_any_byte_leaves_the_old_snapshot_and_its_documents() {
    let database = Database::with("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    let old = exported_all(&database, &[]);
    let before = old.bytes();
    database.run("UPDATE specs SET title = 'Other'");

    let (url, passed) = wire(&database, u64::MAX);
    let whole = Target::new();
    Builder::export_all(&url, &whole.path()).run().succeeded();
    let all = passed.received.load(Ordering::SeqCst);
    assert!(all > 2_000, "{all} bytes");

    // From the greeting to the last reply but the one to COMMIT, whose loss takes nothing away.
    let rounds = 40;
    for round in 0..rounds {
        let (url, _) = wire(&database, (all - 40) * round / rounds);
        let run = Builder::export_all(&url, &old.path()).args(&["--connect-timeout", "0.2"]).run();
        assert!(run.err.contains("cannot connect to") || run.err.contains("the connection was lost"), "{run:?}");
        run.failed(3, &[]);
        assert!(old.bytes() == before);
        old.is_whole();
    }
}

#[test]
fn server_that_starts_late_is_waited_for() {
    let database = Database::with("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    // A port on which nobody listens yet.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let late = thread::spawn(move || {
        thread::sleep(Duration::from_millis(700));
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        // The first who is let in hears that the server is starting up.
        let (mut early, _) = listener.accept().unwrap();
        early.write_all(&fatal("57P03", "the database system is starting up")).unwrap();
        drop(early);
        let (mut client, _) = listener.accept().unwrap();
        let mut server = std::net::TcpStream::connect(("127.0.0.1", Cluster::shared().port)).unwrap();
        let (mut back, mut from) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        let down = thread::spawn(move || std::io::copy(&mut from, &mut back));
        let _ = std::io::copy(&mut client, &mut server);
        let _ = server.shutdown(std::net::Shutdown::Both);
        let _ = down.join();
    });
    let url = format!("postgresql://reader@127.0.0.1:{port}/{}?sslmode=disable", database.name);
    Builder::export(&url, &Target::new().path()).args(&["--connect-timeout", "30"]).run().succeeded();
    late.join().unwrap();
}

#[test]
fn server_without_a_free_connection_is_asked_again_and_then_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = thread::spawn(move || {
        let mut asked = 0;
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut first = [0; 8];
            std::io::Read::read_exact(&mut client, &mut first).unwrap();
            if first == *b"the end!" {
                break;
            }
            client.write_all(&fatal("53300", "sorry, too many clients already")).unwrap();
            asked += 1;
        }
        asked
    });
    let url = format!("postgresql://u@127.0.0.1:{port}/plots?sslmode=disable");
    refused(&url, &["--connect-timeout", "1"], 3, &["the server has no connection left", "sorry, too many clients"]);
    std::net::TcpStream::connect(("127.0.0.1", port)).unwrap().write_all(b"the end!").unwrap();
    // After 0.1, 0.2 and 0.4 seconds, where the machine is as fast as that.
    assert!((2..=4).contains(&asked.join().unwrap()));
}

#[test]
fn wrong_password_is_not_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        client.write_all(&fatal("28P01", "password authentication failed for user \"u\"")).unwrap();
        listener.set_nonblocking(true).unwrap();
        listener
    });
    let url = format!("postgresql://u@127.0.0.1:{port}/plots?sslmode=disable");
    refused(&url, &["--connect-timeout", "30"], 3, &["the user or password is wrong"]);
    assert!(served.join().unwrap().accept().is_err(), "a second attempt was made");
}

/// An error message of PostgreSQL's protocol.
pub fn fatal(code: &str, text: &str) -> Vec<u8> {
    let fields = format!("SFATAL\0VFATAL\0C{code}\0M{text}\0\0");
    let length = u32::try_from(fields.len() + 4).unwrap();
    [&b"E"[..], &length.to_be_bytes(), fields.as_bytes()].concat()
}
