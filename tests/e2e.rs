//! Rule: the deployed modules, in the runtime they are deployed to, answer what the service answers, and outlive a trap.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;

use catalog_edge::http::{Request, Service};
use xtask::client::{Answer, request};
use xtask::workerd::{Server, Worker};
use xtask::{bundle, path, snapshot};

/// Requests whose replies differ in route, status, headers and size.
const TARGETS: [&str; 8] = [
    "/stats",
    "/languages",
    "/libraries",
    "/libraries/nope/images",
    "/plots/filter?lang=python&limit=3",
    "/plots/filter?limit=x",
    "/plots/filter",
    "/nope",
];

/// A snapshot that does not depend on what was exported here.
fn snapshot_file() -> PathBuf {
    snapshot::default().unwrap()
}

/// The deployed modules, built once for all tests.
fn deployed() -> Worker {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| bundle::bundle().unwrap());
    Worker::deployed().unwrap().with_snapshot(&snapshot_file())
}

/// A server, and where it logs.
fn serve(worker: &Worker, name: &str) -> (Server, PathBuf) {
    let log = path("build").join(format!("e2e-{name}.log"));
    (Server::start(worker, 0, Some(&log)).unwrap(), log)
}

fn get(server: &Server, target: &str) -> Answer {
    request(server.port(), "GET", target, &[]).unwrap()
}

fn is_unavailable(answer: &Answer, path: &str) -> bool {
    answer.status == 503
        && answer.header("content-type") == Some("application/json")
        && answer.body == format!(r#"{{"status":503,"message":"Service unavailable","path":"{path}"}}"#).as_bytes()
}

#[test]
fn the_runtime_sends_what_the_service_replies() {
    let bytes = fs::read(snapshot_file()).unwrap();
    let service = Service::open(&bytes).unwrap();
    let (server, _) = serve(&deployed(), "replies");
    for target in TARGETS {
        for method in ["GET", "HEAD", "POST"] {
            let answer = request(server.port(), method, target, &[]).unwrap();
            let url = format!("http://localhost{target}");
            let reply = service.respond(&Request { method, url: &url });
            assert_eq!(answer.status, reply.status, "{method} {target}");
            assert_eq!(answer.body, reply.body.unwrap_or_default().as_ref(), "{method} {target}");
            for (name, value) in reply.headers {
                assert_eq!(answer.header(name), Some(&*value), "{method} {target}: {name}");
            }
        }
    }
}

#[test]
fn a_trailing_slash_redirects() {
    let (server, _) = serve(&deployed(), "redirect");
    let answer = get(&server, "/stats/?a=b");
    assert_eq!((answer.status, answer.header("location")), (307, Some("/stats?a=b")));
    assert_eq!(answer.body, b"");
}

#[test]
fn replies_to_concurrent_requests_are_those_of_single_ones() {
    let (server, _) = serve(&deployed(), "concurrent");
    let expected = TARGETS.map(|target| get(&server, target).body);
    thread::scope(|scope| {
        for first in 0..8 {
            let (server, expected) = (&server, &expected);
            scope.spawn(move || {
                for number in first..first + 100 {
                    let at = number % TARGETS.len();
                    assert!(get(server, TARGETS[at]).body == expected[at], "{}", TARGETS[at]);
                }
            });
        }
    });
}

#[test]
fn memory_stays_bounded_over_two_thousand_large_replies() {
    let (server, _) = serve(&deployed(), "memory");
    let expected = get(&server, "/plots/filter").body;
    assert!(expected.len() > 1_000_000, "{} bytes are not large", expected.len());
    // The runtime collects its garbage in its own time: what counts is that it ends.
    let mut resident = Vec::new();
    for _ in 0..4 {
        for _ in 0..500 {
            assert!(get(&server, "/plots/filter").body == expected);
        }
        resident.push(server.resident_bytes().unwrap() >> 20);
    }
    assert!(resident[3] < 600 && resident[3] < resident[1] + 200, "MiB after each 500 replies: {resident:?}");
}

#[test]
fn after_a_trap_the_next_request_is_served_by_a_fresh_instance() {
    let entry = path("tests/e2e/trapping_entry.js");
    let (server, log) = serve(&deployed().with_entry("trapping_entry.js", &entry), "trap");
    let healthy = TARGETS.map(|target| get(&server, target).body);
    for round in 1..=5 {
        let broken = request(server.port(), "GET", "/plots/filter?x=1", &[("x-break", "1")]).unwrap();
        assert_eq!(broken.status, 500, "round {round}");
        assert_eq!(broken.header("content-type"), Some("application/json"));
        assert_eq!(
            String::from_utf8(broken.body).unwrap(),
            r#"{"status":500,"message":"Internal server error","path":"/plots/filter"}"#
        );
        for (target, body) in TARGETS.iter().zip(&healthy) {
            assert!(get(&server, target).body == *body, "round {round}: {target}");
        }
        let log = fs::read_to_string(&log).unwrap();
        assert_eq!(log.matches("RuntimeError").count(), round, "these were no traps: {log}");
    }
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
        let (server, log) = serve(&deployed().with_snapshot(&path("").join(snapshot)), name);
        for path in ["/stats", "/plots/filter", "/nope"] {
            let answer = get(&server, path);
            assert!(is_unavailable(&answer, path), "{answer:?}");
        }
        let log = fs::read_to_string(log).unwrap();
        assert!(log.contains(fault), "{log}");
    }
}
