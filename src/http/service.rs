//! The router: the answer of each route, and the policy that applies.

use std::borrow::Cow;

use super::{
    answers::{Answers, RequestContext},
    continuation::{CHUNK, Continuation, stage},
    cors::{Access, Preflight},
    error,
    head::Head,
    message::{Body, Outcome, Reply, Request},
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

    /// Answers one request, or leaves it to the origin. A long body is in chunks.
    #[must_use]
    pub fn respond<'s>(&'s self, request: &Request<'_>) -> Outcome<'s> {
        match self.answer(request) {
            Outcome::Reply(Reply { head, body: Body::Bytes(bytes) }) if bytes.len() > CHUNK => {
                let continuation = Continuation::of([stage::BYTES, CHUNK as u32, 0, 0, 0], Vec::new(), Vec::new());
                Outcome::Reply(Reply { head, body: Body::Chunked(bytes[..CHUNK].to_vec(), continuation.into()) })
            }
            outcome => outcome,
        }
    }

    fn answer<'s>(&'s self, request: &Request<'_>) -> Outcome<'s> {
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
        let is_unshared = is_unshared(found.as_ref());
        // A preflight is granted what the reply to the request itself will have.
        let is_forwarded = self.policy.has_origin() && !matches!(request.requested_method, Some("GET" | "HEAD"));
        let of_preflight = || if is_unshared && !is_forwarded { Access::Denied } else { access() };
        if let Some(reply) = preflight(request, of_preflight) {
            return Outcome::Reply(reply);
        }
        let access = || if is_unshared { Access::SameOrigin } else { access() };
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

    /// The next chunk of the body of the reply to `request`. It has at most about 128 KB. Advances `continuation`, which
    /// must be of this body and snapshot; otherwise the chunk may be anything, also empty.
    #[must_use]
    pub fn chunk(&self, request: &Request<'_>, continuation: &mut Continuation) -> Vec<u8> {
        let chunk = match (continuation.position, &self.answers) {
            ([stage::BYTES, start, ..], _) => {
                let (body, start) = (self.answer(request), start as usize);
                let body =
                    if let Outcome::Reply(Reply { body: Body::Bytes(bytes), .. }) = &body { &**bytes } else { &[] };
                let end = body.len().min(start + CHUNK);
                continuation.go_on([stage::BYTES, end as u32, 0, 0, 0], None);
                if end == body.len() {
                    continuation.finish();
                }
                body.get(start..end).unwrap_or_default().to_vec()
            }
            ([stage::DONE, ..], _) | (_, None) => Vec::new(),
            (_, Some(answers)) => answers.chunk(&RequestTarget::of(request.url), continuation),
        };
        if chunk.is_empty() {
            continuation.finish();
        }
        chunk
    }

    /// The whole of a body that begins with the chunk `first`, for callers with enough memory.
    #[must_use]
    pub fn whole(&self, request: &Request<'_>, first: Vec<u8>, mut continuation: Continuation) -> Vec<u8> {
        let mut body = first;
        while !continuation.is_done() {
            body.extend(self.chunk(request, &mut continuation));
        }
        body
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
        let target = RequestTarget::of(request.url);
        let found = self.answers.as_ref().and_then(|answers| target.route(|route| self.serves(route, answers)));
        let is_unshared = is_unshared(found.as_ref());
        let access = if is_unshared { Access::SameOrigin } else { self.policy.cors.access(request.origin) };
        Reply::of(Head::new(status, access).json(), error::failure(status, message, &target.path))
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
            Condition::Browser => self.policy.gives_snapshot(),
        }
    }

    fn forward<'s>(&'s self, request: &Request<'_>, target: &RequestTarget<'_>) -> Option<Outcome<'s>> {
        // Methods that a client for HTTP may not send.
        let is_sendable = !matches!(request.method, "CONNECT" | "TRACE" | "TRACK");
        self.policy.forward(target.reference).filter(|_| is_sendable).map(Outcome::Forward)
    }
}

/// True if pages of other sites may not read the replies of a route.
fn is_unshared(found: Option<&RouteMatch<'_>>) -> bool {
    matches!(found, Some(RouteMatch::Found(route, _)) if !route.terms.is_shared)
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
