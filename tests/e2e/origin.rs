//! Rule: what goes to the origin goes there as it came, and its reply comes back as it is, both but for the headers of a
//! connection; an origin that gives no answer, or none in time, is told in the service's shape.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use xtask::client::{request, send};
use xtask::workerd::Server;

use crate::edge::{PAGE, deployed, failure, serve};

/// What an origin received.
struct Received {
    /// Method, target and version.
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(field, value)| (field == name).then_some(value.as_str()))
    }
}

/// An origin that answers each connection with the next of `replies` and then ends.
fn origin(replies: Vec<Vec<u8>>) -> (u16, Receiver<Received>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for reply in replies {
            let mut stream = listener.accept().unwrap().0;
            let received = receive(&stream);
            stream.write_all(&reply).unwrap();
            let _ = stream.shutdown(Shutdown::Write);
            if sender.send(received).is_err() {
                return;
            }
        }
    });
    (port, receiver)
}

fn receive(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let first = line();
    let fields = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()));
    let headers: Vec<(String, String)> = fields
        .filter_map(|field| field.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())))
        .collect();
    let mut received = Received { line: first, headers, body: Vec::new() };
    if let Some(length) = received.header("content-length") {
        received.body = vec![0; length.parse().unwrap()];
        reader.read_exact(&mut received.body).unwrap();
    }
    received
}

fn reply(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

fn before(port: u16, name: &str) -> Server {
    let worker = deployed().with_variable("ORIGIN", &format!("http://127.0.0.1:{port}"));
    serve(&worker.with_variable("ORIGIN_TIMEOUT", "1"), name).0
}

#[test]
fn a_request_and_its_reply_pass_unchanged_but_for_the_connection() {
    let head = "201 Made\r\nX-Reply: a\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nServer: old\r\nKeep-Alive: timeout=9\r\n\
                Connection: close, x-secret\r\nX-Secret: hop";
    let (port, received) = origin(vec![reply(head, b"made")]);
    let server = before(port, "origin-passes");
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", "Bearer t"),
        ("X-Custom", "a, b"),
        ("Cookie", "c=1"),
        ("Connection", "x-hop"),
        ("X-Hop", "secret"),
        ("TE", "trailers"),
        ("Proxy-Authorization", "Basic x"),
        PAGE,
    ];
    let answer = send(server.port(), "POST", "/feedback?a=%20b&c", &headers, b"{\"message\":\"hi\"}").unwrap();

    let received = received.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(received.line, "POST /feedback?a=%20b&c HTTP/1.1");
    assert_eq!(received.body, b"{\"message\":\"hi\"}");
    assert_eq!(received.header("host"), Some(&*format!("127.0.0.1:{port}")));
    for (name, value) in [
        ("content-type", "application/json"),
        ("authorization", "Bearer t"),
        ("x-custom", "a, b"),
        ("cookie", "c=1"),
        ("origin", "https://anyplot.ai"),
    ] {
        assert_eq!(received.header(name), Some(value), "{name}");
    }
    for name in ["x-hop", "te", "proxy-authorization"] {
        assert_eq!(received.header(name), None, "{name}");
    }

    assert_eq!((answer.status, &*answer.body), (201, &b"made"[..]));
    assert_eq!((answer.header("x-reply"), answer.header("server")), (Some("a"), Some("old")));
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| &**value);
    assert_eq!(cookies.collect::<Vec<_>>(), ["a=1", "b=2"]);
    for name in ["x-secret", "keep-alive"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    // Who may read it is the origin's to say.
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn redirects_errors_and_empty_replies_are_the_callers_to_see() {
    let heads = ["302 Found\r\nLocation: https://elsewhere.example/x", "404 Not Found", "204 No Content", "500 Oops"];
    let replies = heads.map(|head| match head {
        "204 No Content" => format!("HTTP/1.1 {head}\r\n\r\n").into_bytes(),
        head => reply(head, b"body"),
    });
    let (port, _received) = origin(replies.into());
    let server = before(port, "origin-statuses");
    for (status, location, body) in [
        (302, Some("https://elsewhere.example/x"), &b"body"[..]),
        (404, None, b"body"),
        (204, None, b""),
        (500, None, b"body"),
    ] {
        let answer = request(server.port(), "GET", "/nope", &[]).unwrap();
        assert_eq!((answer.status, answer.header("location"), &*answer.body), (status, location, body));
    }
}

#[test]
fn compressed_replies_stay_compressed() {
    let packed = [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0];
    let (port, _received) = origin(vec![reply("200 OK\r\nContent-Encoding: gzip", &packed)]);
    let server = before(port, "origin-gzip");
    let answer = request(server.port(), "GET", "/nope", &[("Accept-Encoding", "gzip")]).unwrap();
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*answer.body).read_to_string(&mut text).unwrap();
    assert_eq!(text, "hello");
}

