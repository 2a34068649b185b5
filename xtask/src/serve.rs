//! `npm start` and `npm run serve`: the worker on this machine until the caller wants the end.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use ureq::http::{Response, StatusCode};

use crate::bound::{Bound, Caller};
use crate::terminal::say;
use crate::workerd::{Server, Worker};
use crate::wrangler::wrangler;
use crate::{bundle, http, setup};

/// Serves the bundled worker in plain workerd.
///
/// # Errors
///
/// When it cannot be built or started, or ends by itself.
pub fn serve(port: u16) -> Result<()> {
    let caller = Caller::new()?;
    bundle::bundle()?;
    let mut server = Server::start(&Worker::deployed()?, port, None)?;
    say(format_args!("Listening on http://127.0.0.1:{}", server.port()));
    caller.wait(server.process())
}

/// Serves the worker through wrangler, which rebuilds it when its sources change.
///
/// # Errors
///
/// As [`serve`].
pub fn develop(port: u16) -> Result<()> {
    let caller = Caller::new()?;
    setup::npm_packages()?;
    bundle::bundle()?;
    let port_argument = port.to_string();
    let mut wrangler = wrangler(["dev", "--local", "--log-level=warn", "--port", &port_argument]);
    // Nor a request for an example `cf` object: nothing leaves this machine.
    wrangler.env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
    let mut wrangler = Bound::start(&wrangler, Stdio::inherit(), Stdio::inherit())?;
    let deadline = Instant::now() + Duration::from_secs(120);
    let library = loop {
        if let Ok(answer) = http::get(&format!("http://127.0.0.1:{port}/libraries"), &[]) {
            break first_library(&answer)?;
        }
        if caller.wants_the_end() {
            return Ok(());
        }
        ensure!(wrangler.ended()?.is_none(), "wrangler ended before the worker was ready");
        ensure!(Instant::now() < deadline, "the worker does not answer on port {port}");
        thread::sleep(Duration::from_millis(100));
    };
    say("");
    say("Ready. Worth opening:");
    say(format_args!("http://localhost:{port}/explore"));
    say(format_args!("http://localhost:{port}/docs"));
    say(format_args!("http://localhost:{port}/plots/filter?lib={library}&limit=12"));
    caller.wait(&mut wrangler)
}

/// Returns a library from the worker's list of them.
fn first_library(answer: &Response<Vec<u8>>) -> Result<String> {
    let body = String::from_utf8_lossy(answer.body());
    ensure!(answer.status() == StatusCode::OK, "the worker answers {}: {body}", answer.status().as_u16());
    let libraries = serde_json::from_str::<Value>(&body)?;
    libraries["libraries"][0]["id"].as_str().map(str::to_owned).context("the worker knows no library")
}
