//! Opens a snapshot and answers one request, for callgrind to count: `instructions SNAPSHOT [TARGET]`.
//!
//! What is counted is a function of its own for each, whose name `xtask/src/instructions.rs` gives to callgrind.

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
        let warm = length(&service.respond(&request))?;
        if length(&counted_answer(&service, &request))? != warm {
            return Err("two answers to one request differ".into());
        }
    }
    Ok(())
}

#[inline(never)]
fn counted_open(snapshot: &[u8]) -> Result<Service<'_>, Box<dyn Error>> {
    Ok(black_box(Service::open(snapshot, Policy::default())?))
}

#[inline(never)]
fn counted_answer<'s>(service: &'s Service<'_>, request: &Request<'_>) -> Outcome<'s> {
    black_box(service.respond(black_box(request)))
}

/// Bytes of a good reply.
fn length(outcome: &Outcome<'_>) -> Result<usize, String> {
    match outcome {
        Outcome::Reply(reply) if reply.head.status == 200 => match &reply.body {
            Body::Bytes(bytes) => Ok(bytes.len()),
            other => Err(format!("not an answer: {other:?}")),
        },
        other => Err(format!("not an answer: {other:?}")),
    }
}
