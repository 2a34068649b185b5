//! `npm start`: the worker on this machine until the caller wants the end.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result};
use serde_json::Value;
use ureq::http::Response;

use crate::bound::Caller;
use crate::terminal::say;
use crate::workerd::{Server, Worker};
use crate::{bundle, http};

/// Builds what is out of date, serves it in workerd, and says what is worth opening.
///
/// # Errors
///
/// When another program has the port, or the worker cannot be built or started, or ends by itself.
pub fn serve(port: u16) -> Result<()> {
    let caller = Caller::new()?;
    // Said before minutes of building, and better than workerd says it.
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} cannot be used: choose another one with npm start -- --port NUMBER"))?;
    bundle::bundle()?;
    let mut server = Server::start(&Worker::deployed()?, port, None)?;
    let origin = format!("http://localhost:{}", server.port());
    let libraries = http::get(&format!("http://127.0.0.1:{}/libraries", server.port()))?;
    say("");
    say("Ready. Worth opening:");
    say(format_args!("{origin}/explore"));
    say(format_args!("{origin}/docs"));
    // A catalogue may be empty.
    if let Some(library) = first_library(&libraries) {
        say(format_args!("{origin}/plots/filter?lib={library}&limit=12"));
    }
    caller.wait(server.process())
}

/// The first library of the worker's list of them.
fn first_library(answer: &Response<Vec<u8>>) -> Option<String> {
    let libraries = serde_json::from_slice::<Value>(answer.body()).ok()?;
    libraries["libraries"][0]["id"].as_str().map(str::to_owned)
}
