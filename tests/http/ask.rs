//! One request to the sample catalogue.

use catalog_edge::documents::DocumentSet;
use catalog_edge::http::{Body, Outcome, Policy, Reply, Request, Service, Variables, WorkerIdentity};
use catalog_edge::model::Records;
use catalog_edge::snapshot;

use crate::sample::{documents, sample};

/// Outcome of a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body<'static>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str())
    }

    /// The body, if it is in the reply.
    pub(crate) fn text(&self) -> &str {
        match &self.body {
            Body::Bytes(bytes) => str::from_utf8(bytes).unwrap(),
            other => panic!("expected a body, found {other:?}"),
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.text()).unwrap()
    }
}

/// A catalogue with a policy.
pub(crate) struct Edge {
    snapshot: Vec<u8>,
    policy: Policy,
    release: WorkerIdentity<'static>,
}

/// Identity of the worker in these tests.
pub(crate) const RELEASE: WorkerIdentity<'static> = WorkerIdentity { digest: Some("c0de"), cloudflare_version: None };

/// The sample, with a policy without other origins.
pub(crate) fn edge() -> Edge {
    Edge::of(&sample())
}

/// The sample without documents.
pub(crate) fn without_documents() -> Edge {
    Edge::new(&sample(), None)
}

impl Edge {
    /// A catalogue with the documents of the sample.
    pub(crate) fn of(records: &Records) -> Self {
        Self::new(records, documents())
    }

    fn new(records: &Records, documents: Option<DocumentSet>) -> Self {
        let snapshot = snapshot::build(records, documents).unwrap();
        Self { snapshot, policy: Policy::default(), release: RELEASE }
    }

    pub(crate) fn under(mut self, variables: &Variables<'_>) -> Self {
        self.policy = Policy::parse(variables).unwrap();
        self
    }

    pub(crate) fn in_release(self, release: WorkerIdentity<'static>) -> Self {
        Self { release, ..self }
    }

    pub(crate) fn digest(&self) -> String {
        snapshot::open(&self.snapshot).unwrap().digest.to_string()
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target)
    }

    pub(crate) fn ask(&self, method: &str, target: &str) -> Answer {
        self.send(&Request { method, ..Request::default() }, target)
    }

    /// The answer to `request`, with a URL that ends in `target`.
    pub(crate) fn send(&self, request: &Request<'_>, target: &str) -> Answer {
        self.outcome(request, target).unwrap_or_else(|url| panic!("{target} was forwarded to {url}"))
    }

    /// The reply to `request` if it fails with `status`.
    pub(crate) fn failure(&self, request: &Request<'_>, target: &str, status: u16) -> Answer {
        let service = Service::open_in(self.release, &self.snapshot, self.policy.clone()).unwrap();
        let url = format!("https://edge.example{target}");
        answer(&service, service.failure(&Request { url: &url, ..*request }, status))
    }

    /// The answer, or the URL of the origin that must give it.
    pub(crate) fn outcome(&self, request: &Request<'_>, target: &str) -> Result<Answer, String> {
        let service = Service::open_in(self.release, &self.snapshot, self.policy.clone()).unwrap();
        outcome(&service, request, target)
    }
}

/// The answer of `service`, or the URL of the origin that must give it.
pub(crate) fn outcome(service: &Service<'_>, request: &Request<'_>, target: &str) -> Result<Answer, String> {
    let url = format!("https://edge.example{target}");
    match service.respond(&Request { url: &url, ..*request }) {
        Outcome::Forward(forward) => Err(forward.url),
        Outcome::Reply(reply) => Ok(answer(service, reply)),
    }
}

fn answer(service: &Service<'_>, reply: Reply<'_>) -> Answer {
    let headers = service.headers(&reply.head).into_iter();
    Answer {
        status: reply.head.status,
        headers: headers.map(|(name, value)| (name, value.into_owned())).collect(),
        body: match reply.body {
            Body::Empty => Body::Empty,
            Body::Bytes(bytes) => Body::Bytes(bytes.into_owned().into()),
            Body::Chunked(first, rest) => Body::Chunked(first, rest),
            Body::Document(path) => Body::Document(path),
            Body::Page(path) => Body::Page(path),
        },
    }
}
