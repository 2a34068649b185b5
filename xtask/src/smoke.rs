//! `cargo xtask smoke`: a check that a deployed service answers, from the snapshot it should.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use ureq::http::{Response, StatusCode};

use crate::deployment::Deployment;
use crate::http;

/// Pause between two tries.
const PAUSE: Duration = Duration::from_secs(2);

/// Tries the service at `url` until it passes or `within` is over; at least once. It passes when its health, a filter
/// and, where it has documents, a spec come from the snapshot with this digest and a page of an allowed origin may read them.
///
/// # Errors
///
/// What was wrong at the last try.
pub fn smoke(url: &str, digest: &str, within: Duration) -> Result<()> {
    let origin = allowed_origin()?;
    let deadline = Instant::now() + within;
    loop {
        match passes(url.trim_end_matches('/'), digest, origin.as_deref()) {
            Ok(()) => return Ok(()),
            Err(fault) if Instant::now() >= deadline => {
                return Err(fault.context(format!("{url} does not serve snapshot {digest}")));
            }
            Err(_) => thread::sleep(PAUSE),
        }
    }
}

/// The body of `GET /health` of the service at `url`.
///
/// # Errors
///
/// When it is not answered with 200 and JSON.
pub fn health(url: &str) -> Result<Value> {
    json(&get(&format!("{}/health", url.trim_end_matches('/')), None)?)
}

fn passes(url: &str, digest: &str, origin: Option<&str>) -> Result<()> {
    let health = health(url)?;
    let found = health["snapshot"]["digest"].as_str().unwrap_or("none");
    ensure!(found == digest, "its snapshot is {found}");

    let filter = get(&format!("{url}/plots/filter?limit=1"), origin)?;
    let body = json(&filter)?;
    ensure!(body["total"] == health["counts"]["images"], "a filter finds {}, not all images", body["total"]);
    is_current(&filter, digest, "/plots/filter")?;
    if let Some(origin) = origin {
        let allowed = header(&filter, "access-control-allow-origin");
        ensure!(allowed == origin, "pages of {origin} may not read it: the allowed origin is {allowed}");
    }

    // An empty catalogue has no spec to show, and one without documents leaves it to the origin.
    let specs = body["specTitles"].as_object().context("a filter names no specs")?;
    if let Some(id) = specs.keys().next().filter(|_| health["snapshot"]["documents"] == true) {
        let spec = get(&format!("{url}/specs/{}", utf8_percent_encode(id, NON_ALPHANUMERIC)), origin)?;
        ensure!(json(&spec)?["id"] == **id, "spec '{id}' is another one");
        is_current(&spec, digest, "/specs/{id}")?;
    }
    Ok(())
}

/// Expects a reply to name this snapshot.
fn is_current(answer: &Response<Vec<u8>>, digest: &str, path: &str) -> Result<()> {
    let found = header(answer, "snapshot-digest");
    ensure!(found == digest, "{path} comes from snapshot {found}");
    Ok(())
}

fn get(url: &str, origin: Option<&str>) -> Result<Response<Vec<u8>>> {
    let headers: Vec<_> = origin.map(|origin| ("Origin", origin)).into_iter().collect();
    let answer = http::get(url, &headers)?;
    ensure!(answer.status() == StatusCode::OK, "{url} answers {}", answer.status().as_u16());
    Ok(answer)
}

fn json(answer: &Response<Vec<u8>>) -> Result<Value> {
    serde_json::from_slice(answer.body()).context("what it answers is not JSON")
}

fn header<'r>(reply: &'r Response<Vec<u8>>, name: &str) -> &'r str {
    reply.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("none")
}

/// The first origin that the deployment lets read, if any.
fn allowed_origin() -> Result<Option<String>> {
    let variables = Deployment::read()?.vars;
    let origins = variables.get("CORS_ORIGINS").into_iter().flat_map(|origins| origins.split(',')).map(str::trim);
    Ok(origins.filter(|origin| !origin.is_empty()).map(str::to_owned).next())
}
