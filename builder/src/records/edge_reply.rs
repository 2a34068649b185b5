//! Replies of the worker, by its own code.

use catalog_edge::http::{Body, Outcome, Policy, Request, Service};
use catalog_edge::snapshot::SnapshotError;

/// Path of filters.
pub(crate) const FILTER: &str = "/plots/filter";

/// Returns status and body of `GET {path}?{query}` from the snapshot in `bytes`.
pub(crate) fn get(bytes: &[u8], path: &str, query: &str) -> Result<(u16, String), SnapshotError> {
    let service = Service::open(bytes, Policy::default())?;
    let url = format!("https://localhost{path}?{}", query.replace('#', "%23"));
    // The default policy answers everything here, and the body is never left out.
    let request = Request { method: "GET", url: &url, ..Request::default() };
    Ok(match service.respond(&request) {
        Outcome::Reply(reply) => match reply.body {
            Body::Bytes(bytes) => (reply.head.status, String::from_utf8_lossy(&bytes).into_owned()),
            Body::Chunked(first, rest) => {
                (reply.head.status, String::from_utf8_lossy(&service.whole(&request, first, rest)).into_owned())
            }
            Body::Empty | Body::Document(_) | Body::Page(_) => (reply.head.status, String::new()),
        },
        Outcome::Forward(_) => (0, String::new()),
    })
}
