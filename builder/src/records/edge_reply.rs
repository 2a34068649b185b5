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
                (reply.head.status, String::from_utf8_lossy(&service.whole(&request, first, *rest)).into_owned())
            }
            Body::Empty | Body::Document(_) | Body::Page(_) => (reply.head.status, String::new()),
        },
        Outcome::Forward(_) => (0, String::new()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use catalog_edge::snapshot;

    use super::*;
    use crate::records::sample::{catalogue, image};

    #[test]
    fn reply_is_that_of_the_worker() {
        let bytes =
            snapshot::build(&catalogue(vec![image("c#", "r", "grid"), image("pie", "r", "grid")]), None).unwrap();
        for (path, query, status, images) in
            [(FILTER, "spec=c#", 200, 1), (FILTER, "", 200, 2), (FILTER, "lang=x", 200, 0), ("/none", "", 404, 0)]
        {
            let (found, body) = get(&bytes, path, query).unwrap();
            assert_eq!((found, body.matches("\"url_light\"").count()), (status, images), "{path}?{query}: {body}");
        }
    }
}
