//! Rule: after a trap, or with a damaged snapshot, every request is answered. Details of the fault are only in the log.
//! Pages that may read replies may read these failures too.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;

use xtask::workerd::Server;
use xtask::{assets, path};

use crate::edge::{PAGE, TARGETS, deployed, failure, get, many_images, serve, snapshot_file};
use crate::raw_client::{Answer, read_answer, request};

fn from_page(server: &Server, target: &str, headers: &[(&str, &str)]) -> Answer {
    request(server.port(), "GET", target, &[&[PAGE], headers].concat()).unwrap()
}

#[test]
fn after_a_trap_the_next_request_is_served_by_a_fresh_instance() {
    let entry = path("tests/e2e/trapping_entry.js");
    let (server, log) = serve(&deployed().with_entry("trapping_entry.js", &entry), "trap");
    let healthy = TARGETS.map(|target| get(&server, target).body);
    for round in 1..=12 {
        let broken = from_page(&server, "/plots/filter?x=1", &[("x-break", "1")]);
        failure(&broken, 500, "Internal server error", "/plots/filter");
        for (target, body) in TARGETS.iter().zip(&healthy) {
            assert!(get(&server, target).body == *body, "round {round}: {target}");
        }
        let log = fs::read_to_string(&log).unwrap();
        assert_eq!(log.matches("RuntimeError").count(), round, "found no trap for each request: {log}");
    }
}

#[test]
fn a_trap_between_two_parts_breaks_the_reply_off_and_the_next_request_is_served_by_a_fresh_instance() {
    let entry = path("tests/e2e/trapping_entry.js");
    let worker = deployed().with_catalog(&many_images("trap"), &assets::folder());
    let (server, log) = serve(&worker.with_entry("trapping_entry.js", &entry), "trap-between");
    let target = "/plots/filter";
    let healthy = get(&server, target).body;
    for round in 1..=3 {
        let broken = request(server.port(), "GET", target, &[("x-break-body", "1")]);
        assert!(broken.is_err(), "expected an error, because a chunk is missing: {:?}", broken.map(|it| it.body.len()));
        assert!(get(&server, target).body == healthy, "round {round}");
        let log = fs::read_to_string(&log).unwrap();
        assert!(log.contains("RuntimeError"), "found no trap: {log}");
    }
}

/// The trap of another request is none of this one: what continues a body is not in the memory of an instance.
#[test]
fn a_body_in_chunks_goes_on_after_the_trap_of_another_request() {
    let entry = path("tests/e2e/trapping_entry.js");
    let worker = deployed().with_catalog(&many_images("survivor"), &assets::folder());
    let (server, _) = serve(&worker.with_entry("trapping_entry.js", &entry), "survivor");
    for target in ["/plots/filter", "/libraries/matplotlib/images"] {
        let healthy = get(&server, target).body;
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        stream.peek(&mut [0; 1_000]).unwrap();
        failure(&from_page(&server, "/stats", &[("x-break", "1")]), 500, "Internal server error", "/stats");
        assert!(read_answer(&mut stream).unwrap().body == healthy, "{target}");
    }
}

#[test]
fn an_opening_that_traps_is_tried_again_but_not_for_ever() {
    let entry = path("tests/e2e/trapping_entry.js");
    let (server, log) = serve(&deployed().with_entry("trapping_entry.js", &entry), "trap-opening");
    let healthy = get(&server, "/stats").body;
    let traps = || fs::read_to_string(&log).unwrap().matches("RuntimeError").count();

    let unavailable = |headers: &[_]| {
        let answer = from_page(&server, "/stats", headers);
        assert_eq!(answer.status, 503);
        assert_eq!(answer.body, br#"{"status":503,"message":"Service unavailable","path":"/stats"}"#);
    };

    // The instance traps, and so do the next two openings: that of the same request, and that of the next one.
    unavailable(&[("x-break", "1"), ("x-break-openings", "2")]);
    unavailable(&[]);
    assert_eq!(traps(), 3);
    assert!(get(&server, "/stats").body == healthy);

    unavailable(&[("x-break", "1"), ("x-break-openings", "1000")]);
    for _ in 0..30 {
        unavailable(&[]);
    }
    assert_eq!(traps(), 3 + 1 + 10);
}

#[test]
fn a_snapshot_that_does_not_open_is_unavailable_and_its_fault_is_logged_only() {
    let damaged = path("build/e2e-damaged.snap");
    let mut bytes = fs::read(snapshot_file()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&damaged, bytes).unwrap();
    for (name, snapshot, fault) in
        [("damaged", damaged.as_path(), "damaged"), ("foreign", Path::new(file!()), "not a catalogue snapshot")]
    {
        let (server, log) = serve(&deployed().with_catalog(&path("").join(snapshot), &assets::folder()), name);
        for path in ["/stats", "/plots/filter", "/nope"] {
            failure(&from_page(&server, path, &[]), 503, "Service unavailable", path);
        }
        let log = fs::read_to_string(log).unwrap();
        assert!(log.contains(fault), "{log}");
    }
}

#[test]
fn a_variable_that_cannot_be_used_is_told_to_the_log_alone() {
    let (server, log) = serve(&deployed().with_variable("ORIGIN", "https://api.example/v1"), "variable");
    let answer = get(&server, "/stats?x");
    assert_eq!(answer.status, 503);
    assert_eq!(answer.body, br#"{"status":503,"message":"Service unavailable","path":"/stats"}"#);
    assert_eq!((answer.header("cache-control"), answer.header("retry-after")), (Some("no-store"), Some("30")));
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("ORIGIN is 'https://api.example/v1': give scheme and host"), "{log}");
}
