//! Rule: a request goes to the origin unchanged, except for the fields of a connection and the fields that name the
//! client's address. The worker sets these.

use crate::edge::PAGE;
use crate::raw_client::{request, send, send_raw};
use crate::raw_origin::{always, before, next, reply};

#[test]
fn a_request_passes_unchanged_but_for_the_connection() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "request-passes");
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", "Bearer t"),
        ("X-Custom", "a, b"),
        ("Cookie", "c=1"),
        ("Connection", "close, x-hop"),
        ("X-Hop", "secret"),
        ("TE", "trailers"),
        ("Proxy-Authorization", "Basic x"),
        ("Upgrade", "h2c"),
        PAGE,
    ];
    send(server.port(), "POST", "/feedback?a=%20b&c", &headers, b"{\"message\":\"hi\"}").unwrap();
    let received = next(&received);
    assert_eq!(received.line, "POST /feedback?a=%20b&c HTTP/1.1");
    assert_eq!(received.body, b"{\"message\":\"hi\"}");
    for (name, expected) in [
        ("host", Some(&*format!("127.0.0.1:{port}"))),
        ("content-type", Some("application/json")),
        ("authorization", Some("Bearer t")),
        ("x-custom", Some("a, b")),
        ("cookie", Some("c=1")),
        ("origin", Some("https://anyplot.ai")),
        ("x-hop", None),
        ("te", None),
        ("proxy-authorization", None),
        ("upgrade", None),
    ] {
        assert_eq!(received.header(name), expected, "{name}");
    }
}

#[test]
fn a_read_with_a_body_reaches_the_origin_without_it() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "request-read-with-body");
    for method in ["GET", "HEAD"] {
        for body in [
            "Content-Length: 0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}",
            "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        ] {
            // A second request on the same connection. It would be garbled if bytes of the first body were left.
            let head = format!("{method} /nope?x=1 HTTP/1.1\r\nHost: a\r\n");
            let asked = format!("{head}{body}{head}Connection: close\r\n\r\n");
            assert_eq!(send_raw(server.port(), asked.as_bytes()).unwrap().status, 200, "{asked}");
            for _ in 0..2 {
                let received = next(&received);
                assert_eq!(received.line, format!("{method} /nope?x=1 HTTP/1.1"));
                assert_eq!((received.header("transfer-encoding"), &*received.body), (None, &b""[..]), "{asked}");
            }
        }
    }
    // The worker answers its own routes.
    assert_eq!(send(server.port(), "GET", "/stats", &[], b"{}").unwrap().status, 200);
}

#[test]
fn other_methods_keep_their_bodies_in_the_framing_of_the_client() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "request-bodies");
    for method in ["POST", "PUT", "PATCH", "DELETE", "QUERY"] {
        for (sent, length, encoding, body) in [
            ("\r\n", if method == "QUERY" { None } else { Some("0") }, None, ""),
            ("Content-Length: 0\r\n\r\n", Some("0"), None, ""),
            ("Content-Length: 5\r\n\r\nhello", Some("5"), None, "hello"),
            ("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", None, Some("chunked"), "abcde"),
            ("Content-Length: 2\r\nExpect: 100-continue\r\n\r\nhi", Some("2"), None, "hi"),
        ] {
            let asked = format!("{method} /nope HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{sent}");
            send_raw(server.port(), asked.as_bytes()).unwrap();
            let received = next(&received);
            let framing = (received.header("content-length"), received.header("transfer-encoding"));
            if !sent.starts_with("\r\n") {
                assert_eq!(framing, (length, encoding), "{asked}");
            }
            assert_eq!((str::from_utf8(&received.body), received.header("expect")), (Ok(body), None), "{asked}");
        }
    }
}

#[test]
fn the_origin_learns_the_clients_address_and_the_edges_from_the_worker_alone() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "request-forwarded");
    let claims = [
        ("Forwarded", "for=1.2.3.4;host=evil.example"),
        ("X-Forwarded-Host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("X-Forwarded-For", "1.2.3.4"),
        ("X-Forwarded-Port", "1"),
        ("X-Forwarded-Prefix", "/evil"),
        ("X_Forwarded_Host", "evil.example"),
        ("X-Host", "evil.example"),
        ("X-Real-IP", "1.2.3.4"),
        ("X-Original-URL", "/plots/filter"),
        ("X-Rewrite-URL", "/plots/filter"),
    ];
    for (more, client) in [(vec![], None), (vec![("CF-Connecting-IP", "2001:db8::1")], Some("2001:db8::1"))] {
        request(server.port(), "GET", "/nope", &[&claims[..], &more].concat()).unwrap();
        let received = next(&received);
        assert_eq!(received.header("host"), Some(&*format!("127.0.0.1:{port}")));
        for (name, expected) in [
            ("x-forwarded-host", Some(&*format!("localhost:{}", server.port()))),
            ("x-forwarded-proto", Some("http")),
            ("x-forwarded-for", client),
            ("forwarded", None),
            ("x-forwarded-port", None),
            ("x-forwarded-prefix", None),
            ("x_forwarded_host", None),
            ("x-host", None),
            ("x-real-ip", None),
            ("x-original-url", None),
            ("x-rewrite-url", None),
        ] {
            let values = received.headers.iter().filter(|(field, _)| field == name).map(|(_, value)| &**value);
            assert_eq!(values.collect::<Vec<_>>(), Vec::from_iter(expected), "{name}");
        }
    }
}

#[test]
fn several_cookie_fields_become_one() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "request-cookies");
    for (fields, expected) in [
        (&["a=1", "b=2"][..], Some("a=1; b=2")),
        (&["a=1; b=2", "c=3", "d=4"], Some("a=1; b=2; c=3; d=4")),
        (&["__Host-a=1", "b="], Some("__Host-a=1; b=")),
        (&["a=1,b=2"], Some("a=1,b=2")),
        (&["a={\"x\":1, \"y\":2}", "b=2"], Some("a={\"x\":1, \"y\":2}; b=2")),
        (&["a=Wed, 21 Oct 2026; b=2"], Some("a=Wed, 21 Oct 2026; b=2")),
        (&[], None),
    ] {
        let headers: Vec<_> = fields.iter().map(|field| ("Cookie", *field)).collect();
        request(server.port(), "GET", "/nope", &headers).unwrap();
        let received = next(&received);
        let cookies = received.headers.iter().filter(|(name, _)| name == "cookie").map(|(_, value)| &**value);
        assert_eq!(cookies.collect::<Vec<_>>(), Vec::from_iter(expected));
    }
}
