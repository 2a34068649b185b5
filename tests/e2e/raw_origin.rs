//! Origins that record every byte they receive.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use xtask::workerd::Server;

use crate::edge::{deployed, serve};
use crate::raw_client::request;

/// A request as an origin received it.
pub(crate) struct Received {
    /// Method, target and version.
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(field, value)| (field == name).then_some(value.as_str()))
    }
}

/// An origin that answers each connection with the next of `replies`, and then ends.
pub(crate) fn origin(replies: Vec<Vec<u8>>) -> (u16, Receiver<Received>) {
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

/// An origin that answers every request with `reply`.
pub(crate) fn always(reply: Vec<u8>) -> (u16, Receiver<Received>) {
    answering(move |_| reply.clone())
}

/// An origin that answers every request with the reply that `answer` returns.
pub(crate) fn answering(answer: impl Fn(&Received) -> Vec<u8> + Send + Clone + 'static) -> (u16, Receiver<Received>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, answer, sender) = (stream.unwrap(), answer.clone(), sender.clone());
            thread::spawn(move || {
                let received = receive(&stream);
                let reply = answer(&received);
                let _ = sender.send(received);
                let _ = stream.write_all(&reply);
            });
        }
    });
    (port, receiver)
}

/// The next request that an origin received.
pub(crate) fn next(received: &Receiver<Received>) -> Received {
    received.recv_timeout(Duration::from_secs(20)).unwrap()
}

/// Reads one request to its end, or until the connection ends.
pub(crate) fn receive(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let first = line(&mut reader);
    let fields = std::iter::from_fn(|| Some(line(&mut reader)).filter(|line| !line.is_empty()));
    let headers: Vec<(String, String)> = fields
        .filter_map(|field| field.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())))
        .collect();
    let mut received = Received { line: first, headers, body: Vec::new() };
    if let Some(length) = received.header("content-length") {
        let length = length.parse().unwrap();
        reader.take(length).read_to_end(&mut received.body).unwrap();
    } else if received.header("transfer-encoding") == Some("chunked") {
        while let Ok(length @ 1..) = u64::from_str_radix(&line(&mut reader), 16) {
            (&mut reader).take(length).read_to_end(&mut received.body).unwrap();
            line(&mut reader);
        }
    }
    received
}

fn line(reader: &mut impl BufRead) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

pub(crate) fn reply(head: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    [format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n").as_bytes(), body].concat()
}

/// The worker with an origin on `port`, which has two seconds to reply.
pub(crate) fn before(port: u16, name: &str) -> Server {
    let worker = deployed().with_variable("ORIGIN", &format!("http://127.0.0.1:{port}"));
    serve(&worker.with_variable("ORIGIN_TIMEOUT", "2"), name).0
}

/// A worker with a silent origin. It is the clock of the tests, because it waits as long as every worker does.
pub(crate) struct Clock {
    server: Server,
    _silent: TcpListener,
}

impl Clock {
    pub(crate) fn new(name: &str) -> Self {
        let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        Self { server: before(silent.local_addr().unwrap().port(), name), _silent: silent }
    }

    /// Waits as long as a worker waits for its origin. Every wait that began before is over then.
    pub(crate) fn wait(&self) {
        assert_eq!(request(self.server.port(), "GET", "/silent", &[]).unwrap().status, 504);
    }
}

/// Reads until `part` has arrived.
pub(crate) fn read_until(stream: &mut TcpStream, seen: &mut Vec<u8>, part: &[u8]) {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut buffer = [0; 1024];
    while !seen.windows(part.len()).any(|window| window == part) {
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "the connection ended after {:?}", String::from_utf8_lossy(seen));
        seen.extend_from_slice(&buffer[..count]);
    }
}