#[test]
fn a_reply_is_passed_on_while_it_comes_even_beyond_the_wait_for_its_head() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = before(listener.local_addr().unwrap().port(), "origin-streams");
    let mut caller = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).unwrap();
    caller.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    caller.write_all(b"GET /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut stream = listener.accept().unwrap().0;
    receive(&stream);
    stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n").unwrap();

    let mut seen = Vec::new();
    let mut read_until = |part: &[u8]| {
        let mut buffer = [0; 1024];
        while !seen.windows(part.len()).any(|window| window == part) {
            let count = caller.read(&mut buffer).unwrap();
            assert!(count > 0, "ended after {:?}", String::from_utf8_lossy(&seen));
            seen.extend_from_slice(&buffer[..count]);
        }
    };
    // The second part is not sent before the first has arrived.
    read_until(b"first");
    thread::sleep(Duration::from_millis(1_200));
    stream.write_all(b"6\r\nsecond\r\n0\r\n\r\n").unwrap();
    read_until(b"second");
}

#[test]
fn an_origin_that_is_down_is_a_bad_gateway() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let server = before(port, "origin-down");
    failure(&request(server.port(), "GET", "/nope", &[PAGE]).unwrap(), 502, "Origin unavailable", "/nope");
    failure(&request(server.port(), "DELETE", "/stats", &[PAGE]).unwrap(), 502, "Origin unavailable", "/stats");
    // What is known here does not need it.
    assert_eq!(request(server.port(), "GET", "/stats", &[]).unwrap().status, 200);
}

#[test]
fn an_origin_that_hangs_up_or_stands_down_is_a_bad_gateway() {
    let (port, _received) = origin(vec![Vec::new(), reply("522 Timed out", b"a page of somebody else's")]);
    let server = before(port, "origin-hangs-up");
    for _ in 0..2 {
        failure(&request(server.port(), "GET", "/nope", &[PAGE]).unwrap(), 502, "Origin unavailable", "/nope");
    }
}

#[test]
fn an_origin_that_keeps_silent_is_a_gateway_timeout() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = before(listener.local_addr().unwrap().port(), "origin-silent");
    failure(&request(server.port(), "GET", "/nope", &[PAGE]).unwrap(), 504, "Origin timed out", "/nope");
}

#[test]
fn no_path_leads_to_another_host() {
    let targets =
        ["//evil.example/x", "/@evil.example/", "/http://evil.example/", "/%2f%2fevil.example", "/\\evil.example"];
    let (port, received) = origin(targets.map(|_| reply("200 OK", b"mine")).into());
    let server = before(port, "origin-hosts");
    for target in targets {
        let answer = request(server.port(), "GET", target, &[("X-Forwarded-Host", "evil.example")]).unwrap();
        assert_eq!((answer.status, &*answer.body), (200, &b"mine"[..]), "{target}");
        let received = received.recv_timeout(Duration::from_secs(20)).unwrap();
        assert_eq!(received.header("host"), Some(&*format!("127.0.0.1:{port}")));
    }
}
