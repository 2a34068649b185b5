//! Rule: readers that stall, go away, pipeline or send half a request cost little, and nobody else's reply changes.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use catalog_edge::http::{Body, Outcome, Policy, Reply, Request, Service};
use socket2::{Domain, Socket, Type};
use xtask::workerd::Server;
use xtask::{assets, path};

use crate::edge::{deployed, get, many_images, serve};
use crate::raw_client::{read_answer, request};

/// Targets with bodies of many chunks.
const LONG: [&str; 2] = ["/plots/filter?lib=matplotlib", "/libraries/matplotlib/images"];

/// A target with a body of three chunks.
const SHORTER: &str = "/plots/filter?lib=matplotlib&limit=400";

/// Most bytes that are made for a reader and not sent: a chunk of 128 KiB that is made when it is asked for, and the five
/// that the runtime asks for ahead.
const HELD: usize = 6 * (128 << 10);

/// The right body of `target`, and its number of chunks.
fn expected(snapshot: &Path, target: &str) -> (Vec<u8>, usize) {
    let bytes = fs::read(snapshot).unwrap();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    let url = format!("http://localhost{target}");
    let asked = Request { method: "GET", url: &url, ..Request::default() };
    let Outcome::Reply(Reply { body: Body::Chunked(mut body, mut rest), .. }) = service.respond(&asked) else {
        panic!("the reply to {target} is not in chunks");
    };
    let mut chunks = 1;
    while !rest.is_done() {
        body.extend(service.chunk(&asked, &mut rest));
        chunks += 1;
    }
    (body, chunks)
}

/// A connection that has sent a GET of `target` and has taken `taken` bytes of the reply. The kernel takes little ahead of
/// it, so what it does not take is not sent.
fn reader(server: &Server, target: &str, taken: usize) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    socket.connect(&SocketAddr::from(([127, 0, 0, 1], server.port())).into()).unwrap();
    let mut stream = TcpStream::from(socket);
    write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    stream.read_exact(&mut vec![0; taken]).unwrap();
    stream
}

/// Bytes in the kernel's queues of the connections to `port`, at both ends: what the worker has sent and nobody has taken.
fn queued(port: u16) -> usize {
    let connections = fs::read_to_string("/proc/net/tcp").unwrap();
    let port = format!(":{port:04X}");
    connections
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|fields| fields.len() > 4 && (fields[1].ends_with(&port) || fields[2].ends_with(&port)))
        .map(|fields| fields[4].split(':').map(|queue| usize::from_str_radix(queue, 16).unwrap()).sum::<usize>())
        .sum()
}

/// Number of connections that a process may open, at most `wanted`.
fn affordable(wanted: usize) -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let files: usize = files.split_whitespace().next().unwrap().parse().unwrap_or(usize::MAX);
    wanted.min(files - 200)
}

#[test]
fn a_thousand_stalled_readers_hold_little_and_delay_nobody() {
    let file = many_images("stalled");
    let worker = deployed().with_catalog(&file, &assets::folder());
    let worker = worker.with_entry("counting_entry.js", &path("tests/e2e/counting_entry.js"));
    let (server, _) = serve(&worker, "stalled");
    let plain = ["/stats", "/plots/filter?lib=matplotlib&limit=3", "/nope"];
    let right = plain.map(|target| get(&server, target).body);
    let whole = expected(&file, LONG[0]).0;
    assert!(get(&server, LONG[0]).body == whole);
    let made = || String::from_utf8(get(&server, "/made").body).unwrap().parse::<usize>().unwrap();
    let before = made();

    // The kernel takes megabytes of a body. A thousand long ones are more than it has room for.
    let mut stalled = Vec::new();
    for (number, targets) in [(100, &LONG[..]), (affordable(1_000), &[SHORTER])] {
        for place in stalled.len()..number {
            stalled.push(reader(&server, targets[place % targets.len()], 16));
            let place = place % plain.len();
            assert!(get(&server, plain[place]).body == right[place]);
        }
        let sent = queued(server.port());
        let held = (made() - before).saturating_sub(sent) / number;
        assert!(sent > number << 10, "the kernel's queues were not found");
        assert!(held < HELD, "{} KiB were made for a stalled reader and not sent", held >> 10);
    }

    let mut patient = stalled.swap_remove(0);
    patient.read_exact(&mut vec![0; whole.len()]).unwrap();
    drop(stalled);
    assert!(get(&server, LONG[0]).body == whole);
}

#[test]
fn who_goes_away_in_any_chunk_leaves_nothing_behind() {
    let file = many_images("leaving");
    let (server, _) = serve(&deployed().with_catalog(&file, &assets::folder()), "leaving");
    let long = LONG.map(|target| (target, expected(&file, target)));
    for (target, (body, _)) in &long {
        assert!(get(&server, target).body == *body, "{target}");
    }
    let resident = server.resident_bytes().unwrap();
    for (target, (body, chunks)) in &long {
        for chunk in 0..*chunks {
            drop(reader(&server, target, 400 + body.len() / chunks * chunk));
        }
        assert!(get(&server, target).body == *body, "{target}");
    }
    let more = server.resident_bytes().unwrap().saturating_sub(resident) >> 20;
    assert!(more < 100, "memory grew by {more} MiB");
}

#[test]
fn pipelined_and_half_requests_mix_nothing() {
    let file = many_images("pipelined");
    let (server, _) = serve(&deployed().with_catalog(&file, &assets::folder()), "pipelined");
    let targets = ["/stats", LONG[0], "/plots/filter?limit=1", LONG[1], "/nope"];
    let alone = targets.map(|target| get(&server, target).body);

    // A head that never ends, and one that ends late.
    let mut half = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    half.write_all(b"GET /plots/filter?lib=mat").unwrap();
    let mut late = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    late.write_all(b"GET /stats HTTP/1.1\r\nHost: localhost\r\nConnec").unwrap();

    for (target, body) in targets.iter().zip(&alone) {
        assert!(request(server.port(), "GET", target, &[]).unwrap().body == *body, "{target}");
    }
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    for target in targets {
        let connection = if target == "/nope" { "Connection: close\r\n" } else { "" };
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\n{connection}\r\n").unwrap();
    }
    let mut replies = Vec::new();
    stream.read_to_end(&mut replies).unwrap();
    // The bodies of all replies, in order, with the framing of chunks between.
    let mut at = 0;
    for (target, body) in targets.iter().zip(&alone) {
        let first = &body[..body.len().min(60)];
        let found = replies[at..].windows(first.len()).position(|window| window == first);
        at += found.unwrap_or_else(|| panic!("the reply to {target} is missing or not in its place"));
    }
    assert!(replies.len() > alone.iter().map(Vec::len).sum());
    late.write_all(b"tion: close\r\n\r\n").unwrap();
    assert!(read_answer(&mut late).unwrap().body == alone[0]);
}
