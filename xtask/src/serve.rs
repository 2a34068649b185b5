//! `npm start`: the worker on this machine until the caller wants the end.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use ureq::http::{Response, StatusCode};

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
        .with_context(|| format!("port {port} cannot be used: choose another one with npm start -- --port 8788"))?;
    bundle::bundle()?;
    let mut server = Server::start(&Worker::deployed()?, port, None)?;
    let origin = format!("http://localhost:{}", server.port());
    let library = first_library(&http::get(&format!("http://127.0.0.1:{}/libraries", server.port()), &[])?)?;
    say("");
    say("Ready. Worth opening:");
    say(format_args!("{origin}/explore"));
    say(format_args!("{origin}/docs"));
    say(format_args!("{origin}/plots/filter?lib={library}&limit=12"));
    caller.wait(server.process())
}

/// Returns a library from the worker's list of them.
fn first_library(answer: &Response<Vec<u8>>) -> Result<String> {
    let body = String::from_utf8_lossy(answer.body());
    ensure!(answer.status() == StatusCode::OK, "the worker answers {}: {body}", answer.status().as_u16());
    let libraries = serde_json::from_str::<Value>(&body)?;
    libraries["libraries"][0]["id"].as_str().map(str::to_owned).context("the worker knows no library")
}
