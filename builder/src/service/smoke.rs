//! The smoke test: a service answers from the release that is expected, and from no other.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::client::{Client, ClientError, Reply};
use super::health::{Health, HealthError, is_login};

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
    Silent(SmokeError),
    /// A wrong reply came.
    Failed(SmokeError),
}

/// Error of a service that fails the smoke test.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SmokeError {
    #[error(transparent)]
    Health(#[from] HealthError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("{0} asks for a login (Cloudflare Access): let this address be reached without one")]
    Login(String),
    #[error("{url} answers {status}")]
    Status { url: String, status: u16 },
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
    /// Looks once at the service at `url`: its health, a filter, and a spec if it has documents.
    pub(crate) fn look(&self, client: &Client, url: &str, headers: &[(&str, &str)]) -> Sight {
        match self.passes(client, url.trim_end_matches('/'), headers) {
            Ok(()) => Sight::Passed,
            Err(error) => self.judge(error),
        }
    }

    fn judge(&self, error: SmokeError) -> Sight {
        let Before { snapshots, versions } = &self.before;
        match error {
            SmokeError::OtherVersion(version) if versions.contains(&version) => Sight::Before,
            SmokeError::OtherVersion(version) => Sight::Stranger(version),
            SmokeError::OtherSnapshot { found, .. } if snapshots.contains(&found) => Sight::Before,
            SmokeError::Client(ClientError::Silent { .. })
            | SmokeError::Health(HealthError::Client(ClientError::Silent { .. })) => Sight::Silent(error),
            _ => Sight::Failed(error),
        }
    }

    fn passes(&self, client: &Client, url: &str, headers: &[(&str, &str)]) -> Result<(), SmokeError> {
        let health = Health::ask(client, url, headers)?;
        if let Some(version) = health.version.as_ref().filter(|version| !self.allows(version)) {
            return Err(SmokeError::OtherVersion(version.clone()));
        }
        self.is_expected("/health", &health.snapshot)?;

        let origin = self.origin.as_ref().map(|origin| ("origin", &**origin));
        let headers = &headers.iter().copied().chain(origin).collect::<Vec<_>>();
        let filter = format!("{url}/plots/filter?limit=1");
        let reply = get(client, &filter, headers)?;
        self.is_expected("/plots/filter", reply.header("snapshot-digest"))?;
        let body = json(&reply, &filter)?;
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
            let spec = format!("{url}/specs/{}", utf8_percent_encode(id, NON_ALPHANUMERIC));
            let reply = get(client, &spec, headers)?;
            self.is_expected("/specs/{id}", reply.header("snapshot-digest"))?;
            if json(&reply, &spec)?["id"] != **id {
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

fn get(client: &Client, url: &str, headers: &[(&str, &str)]) -> Result<Reply, SmokeError> {
    let reply = client.get(url, headers)?;
    if is_login(&reply) {
        return Err(SmokeError::Login(url.into()));
    }
    if reply.status != 200 {
        return Err(SmokeError::Status { url: url.into(), status: reply.status.as_u16() });
    }
    Ok(reply)
}

fn json(reply: &Reply, url: &str) -> Result<Value, SmokeError> {
    serde_json::from_slice(&reply.body).map_err(|_| SmokeError::NotJson(url.into()))
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
