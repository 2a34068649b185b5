//! GET requests to this machine's server and to deployed ones.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use ureq::Agent;
use ureq::http::Response;

/// Requests `url` and returns the whole reply, whatever its status. A redirect is a reply.
///
/// # Errors
///
/// If it is no URL of a service, or there is no whole reply within ten seconds.
pub fn get(url: &str) -> Result<Response<Vec<u8>>> {
    let is_web = ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
    ensure!(is_web, "{url} is no URL of a service: begin it with https:// or http://");
    let mut config = Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false);
    if is_local(url) {
        // A proxy that the environment names is for other machines.
        config = config.proxy(None);
    }
    let request = Agent::from(config.build()).get(url);
    let whole = || format!("{url} does not answer");
    let (head, mut body) = request.call().with_context(whole)?.into_parts();
    Ok(Response::from_parts(head, body.read_to_vec().with_context(whole)?))
}

fn is_local(url: &str) -> bool {
    ["http://127.0.0.1:", "http://localhost:"].iter().any(|local| url.starts_with(local))
}
