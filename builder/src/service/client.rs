//! HTTP requests, each with a time limit.

use std::time::Duration;

use ureq::http::{HeaderMap, Method, Request, StatusCode};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};

/// Name of this tool in the log of a service.
const AGENT: &str = concat!("catalog-builder/", env!("CARGO_PKG_VERSION"));
/// Longest reply that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// A client of services.
#[derive(Debug)]
pub(crate) struct Client {
    /// Through the proxy of the environment, if it names one.
    agent: Agent,
    /// For this machine.
    local: Agent,
}

/// A reply, whatever its status. A redirect is a reply.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Error of a request that got no whole reply.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    #[error("'{0}' is no URL of a service: begin it with https:// or http://")]
    Url(String),
    #[error("{url} does not answer")]
    Silent {
        url: String,
        #[source]
        source: Box<ureq::Error>,
    },
}

impl ClientError {
    /// True if the service took the connection, and did not reply in time.
    pub(super) fn is_timeout(&self) -> bool {
        matches!(self, Self::Silent { source, .. } if matches!(**source, ureq::Error::Timeout(_)))
    }
}

impl Client {
    /// Makes a client that waits so long for each reply, and trusts the authorities of this system.
    pub(crate) fn new(limit: Duration) -> Self {
        let roots = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<_> = roots.iter().map(|root| Certificate::from_der(root).to_owned()).collect();
        let config = || {
            Agent::config_builder()
                .user_agent(AGENT)
                .timeout_global(Some(limit))
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                // A connection that was kept may be one to a server that is gone.
                .max_idle_connections(0)
                .tls_config(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&roots)).build())
        };
        Self { agent: config().build().into(), local: config().proxy(None).build().into() }
    }

    /// Requests `url`.
    pub(crate) fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Reply, ClientError> {
        self.send(Method::GET, url, headers, None)
    }

    /// Sends a request with a JSON body, if any.
    pub(crate) fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        json: Option<String>,
    ) -> Result<Reply, ClientError> {
        let is_web = ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri(url), |request, (name, value)| request.header(*name, *value));
        let request = match &json {
            Some(_) => request.header("content-type", "application/json"),
            None => request,
        };
        let (Ok(request), true) = (request.body(json.unwrap_or_default()), is_web) else {
            return Err(ClientError::Url(url.to_owned()));
        };
        let silent = |source| ClientError::Silent { url: url.to_owned(), source: Box::new(source) };
        let agent = if is_local(url) { &self.local } else { &self.agent };
        // A GET has no body, not an empty one.
        let reply = if request.method() == Method::GET { agent.run(request.map(drop)) } else { agent.run(request) };
        let (head, mut body) = reply.map_err(silent)?.into_parts();
        let body = whole(&mut body).map_err(silent)?;
        Ok(Reply { status: head.status, headers: head.headers, body })
    }
}

impl Reply {
    /// Returns a header field, or an empty text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

fn whole(body: &mut Body) -> Result<Vec<u8>, ureq::Error> {
    body.with_config().limit(LONGEST).read_to_vec()
}

fn is_local(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|local| host.strip_prefix(local).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_local() {
        for (url, expected) in [
            ("http://127.0.0.1:80/a", true),
            ("http://localhost", true),
            ("http://[::1]:1", true),
            ("http://localhost.example", false),
            ("https://127.0.0.1", false),
            ("http://127.0.0.10:80", false),
            ("localhost", false),
        ] {
            assert_eq!(is_local(url), expected, "{url}");
        }
    }

    #[test]
    fn address_that_is_no_url_is_told() {
        let client = Client::new(Duration::from_secs(1));
        for url in ["api.example", "ftp://api.example", "", "http://"] {
            assert!(client.get(url, &[]).is_err(), "{url}");
        }
    }
}
