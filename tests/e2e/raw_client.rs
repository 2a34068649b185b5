//! A client that sends exactly the given bytes, including requests that no correct client sends: paths with dot
//! segments, repeated fields, bodies that stall. It uses one connection for each request.

use std::io::{Error, Read, Result, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// A whole reply.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// HTTP status code.
    pub(crate) status: u16,
    /// Header fields, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// Body bytes, not decoded.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Returns the value of a header, `name` in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(field, value)| (field == name).then_some(value.as_str()))
    }
}

/// Sends one request without a body, and reads the answer until the connection ends.
pub(crate) fn request(port: u16, method: &str, target: &str, headers: &[(&str, &str)]) -> Result<Answer> {
    send(port, method, target, headers, b"")
}

/// Sends one request with `body`, or without a body if `body` is empty.
pub(crate) fn send(port: u16, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer> {
    let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<String>();
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let connection = if headers.contains("Connection:") { "" } else { "Connection: close\r\n" };
    let head = format!("{method} {target} HTTP/1.1\r\nHost: localhost:{port}\r\n{connection}{length}{headers}\r\n");
    send_raw(port, &[head.as_bytes(), body].concat())
}

/// Sends `bytes` unchanged, and reads the answer until the connection ends.
pub(crate) fn send_raw(port: u16, bytes: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.write_all(bytes)?;
    read_answer(&mut stream)
}

/// Reads the answer to the request sent on `stream`, until the connection ends.
pub(crate) fn read_answer(stream: &mut TcpStream) -> Result<Answer> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let begin = bytes[..bytes.len().min(200)].escape_ascii();
    parse(&bytes).ok_or_else(|| Error::other(format!("not a whole HTTP answer: {begin}")))
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = str::from_utf8(&bytes[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers: Vec<_> = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    let is_chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let rest = &bytes[end + 4..];
    let body = if is_chunked { joined(rest)? } else { rest.to_vec() };
    Some(Answer { status, headers, body })
}

/// The content of a chunked body.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(str::from_utf8(&rest[..line]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(line + 2..line + 2 + size)?);
        rest = rest.get(line + 2 + size + 2..)?;
    }
}
