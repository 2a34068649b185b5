//! Rule: a connection that is cut at any byte is said to be lost, and costs nothing but the run; one that cannot be had
//! just now is tried again.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

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
        let run = Builder::export_all(&url, &old.path()).run();
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
    // Whoever comes to the second host was turned away by the first.
    let second = TcpListener::bind("127.0.0.1:0").unwrap();
    let second_port = second.local_addr().unwrap().port();
    let late = thread::spawn(move || {
        refuse_next(&second, STARTING);
        let first = TcpListener::bind(("127.0.0.1", port)).unwrap();
        // The first who is let in hears that the server is starting up.
        refuse_next(&first, STARTING);
        drop(second);
        let (mut client, _) = first.accept().unwrap();
        let mut server = TcpStream::connect(("127.0.0.1", Cluster::shared().port)).unwrap();
        let (mut back, mut from) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        let down = thread::spawn(move || std::io::copy(&mut from, &mut back));
        let _ = std::io::copy(&mut client, &mut server);
        let _ = server.shutdown(Shutdown::Both);
        let _ = down.join();
    });
    let hosts = format!("127.0.0.1:{port},127.0.0.1:{second_port}");
    let url = format!("postgresql://reader@{hosts}/{}?sslmode=disable", database.name);
    Builder::export(&url, &Target::new().path()).args(&["--connect-timeout", "60"]).run().succeeded();
    late.join().unwrap();
}

/// Code and text with which a server refuses a client.
type Refusal = (&'static str, &'static str);

const STARTING: Refusal = ("57P03", "the database system is starting up");
const FULL: Refusal = ("53300", "sorry, too many clients already");

/// Accepts the next client, and refuses it once it has asked.
fn refuse_next(listener: &TcpListener, (code, text): Refusal) {
    let (mut client, _) = listener.accept().unwrap();
    assert!(client.read(&mut [0; 256]).unwrap() > 8);
    client.write_all(&fatal(code, text)).unwrap();
}

#[test]
fn server_without_a_free_connection_is_named_when_the_time_is_over() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let _ = client.read(&mut [0; 256]);
            client.write_all(&fatal(FULL.0, FULL.1)).unwrap();
            ASKED.fetch_add(1, Ordering::SeqCst);
        }
    });
    let url = format!("postgresql://u@127.0.0.1:{port}/plots?sslmode=disable");
    refused(&url, &["--connect-timeout", "2"], 3, &["the server has no connection left", "sorry, too many clients"]);
    // At once and, if the machine is fast enough, after 0.1, 0.3, 0.7 and 1.5 seconds: the pauses grow.
    assert!((1..=5).contains(&ASKED.load(Ordering::SeqCst)));
}

#[test]
fn answer_of_a_server_is_named_that_is_silent_afterwards() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = thread::spawn(move || {
        refuse_next(&listener, FULL);
        let (mut client, _) = listener.accept().unwrap();
        client.read_to_end(&mut Vec::new())
    });
    let url = format!("postgresql://u@127.0.0.1:{port}/plots?sslmode=disable");
    refused(&url, &["--connect-timeout", "2"], 3, &["the server has no connection left", "sorry, too many clients"]);
    served.join().unwrap().unwrap();
}

#[test]
fn server_without_a_free_connection_is_asked_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = thread::spawn(move || {
        refuse_next(&listener, FULL);
        refuse_next(&listener, ("28P01", "password authentication failed"));
    });
    let url = format!("postgresql://u@127.0.0.1:{port}/plots?sslmode=disable");
    refused(&url, &["--connect-timeout", "60"], 3, &["the user or password is wrong"]);
    served.join().unwrap();
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
