//! Rule: the origin's reply is passed on unchanged, except for the headers of a connection, and it is streamed. If the
//! origin gives no answer, or none in time, the reply is a failure in the service's shape.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use crate::edge::{PAGE, failure};
use crate::raw_client::{request, send_raw};
use crate::raw_origin::{Clock, answering, before, origin, read_until, receive, reply};

#[test]
fn a_reply_passes_unchanged_but_for_the_connection() {
    let head = "201 Made\r\nX-Reply: a\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nServer: old\r\nKeep-Alive: timeout=9\r\n\
                Connection: x-secret\r\nX-Secret: hop";
    let (port, _received) = origin(vec![reply(head, b"made")]);
    let server = before(port, "origin-passes");
    let answer = request(server.port(), "POST", "/feedback", &[PAGE]).unwrap();
    assert_eq!((answer.status, &*answer.body), (201, &b"made"[..]));
    assert_eq!((answer.header("x-reply"), answer.header("server")), (Some("a"), Some("old")));
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| &**value);
    assert_eq!(cookies.collect::<Vec<_>>(), ["a=1", "b=2"]);
    for name in ["x-secret", "keep-alive"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    // The origin decides which pages may read its reply.
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
fn a_304_and_a_head_keep_what_they_say_of_the_body_that_is_not_there() {
    let (port, _received) = origin(vec![
        b"HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nETag: \"a\"\r\n\r\n".to_vec(),
    ]);
    let server = before(port, "origin-bodiless");
    let held = request(server.port(), "GET", "/nope", &[("If-None-Match", "\"a\"")]).unwrap();
    assert_eq!((held.status, held.header("etag"), held.header("cache-control")), (304, Some("\"a\""), None));
    let head = request(server.port(), "HEAD", "/nope", &[]).unwrap();
    assert_eq!((head.status, head.header("etag"), head.header("content-length")), (200, Some("\"a\""), Some("1234")));
    assert_eq!(head.header("cache-control"), Some("private"));
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
    caller.write_all(b"GET /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut stream = listener.accept().unwrap().0;
    receive(&stream);
    stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n").unwrap();

    let mut seen = Vec::new();
    // The second part is sent only after the first has arrived.
    read_until(&mut caller, &mut seen, b"first");
    Clock::new("origin-streams-clock").wait();
    stream.write_all(b"6\r\nsecond\r\n0\r\n\r\n").unwrap();
    read_until(&mut caller, &mut seen, b"second");
}

#[test]
fn an_origin_that_is_down_is_a_bad_gateway() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let server = before(port, "origin-down");
    failure(&request(server.port(), "GET", "/nope", &[PAGE]).unwrap(), 502, "Origin unavailable", "/nope");
    failure(&request(server.port(), "DELETE", "/stats", &[PAGE]).unwrap(), 502, "Origin unavailable", "/stats");
    // The worker answers its own routes without the origin.
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
fn places_at_the_origin_are_named_by_the_address_that_the_client_knows() {
    // The request contains the reply that the origin must send.
    let (port, _received) = answering(|received| reply(&received.header("x-say").unwrap().replace('^', "\r\n"), b""));
    let server = before(port, "origin-location");
    let edge = "http://edge.example:81";
    for (place, expected) in [
        (format!("http://127.0.0.1:{port}/a?b=//c#d"), format!("{edge}/a?b=//c#d")),
        (format!("HTTP://127.0.0.1:{port}"), edge.to_owned()),
        (format!("http://127.1:{port}?x"), format!("{edge}?x")),
        (format!("http://u:p@127.0.0.1:{port}//evil.example/"), format!("{edge}//evil.example/")),
        (format!("//127.0.0.1:{port}/a"), format!("{edge}/a")),
        // An origin that is told that the client uses https names itself with https.
        (format!("https://127.0.0.1:{port}/a"), "https://edge.example:81/a".to_owned()),
        ("http://127.0.0.1/a".to_owned(), "http://127.0.0.1/a".to_owned()),
        (format!("http://127.0.0.1.example:{port}/a"), format!("http://127.0.0.1.example:{port}/a")),
        (format!("http://127.0.0.1:{port}@elsewhere.example/"), format!("http://127.0.0.1:{port}@elsewhere.example/")),
        (format!("ftp://127.0.0.1:{port}/a"), format!("ftp://127.0.0.1:{port}/a")),
        (format!("/login?next=http://127.0.0.1:{port}/"), format!("/login?next=http://127.0.0.1:{port}/")),
        ("../up".to_owned(), "../up".to_owned()),
        ("https://elsewhere.example/x".to_owned(), "https://elsewhere.example/x".to_owned()),
        ("http://[".to_owned(), "http://[".to_owned()),
    ] {
        for (status, field) in [("302 Found", "Location"), ("201 Created", "Location"), ("200 OK", "Content-Location")]
        {
            let say = format!("{status}^{field}: {place}");
            let fields = format!("Host: edge.example:81\r\nConnection: close\r\nX-Say: {say}\r\n\r\n");
            let answer = send_raw(server.port(), format!("GET /nope HTTP/1.1\r\n{fields}").as_bytes()).unwrap();
            assert_eq!(answer.header(&field.to_lowercase()), Some(&*expected), "{say}");
        }
    }
}

#[test]
fn a_reply_that_does_not_say_how_long_it_keeps_is_never_kept_for_another_visitor() {
    let (port, _received) = answering(|received| reply(&received.header("x-say").unwrap().replace('^', "\r\n"), b"x"));
    let server = before(port, "origin-unlabelled");
    for (fields, expected) in [
        ("", Some("private")),
        ("ETag: \"a\"^Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT", Some("private")),
        ("Set-Cookie: session=1", Some("private")),
        ("Vary: Cookie", Some("private")),
        ("Pragma: no-cache", Some("private")),
        ("Cache-Control:", Some("private")),
        ("Cache-Control: public, max-age=60", Some("public, max-age=60")),
        ("Cache-Control: no-store", Some("no-store")),
        ("Expires: 0", None),
        ("CDN-Cache-Control: max-age=60", None),
        ("Cloudflare-CDN-Cache-Control: max-age=60", None),
    ] {
        for status in ["200 OK", "301 Moved", "404 Not Found", "405 Not Allowed", "410 Gone", "501 Not Implemented"] {
            let say = format!("{status}^X-Is: reply^{fields}");
            let answer = request(server.port(), "GET", "/nope", &[("X-Say", say.trim_end_matches('^'))]).unwrap();
            assert_eq!((answer.header("x-is"), answer.header("cache-control")), (Some("reply"), expected), "{say}");
        }
    }
}
