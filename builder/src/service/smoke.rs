//! The smoke test: a service answers from the release that is expected, and from no other.

use std::time::Instant;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::answer::{AnswerError, answered};
use super::client::{Client, Reply};
use super::health::{Foreign, Health};

/// Expected replies of a service.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    /// Digests of the snapshots that may be served; empty if any may.
    pub(crate) snapshots: Vec<String>,
    /// Versions that may answer; empty if any may.
    pub(crate) versions: Vec<String>,
    /// State that was live before, and may still answer for a while.
    pub(crate) before: Before,
    /// Origin whose pages must be able to read replies.
    pub(crate) origin: Option<String>,
}

/// State that was live before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Before {
    pub(crate) snapshots: Vec<String>,
    pub(crate) versions: Vec<String>,
}

/// A request of a look at a service.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Tried {
    /// Path and query.
    pub(crate) path: String,
    /// Status of the reply; `None` if no whole reply came.
    pub(crate) status: Option<u16>,
    /// Time until the reply was read.
    pub(crate) milliseconds: f64,
}

/// A look at a service: its address, and the requests so far.
struct Look<'l> {
    client: &'l Client,
    url: &'l str,
    tried: Vec<Tried>,
}

/// Outcome of one look at a service.
#[derive(Debug)]
pub(crate) enum Sight {
    /// All is as expected.
    Passed,
    /// The state that was live before answered.
    Before,
    /// A version answered that is neither expected nor was live before.
    Stranger(String),
    /// Nothing answered.
    Silent(AnswerError),
    /// A wrong reply came.
    Failed(SmokeError),
}

/// Error of a service that fails the smoke test.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SmokeError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Foreign(#[from] Foreign),
    #[error("{0} answers with something that is not JSON")]
    NotJson(String),
    #[error("{path} comes from snapshot {}", or_none(found))]
    OtherSnapshot { path: String, found: String },
    #[error("version {0} answers")]
    OtherVersion(String),
    #[error("a filter finds {found}, not all {images} images")]
    Total { found: Value, images: u64 },
    #[error("pages of {origin} may not read it: the allowed origin is {}", or_none(allowed))]
    Origin { origin: String, allowed: String },
    #[error("spec '{0}' is another one")]
    OtherSpec(String),
}

impl Expected {
    /// Looks once at the service at `url`: its health, a filter, and a spec if it has documents. Returns also its
    /// requests in their order.
    pub(crate) fn look(&self, client: &Client, url: &str, headers: &[(&str, &str)]) -> (Sight, Vec<Tried>) {
        let mut look = Look { client, url: url.trim_end_matches('/'), tried: Vec::new() };
        let sight = match self.passes(&mut look, headers) {
            Ok(()) => Sight::Passed,
            Err(error) => self.judge(error),
        };
        (sight, look.tried)
    }

    fn judge(&self, error: SmokeError) -> Sight {
        let Before { snapshots, versions } = &self.before;
        match error {
            SmokeError::OtherVersion(version) if versions.contains(&version) => Sight::Before,
            SmokeError::OtherVersion(version) => Sight::Stranger(version),
            SmokeError::OtherSnapshot { found, .. } if snapshots.contains(&found) => Sight::Before,
            SmokeError::Answer(answer) if answer.is_silence() => Sight::Silent(answer),
            _ => Sight::Failed(error),
        }
    }

    fn passes(&self, look: &mut Look<'_>, headers: &[(&str, &str)]) -> Result<(), SmokeError> {
        let health = look.get("/health", headers)?;
        let health = Health::of(&format!("{}/health", look.url), &health)?;
        if let Some(version) = health.version.as_ref().filter(|version| !self.allows(version)) {
            return Err(SmokeError::OtherVersion(version.clone()));
        }
        self.is_expected("/health", &health.snapshot)?;

        let origin = self.origin.as_ref().map(|origin| ("origin", &**origin));
        let headers = &headers.iter().copied().chain(origin).collect::<Vec<_>>();
        let filter = "/plots/filter?limit=1";
        let reply = look.get(filter, headers)?;
        self.is_expected("/plots/filter", reply.header("snapshot-digest"))?;
        let body = look.json(&reply, filter)?;
        // A split may have answered from its other snapshot.
        if reply.header("snapshot-digest") == health.snapshot && body["total"] != health.counts.images {
            return Err(SmokeError::Total { found: body["total"].clone(), images: health.counts.images });
        }
        if let Some(origin) = &self.origin {
            let allowed = reply.header("access-control-allow-origin");
            if allowed != origin {
                return Err(SmokeError::Origin { origin: origin.clone(), allowed: allowed.into() });
            }
        }

        // Between two requests, a split may change to a snapshot that lacks the spec.
        let is_split = self.versions.len() > 1;
        // An empty catalogue has no spec to show, and one without documents leaves it to the origin.
        let specs = body["specTitles"].as_object().into_iter().flat_map(|specs| specs.keys());
        if let Some(id) = specs.take(1).next().filter(|_| health.has_documents && !is_split) {
            let spec = format!("/specs/{}", utf8_percent_encode(id, NON_ALPHANUMERIC));
            let reply = look.get(&spec, headers)?;
            self.is_expected("/specs/{id}", reply.header("snapshot-digest"))?;
            if look.json(&reply, &spec)?["id"] != **id {
                return Err(SmokeError::OtherSpec(id.clone()));
            }
        }
        Ok(())
    }

    fn allows(&self, version: &str) -> bool {
        self.versions.is_empty() || self.versions.iter().any(|expected| expected == version)
    }

    fn is_expected(&self, path: &str, found: &str) -> Result<(), SmokeError> {
        if self.snapshots.is_empty() || self.snapshots.iter().any(|expected| expected == found) {
            return Ok(());
        }
        Err(SmokeError::OtherSnapshot { path: path.into(), found: found.into() })
    }
}

impl Look<'_> {
    /// Requests `path`, and notes the status of the reply. Returns the reply if it is an answer.
    fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Reply, AnswerError> {
        let begin = Instant::now();
        let url = format!("{}{path}", self.url);
        let reply = self.client.get(&url, headers);
        let status = reply.as_ref().ok().map(|reply| reply.status.as_u16());
        let milliseconds = (begin.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
        self.tried.push(Tried { path: path.into(), status, milliseconds });
        answered(&url, reply)
    }

    fn json(&self, reply: &Reply, path: &str) -> Result<Value, SmokeError> {
        serde_json::from_slice(&reply.body).map_err(|_| SmokeError::NotJson(format!("{}{path}", self.url)))
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
