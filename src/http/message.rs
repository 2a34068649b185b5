//! Requests and replies, without any platform's types.

use std::borrow::Cow;
use std::time::Duration;

use super::{continuation::Continuation, cors::Access, head::Head};

/// The parts of a request that decide its reply.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// Method as sent; methods are case-sensitive.
    pub method: &'a str,
    /// Absolute URL as received: scheme, host, percent-encoded path, query.
    pub url: &'a str,
    /// Header `Origin`: site of the requesting page, if that is another site.
    pub origin: Option<&'a str>,
    /// Header `If-None-Match`: tags of the replies that the client has.
    pub if_none_match: Option<&'a str>,
    /// Header `Access-Control-Request-Method`; matters with method OPTIONS only.
    pub requested_method: Option<&'a str>,
    /// Header `Access-Control-Request-Headers`; matters with method OPTIONS only.
    pub requested_headers: Option<&'a str>,
}

/// Result of routing and answering a request.
#[derive(Clone, Debug)]
pub enum Outcome<'a> {
    /// A reply from here.
    Reply(Reply<'a>),
    /// A request for the origin to answer.
    Forward(Forward),
}

/// A reply. A HEAD has the same reply as a GET: the platform sends the length of the body, but not the body.
#[derive(Clone, Debug)]
pub struct Reply<'a> {
    /// Status and headers.
    pub head: Head,
    /// Body.
    pub body: Body<'a>,
}

impl<'a> Reply<'a> {
    /// A reply of a head and a body.
    pub(super) fn of(head: Head, body: impl Into<Body<'a>>) -> Self {
        Self { head, body: body.into() }
    }

    /// A redirect to `location`.
    pub(super) fn redirect(location: String, access: Access) -> Self {
        Self { head: Head { location: Some(location), ..Head::new(307, access) }, body: Body::Empty }
    }
}

/// Body of a reply, or its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// No body.
    Empty,
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// The first chunk of a long body, and what [`Service::chunk`](super::Service::chunk) needs for the next.
    Chunked(Vec<u8>, Box<Continuation>),
    /// The asset at this path, written with the snapshot. If it is missing, the reply is a failure with 503, even if
    /// the head is a 304.
    Document(String),
    /// The asset at this path, deployed with the worker. If it is missing, the reply is a failure with 404, even if the
    /// head is a 304.
    Page(String),
}

impl From<Vec<u8>> for Body<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl<'a> From<&'a [u8]> for Body<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes.into())
    }
}

/// A request that goes unchanged to the origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// Absolute URL at the origin.
    pub url: String,
    /// Time to wait for the head of its reply.
    pub timeout: Duration,
}
