//! Rule: the time limit of the origin begins when it has the whole request. If a client stalls or disconnects, the
//! reply says so, and the origin is not blamed.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::thread;

use xtask::workerd::Server;

use crate::edge::{PAGE, failure};
use crate::raw_client::read_answer;
use crate::raw_origin::{Clock, always, before, next, read_until, receive, reply};

/// Begins a request: sends `framing` and the first half of the body.
fn begin(server: &Server, framing: &str, body: &[u8]) -> TcpStream {
    let mut client = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).unwrap();
    let (name, value) = PAGE;
    write!(client, "POST /up HTTP/1.1\r\nHost: a\r\n{name}: {value}\r\nConnection: close\r\n{framing}\r\n\r\n")
        .unwrap();
    client.write_all(body).unwrap();
    client
}

#[test]
fn an_upload_may_take_longer_than_the_origin() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = before(listener.local_addr().unwrap().port(), "upload-slow");
    for framing in ["Content-Length: 1000000", "Transfer-Encoding: chunked"] {
        let is_chunked = framing.ends_with("chunked");
        let framed = |part: &str| if is_chunked { format!("{:x}\r\n{part}\r\n", part.len()) } else { part.to_owned() };
        let mut client = begin(&server, framing, framed("first").as_bytes());
        let mut origin = listener.accept().unwrap().0;
        let (mut seen, mut sent) = (Vec::new(), "first".len());
        read_until(&mut origin, &mut seen, b"first");
        // Each part is sent when the part before has arrived, until the origin's time limit would be over.
        let clock = thread::spawn(|| Clock::new("upload-slow-clock").wait());
        for number in 0.. {
            if clock.is_finished() {
                break;
            }
            let part = format!("part {number};");
            client.write_all(framed(&part).as_bytes()).unwrap();
            read_until(&mut origin, &mut seen, part.as_bytes());
            sent += part.len();
        }
        clock.join().unwrap();
        let end = if is_chunked { "0\r\n\r\n".to_owned() } else { "x".repeat(1_000_000 - sent) };
        client.write_all(end.as_bytes()).unwrap();
        read_until(&mut origin, &mut seen, &end.as_bytes()[end.len() - 4..]);
        origin.write_all(&reply("200 OK", b"thanks")).unwrap();
        let answer = read_answer(&mut client).unwrap();
        assert_eq!((answer.status, &*answer.body), (200, &b"thanks"[..]), "{framing}");
    }
}

#[test]
fn a_large_upload_arrives_whole() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "upload-large");
    let body: Vec<u8> = (0..20_000_000_u32).map(|at| (at % 251) as u8).collect();
    let mut client = begin(&server, &format!("Content-Length: {}", body.len()), &body);
    assert_eq!(read_answer(&mut client).unwrap().status, 200);
    assert!(next(&received).body == body);
}

#[test]
fn a_client_that_stalls_or_leaves_is_told_so() {
    let (port, _received) = always(reply("200 OK", b""));
    let server = before(port, "upload-stalls");
    for framing in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
        for leaves in [false, true] {
            let mut client = begin(&server, framing, b"3\r\nabc\r\n");
            if leaves {
                client.shutdown(Shutdown::Write).unwrap();
            }
            let answer = read_answer(&mut client).unwrap();
            failure(&answer, 408, "Request body did not arrive", "/up");
        }
    }
}

#[test]
fn an_origin_that_keeps_silent_after_an_upload_is_a_gateway_timeout() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = before(listener.local_addr().unwrap().port(), "upload-silent");
    let mut client = begin(&server, "Content-Length: 6", b"abc");
    let origin = listener.accept().unwrap().0;
    client.write_all(b"def").unwrap();
    assert_eq!(receive(&origin).body, b"abcdef");
    failure(&read_answer(&mut client).unwrap(), 504, "Origin timed out", "/up");
}

#[test]
fn an_origin_that_reads_no_further_is_a_gateway_timeout() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = before(listener.local_addr().unwrap().port(), "upload-unread");
    let mut client = begin(&server, "Content-Length: 100000000", b"");
    let mut sending = client.try_clone().unwrap();
    let sender = thread::spawn(move || while sending.write_all(&[0; 65_536]).is_ok() {});
    let _origin = listener.accept().unwrap().0;
    failure(&read_answer(&mut client).unwrap(), 504, "Origin timed out", "/up");
    drop(client);
    drop(server);
    sender.join().unwrap();
}

#[test]
fn an_origin_that_is_down_is_a_bad_gateway_however_much_is_sent() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let server = before(port, "upload-down");
    let mut client = begin(&server, "Content-Length: 10", b"abc");
    failure(&read_answer(&mut client).unwrap(), 502, "Origin unavailable", "/up");
}

#[test]
fn a_reply_that_comes_before_the_body_is_passed_on() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = before(listener.local_addr().unwrap().port(), "upload-early");
    let mut client = begin(&server, "Content-Length: 50000000", b"abc");
    let mut origin = listener.accept().unwrap().0;
    origin.read_exact(&mut [0; 10]).unwrap();
    let reply = reply("413 Payload Too Large", &vec![b'x'; 1_000_000]);
    let (begun, rest) = reply.split_at(1_000);
    origin.write_all(begun).unwrap();
    // Longer than every time limit, while both ends are silent.
    Clock::new("upload-early-clock").wait();
    origin.write_all(rest).unwrap();
    let answer = read_answer(&mut client).unwrap();
    assert_eq!((answer.status, answer.body.len()), (413, 1_000_000));
}

#[test]
fn origin_and_client_may_talk_at_once() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = before(listener.local_addr().unwrap().port(), "upload-both-ways");
    let mut client = begin(&server, "Content-Length: 9", b"abc");
    let mut origin = listener.accept().unwrap().0;
    let mut seen = Vec::new();
    read_until(&mut origin, &mut seen, b"abc");
    origin.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nABC").unwrap();
    let mut answered = Vec::new();
    read_until(&mut client, &mut answered, b"ABC");
    client.write_all(b"def").unwrap();
    read_until(&mut origin, &mut seen, b"abcdef");
    // Once the reply has begun, no time limit applies.
    Clock::new("upload-both-ways-clock").wait();
    origin.write_all(b"DEF").unwrap();
    read_until(&mut client, &mut answered, b"ABCDEF");
}
