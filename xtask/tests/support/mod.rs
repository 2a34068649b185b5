//! A service on the loopback interface that behaves as it is told, well or badly.

#![allow(dead_code, reason = "each test binary uses its share")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use serde_json::json;

/// Digest of every service's code.
pub const WORKER: &str = "code";

/// Behaviour of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Answers from the snapshot with this digest, of so many images.
    Serves(String, u64),
    /// Health is right, filters come from another snapshot.
    ServesTwo(String),
    /// Specs are missing.
    LacksSpecs(String),
    /// Pages of other origins may not read it.
    LacksCors(String),
    /// Every request fails with 500.
    Fails,
    /// Every request is redirected.
    Redirects,
    /// Something that is not JSON.
    Babbles,
    /// The connection ends without an answer.
    HangsUp,
}

/// A running service; its thread ends with the process.
#[derive(Debug)]
pub struct Edge {
    pub url: String,
}

impl Edge {
    /// One that asks `behaviour` at each request what to do.
    pub fn start(behaviour: impl Fn() -> Behaviour + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let behaviour = Arc::new(behaviour);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let behaviour = Arc::clone(&behaviour);
                thread::spawn(move || answer(stream, &behaviour()));
            }
        });
        Self { url }
    }
}

/// An address where nobody listens.
pub fn nowhere() -> String {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("http://127.0.0.1:{port}")
}

/// An address where a connection is answered without TLS before anything is asked.
pub fn without_tls() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    format!("http://127.0.0.1:{port}")
}

fn answer(mut stream: TcpStream, behaviour: &Behaviour) {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default();
    let mut fields = request.lines().filter_map(|line| line.split_once(": "));
    let origin = fields.find(|(name, _)| name.eq_ignore_ascii_case("origin")).map_or("", |(_, value)| value);
    let (mut status, mut digest, mut images, mut cors) = (200, "", 8, true);
    match behaviour {
        Behaviour::Serves(own, count) => (digest, images) = (own, *count),
        Behaviour::ServesTwo(own) if path.starts_with("/health") => digest = own,
        Behaviour::ServesTwo(_) => digest = "another",
        Behaviour::LacksSpecs(own) if path.starts_with("/specs") => (digest, status) = (own, 404),
        Behaviour::LacksSpecs(own) => digest = own,
        Behaviour::LacksCors(own) => (digest, cors) = (own, false),
        Behaviour::Fails => status = 500,
        Behaviour::Redirects => status = 302,
        Behaviour::Babbles => {}
        Behaviour::HangsUp => return,
    }
    let body = match path {
        _ if *behaviour == Behaviour::Babbles => "<html>".to_owned(),
        "/health" => {
            json!({"status": "ok", "worker": {"digest": WORKER}, "snapshot": {"digest": digest, "documents": true}, "counts": {"images": images}})
                .to_string()
        }
        "/plots/filter?limit=1" => json!({"total": images, "images": [{}], "specTitles": {"a/b c": "A"}}).to_string(),
        "/specs/a%2Fb%20c" => json!({"id": "a/b c"}).to_string(),
        _ => "{}".to_owned(),
    };
    let allowed = if cors { format!("access-control-allow-origin: {origin}\r\n") } else { String::new() };
    let _ = write!(
        stream,
        "HTTP/1.1 {status} Status\r\nsnapshot-digest: {digest}\r\nlocation: /health\r\n{allowed}Content-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
}
