//! Opens a snapshot and answers one request, for callgrind to count: `instructions SNAPSHOT [TARGET]`. Prints the bytes of the
//! body.
//!
//! What is counted is a function of its own for each, whose name `xtask/src/instructions.rs` gives to callgrind.

use std::io::{Write, stdout};
use std::{env, error::Error, fs, hint::black_box};

use catalog_edge::http::{Body, Outcome, Policy, Request, Service};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let snapshot = fs::read(arguments.next().ok_or("no snapshot is named: give its path")?)?;
    let service = counted_open(&snapshot)?;
    if let Some(target) = arguments.next() {
        let url = format!("https://edge.example{target}");
        let request = Request { method: "GET", url: &url, ..Request::default() };
        // The first answer may cost what the others do not: counted is one of the others.
        let warm = answer(&service, &request)?;
        if counted_answer(&service, &request)? != warm {
            return Err("two answers to one request differ".into());
        }
        writeln!(stdout(), "{warm}")?;
    }
    Ok(())
}

#[inline(never)]
fn counted_open(snapshot: &[u8]) -> Result<Service<'_>, Box<dyn Error>> {
    Ok(black_box(Service::open(snapshot, Policy::default())?))
}

#[inline(never)]
fn counted_answer(service: &Service<'_>, request: &Request<'_>) -> Result<usize, String> {
    answer(black_box(service), black_box(request))
}

/// Bytes of a good reply. Chunks are dropped one by one, as a runtime does.
fn answer(service: &Service<'_>, request: &Request<'_>) -> Result<usize, String> {
    match service.respond(request) {
        Outcome::Reply(reply) if reply.head.status == 200 => match black_box(reply.body) {
            Body::Bytes(bytes) => Ok(bytes.len()),
            Body::Chunked(first, mut rest) => {
                let mut length = first.len();
                while !rest.is_done() {
                    length += black_box(service.chunk(request, &mut rest)).len();
                }
                Ok(length)
            }
            other => Err(format!("not an answer: {other:?}")),
        },
        other => Err(format!("not an answer: {other:?}")),
    }
}
