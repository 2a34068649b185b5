//! A small load generator: a few connections, each a thread that sends a request when the reply to the last is read.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};

/// Returns the number of requests that were answered, and the seconds. `header` may be empty.
pub(crate) fn load(port: u16, path: &str, header: &str, seconds: f64, connections: usize) -> Result<Value> {
    let header = if header.is_empty() { String::new() } else { format!("{header}\r\n") };
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");
    let begun = Instant::now();
    let end = begun + Duration::from_secs_f64(seconds);
    let counts = thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(|| ask(port, &request, end))).collect();
        let ended = threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a connection panicked"))?);
        ended.collect::<Result<Vec<u64>>>()
    })?;
    Ok(json!({ "requests": counts.iter().sum::<u64>(), "seconds": begun.elapsed().as_secs_f64() }))
}

/// Requests over one connection until `end`.
fn ask(port: u16, request: &str, end: Instant) -> Result<u64> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let (mut reader, mut writer) = (BufReader::with_capacity(1 << 16, stream.try_clone()?), stream);
    let (mut count, mut line, mut body) = (0, String::new(), Vec::new());
    while Instant::now() < end {
        writer.write_all(request.as_bytes())?;
        let (mut length, mut is_chunked) = (0, false);
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let (name, value) = line.trim_end().split_once(": ").unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse()?;
            }
            is_chunked |= name.eq_ignore_ascii_case("transfer-encoding");
            if line == "\r\n" {
                break;
            }
            (!line.is_empty()).then_some(()).context("the connection was closed")?;
        }
        if is_chunked {
            skip_chunks(&mut reader, &mut line, &mut body)?;
        } else {
            body.resize(length, 0);
            reader.read_exact(&mut body)?;
        }
        count += 1;
    }
    Ok(count)
}

fn skip_chunks(reader: &mut impl BufRead, line: &mut String, body: &mut Vec<u8>) -> Result<()> {
    loop {
        line.clear();
        reader.read_line(line)?;
        let size = usize::from_str_radix(line.trim_end(), 16)?;
        body.resize(size + 2, 0);
        reader.read_exact(body)?;
        if size == 0 {
            return Ok(());
        }
    }
}
