//! The router: the answer of each route, and the policy that applies.

use std::borrow::Cow;

use super::{
    answers::{Answers, RequestContext},
    cors::{Access, Preflight},
    error,
    head::Head,
    message::{Outcome, Reply, Request},
    policy::Policy,
    request_target::{RequestTarget, RouteMatch},
    routes::{Condition, Route},
    worker_identity::WorkerIdentity,
};
use crate::snapshot::{Snapshot, SnapshotError};

/// Answers requests from one snapshot, with the policy of one deployment.
pub struct Service<'a> {
    policy: Policy,
    answers: Option<Answers<'a>>,
}

impl<'a> Service<'a> {
    /// Opens the snapshot in `bytes`.
    ///
    /// # Errors
    /// [`SnapshotError`] if they are not a whole snapshot of this version.
    pub fn open(bytes: &'a [u8], policy: Policy) -> Result<Self, SnapshotError> {
        Self::open_in(WorkerIdentity::default(), bytes, policy)
    }

    /// Opens the snapshot in `bytes`. `worker` is the identity of the code that answers.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_in(worker: WorkerIdentity<'_>, bytes: &'a [u8], policy: Policy) -> Result<Self, SnapshotError> {
        Ok(Self { policy, answers: Some(Answers::open(worker, bytes)?) })
    }

    /// A service without a snapshot. It leaves everything to the origin. Without an origin, it asks clients to retry
    /// later.
    #[must_use]
    pub fn unavailable(policy: Policy) -> Self {
        Self { policy, answers: None }
    }

    /// The snapshot that replies are computed from.
    #[must_use]
    pub fn snapshot(&self) -> Option<&Snapshot<'a>> {
        self.answers.as_ref().map(Answers::snapshot)
    }

    /// Answers one request, or leaves it to the origin.
    #[must_use]
    pub fn respond<'s>(&'s self, request: &Request<'_>) -> Outcome<'s> {
        let target = RequestTarget::of(request.url);
        if !target.is_final() {
            let message = "Path has dot segments or backslashes: send it resolved";
            return Outcome::Reply(self.refusal(request, 400, message));
        }
        let access = || self.policy.cors.access(request.origin);
        let Some(answers) = &self.answers else {
            return self.forward(request, &target).unwrap_or_else(|| Outcome::Reply(self.failure(request, 503)));
        };
        let found = target.route(|route| self.serves(route, answers));
        if found.is_none()
            && let Some(forward) = self.forward(request, &target)
        {
            return forward;
        }
        if let Some(reply) = preflight(request, access) {
            return Outcome::Reply(reply);
        }
        let error = |head: Head, detail| Reply::of(head.json(), error::detail(detail));
        Outcome::Reply(match found {
            None => error(Head::new(404, access()), "Not Found"),
            Some(RouteMatch::Redirect(location)) => Reply::redirect(location, access()),
            Some(RouteMatch::Found(route, ids)) if matches!(request.method, "GET" | "HEAD") => {
                answers.read(&RequestContext { route, ids, request, target: &target, access: access() })
            }
            Some(RouteMatch::Found(..)) => match self.forward(request, &target) {
                Some(forward) => return forward,
                None => error(Head { allow: Some("GET, HEAD"), ..Head::new(405, access()) }, "Method Not Allowed"),
            },
        })
    }

    /// Returns chunk `index`, counted from 0, of a chunked body. No state is kept between chunks, so a client that
    /// disconnects leaves nothing behind.
    #[must_use]
    pub fn chunk(&self, request: &Request<'_>, index: usize) -> Vec<u8> {
        let target = RequestTarget::of(request.url);
        self.answers.as_ref().map_or_else(Vec::new, |answers| answers.chunk(&target, index))
    }

    /// Returns all `count` chunks of such a body as one, for callers with enough memory.
    #[must_use]
    pub fn whole(&self, request: &Request<'_>, count: usize) -> Vec<u8> {
        (0..count).flat_map(|index| self.chunk(request, index)).collect()
    }

    /// The reply to a request that could not be answered: 400 for an invalid `Host`, 404 for a page that does not
    /// exist, 408 for a body that did not arrive, 500 for a fault of this service, 502 if the origin gave no answer,
    /// 503 without a snapshot or document, 504 if the origin gave no answer in time.
    #[must_use]
    pub fn failure<'s>(&'s self, request: &Request<'_>, status: u16) -> Reply<'s> {
        let message = match status {
            400 => "Host must be one name or address: send one Host field",
            404 => "Page not found",
            408 => "Request body did not arrive",
            502 => "Origin unavailable",
            503 => "Service unavailable",
            504 => "Origin timed out",
            _ => "Internal server error",
        };
        self.refusal(request, status, message)
    }

    fn refusal<'s>(&'s self, request: &Request<'_>, status: u16, message: &str) -> Reply<'s> {
        let head = Head::new(status, self.policy.cors.access(request.origin)).json();
        Reply::of(head, error::failure(status, message, &RequestTarget::of(request.url).path))
    }

    /// The header fields of a reply in sending order, names in lower case.
    #[must_use]
    pub fn headers<'h>(&'h self, head: &'h Head) -> Vec<(&'static str, Cow<'h, str>)> {
        head.fields(&self.policy.cors, self.answers.as_ref().map(Answers::identity))
    }

    /// True if `route` is answered here.
    fn serves(&self, route: &Route, answers: &Answers<'_>) -> bool {
        match route.condition {
            Condition::Always => true,
            Condition::NoOrigin => !self.policy.has_origin(),
            Condition::Documents => answers.has_documents(),
            Condition::Code => answers.has_code(),
        }
    }

    fn forward<'s>(&'s self, request: &Request<'_>, target: &RequestTarget<'_>) -> Option<Outcome<'s>> {
        // Methods that a client for HTTP may not send.
        let is_sendable = !matches!(request.method, "CONNECT" | "TRACE" | "TRACK");
        self.policy.forward(target.reference).filter(|_| is_sendable).map(Outcome::Forward)
    }
}

/// The reply to a preflight, by which a browser asks whether it may send a request.
fn preflight<'s>(request: &Request<'_>, access: impl FnOnce() -> Access) -> Option<Reply<'s>> {
    let (Some(_), Some(method)) = (request.origin, request.requested_method.filter(|_| request.method == "OPTIONS"))
    else {
        return None;
    };
    let access = access();
    let fault = Preflight::fault(&access, method);
    let status = if fault.is_some() { 400 } else { 200 };
    let allowed = Preflight { headers: request.requested_headers.map(str::to_owned) };
    let preflight = Some(allowed).filter(|_| fault.is_none());
    let head = Head { content: Some("text/plain; charset=utf-8"), preflight, ..Head::new(status, access) };
    Some(Reply::of(head, fault.unwrap_or("OK").as_bytes()))
}
