//! Rule: a WebSocket connects client and origin, and passes messages in both directions until one end closes it.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use flate2::Decompress;
use xtask::path;
use xtask::workerd::Server;

use crate::edge::{deployed, serve};
use crate::raw_client::request;
use crate::raw_origin::{Clock, always, before, next, reply};

/// Fields of a client's request for a WebSocket, and the proof that the server has understood it (RFC 6455, section
/// 1.3).
const UPGRADE: [(&str, &str); 4] = [
    ("Connection", "keep-alive, Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
];
const ACCEPT: &str = "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=";

/// An opened WebSocket: the head of the answer in lower case, and the stream after it.
fn open(server: &Server, more: &[(&str, &str)]) -> (String, TcpStream) {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let fields: String = UPGRADE.iter().chain(more).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write!(stream, "GET /live?room=1 HTTP/1.1\r\nHost: edge.example\r\n{fields}\r\n").unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    (String::from_utf8(head).unwrap().to_lowercase(), stream)
}

/// Sends one frame, masked as a client's are.
fn send(stream: &mut TcpStream, kind: u8, payload: &[u8]) {
    let mask = [1, 2, 3, 4];
    let masked = payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask);
    let length = u8::try_from(payload.len()).unwrap();
    stream.write_all(&[0x80 | kind, 0x80 | length]).unwrap();
    stream.write_all(&mask.into_iter().chain(masked).collect::<Vec<_>>()).unwrap();
}

/// Receives one short frame and unpacks it.
fn receive(stream: &mut TcpStream, unpacking: &mut Decompress) -> (u8, Vec<u8>) {
    let mut head = [0; 2];
    stream.read_exact(&mut head).unwrap();
    assert!(head[1] < 126, "not a short frame: {head:?}");
    let mut payload = vec![0; head[1].into()];
    stream.read_exact(&mut payload).unwrap();
    if head[0] & COMPRESSED == 0 {
        return (head[0], payload);
    }
    // Bytes that senders omit from every message (RFC 7692, section 7.2.1).
    payload.extend([0, 0, 0xff, 0xff]);
    let mut unpacked = Vec::with_capacity(1_000);
    let packed = unpacking.decompress_vec(&payload, &mut unpacked, flate2::FlushDecompress::Sync);
    assert!(packed.is_ok(), "{packed:?}");
    (head[0] & !COMPRESSED, unpacked)
}

const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const COMPRESSED: u8 = 0x40;

#[test]
fn a_websocket_reaches_the_origin() {
    let entry = path("tests/e2e/websocket_origin.js");
    let (origin, _) = serve(&deployed().with_entry("websocket_origin.js", &entry), "websocket-origin");
    let server = before(origin.port(), "websocket");
    let clock = Clock::new("websocket-clock");
    for (more, protocol) in [
        (vec![("Cookie", "a=1"), ("Cookie", "b=2"), ("Origin", "https://a.example")], None),
        (vec![("Sec-WebSocket-Protocol", "chat, other")], Some("chat")),
        // The usual compression offer of browsers.
        (vec![("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")], None),
    ] {
        let (head, mut stream) = open(&server, &more);
        assert!(head.starts_with("http/1.1 101 ") && head.contains(ACCEPT), "{head}");
        assert!(head.contains("x-from: origin"), "{head}");
        assert_eq!(head.contains("permessage-deflate"), more[0].0 == "Sec-WebSocket-Extensions", "{head}");
        let chosen = head.lines().find_map(|line| line.strip_prefix("sec-websocket-protocol: "));
        assert_eq!(chosen, protocol);

        let mut unpacking = Decompress::new(false);
        let (kind, told) = receive(&mut stream, &mut unpacking);
        let asked = |name| more.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
        let cookies = asked("Cookie").map(|_| "a=1; b=2");
        let expected = serde_json::json!([
            "live?room=1",
            "edge.example",
            cookies,
            asked("Origin"),
            asked("Sec-WebSocket-Protocol")
        ]);
        assert_eq!((kind, serde_json::from_slice(&told).unwrap()), (0x80 | TEXT, expected));
        for (kind, message) in [(TEXT, &b"hello"[..]), (BINARY, &[0, 255, 1]), (TEXT, b"")] {
            send(&mut stream, kind, message);
            assert_eq!(receive(&mut stream, &mut unpacking), (0x80 | kind, message.to_vec()));
        }
        // Longer than the time limit for a reply.
        clock.wait();
        send(&mut stream, TEXT, b"still here");
        assert_eq!(receive(&mut stream, &mut unpacking), (0x80 | TEXT, b"still here".to_vec()));
        send(&mut stream, CLOSE, &[&4000_u16.to_be_bytes()[..], b"bye"].concat());
        assert_eq!(
            receive(&mut stream, &mut unpacking),
            (0x80 | CLOSE, [&4000_u16.to_be_bytes()[..], b"bye"].concat())
        );
    }
}

#[test]
fn an_origin_may_refuse_a_websocket() {
    let (port, received) = always(reply("403 Forbidden", b"not you"));
    let server = before(port, "websocket-refused");
    let answer = request(server.port(), "GET", "/live", &[&UPGRADE[1..], &[("Connection", "Upgrade, close")]].concat());
    let answer = answer.unwrap();
    assert_eq!((answer.status, &*answer.body), (403, &b"not you"[..]));
    assert_eq!(next(&received).header("upgrade"), Some("websocket"));
}

#[test]
fn what_is_known_here_is_no_websocket() {
    let (port, _received) = always(reply("200 OK", b""));
    let server = before(port, "websocket-known");
    let answer =
        request(server.port(), "GET", "/stats", &[&UPGRADE[1..], &[("Connection", "Upgrade, close")]].concat());
    assert_eq!(answer.unwrap().status, 200);
}
