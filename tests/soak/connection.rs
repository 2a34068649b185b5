//! A kept connection that sends requests and reads whole replies.

use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use crate::native::Answer;
use crate::requests::Asked;

/// Fields that the runtime adds for the connection.
const OF_THE_CONNECTION: [&str; 3] = ["content-length", "transfer-encoding", "connection"];

/// A connection to the worker.
pub(crate) struct Connection {
    reader: BufReader<TcpStream>,
    line: String,
}

/// The bytes of a request.
pub(crate) fn bytes(asked: &Asked) -> Vec<u8> {
    let mut text = format!("{} {} HTTP/1.1\r\nHost: localhost\r\n", asked.method, asked.target);
    for (name, value) in &asked.headers {
        text += &format!("{name}: {value}\r\n");
    }
    if matches!(asked.method, "POST" | "PUT" | "PATCH") {
        text += "Content-Length: 0\r\n";
    }
    (text + "\r\n").into_bytes()
}

impl Connection {
    pub(crate) fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { reader: BufReader::with_capacity(1 << 16, stream), line: String::new() })
    }

    /// Sends `bytes` as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.reader.get_mut().write_all(bytes)
    }

    /// Reads a few bytes of a reply, which is then broken off by closing the connection.
    pub(crate) fn read_some(mut self) -> Result<()> {
        self.reader.get_mut().read(&mut [0; 100]).map(drop)
    }

    /// Reads the reply to a request with this method.
    pub(crate) fn receive(&mut self, method: &str) -> Result<Answer> {
        let status = self.next_line()?.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| Error::other("no status line"))?;
        let (mut headers, mut length, mut is_chunked) = (Vec::new(), 0, false);
        loop {
            let line = self.next_line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(": ").ok_or_else(|| Error::other("a header without a value"))?;
            let name = name.to_ascii_lowercase();
            match &*name {
                "content-length" => length = value.parse().map_err(Error::other)?,
                "transfer-encoding" => is_chunked = true,
                _ => {}
            }
            if !OF_THE_CONNECTION.contains(&&*name) {
                headers.push((name, value.to_owned()));
            }
        }
        headers.sort();
        let mut body = Vec::new();
        if method == "HEAD" || status == 304 {
            return Ok(Answer { status, headers, body });
        }
        while is_chunked {
            let size = usize::from_str_radix(self.next_line()?, 16).map_err(Error::other)?;
            self.append(&mut body, size)?;
            self.next_line()?;
            is_chunked = size > 0;
        }
        self.append(&mut body, length)?;
        Ok(Answer { status, headers, body })
    }

    fn next_line(&mut self) -> Result<&str> {
        self.line.clear();
        self.reader.read_line(&mut self.line)?;
        self.line.strip_suffix("\r\n").ok_or_else(|| Error::other("the connection was closed"))
    }

    fn append(&mut self, body: &mut Vec<u8>, size: usize) -> Result<()> {
        let begun = body.len();
        body.resize(begun + size, 0);
        self.reader.read_exact(&mut body[begun..])
    }
}
