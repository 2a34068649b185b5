//! Requests and replies, without any platform's types.

use std::borrow::Cow;
use std::time::Duration;

use super::{cors::Access, head::Head};

/// The parts of a request that decide its reply.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// Method as sent; methods are case-sensitive.
    pub method: &'a str,
    /// Absolute URL as received: scheme, host, percent-encoded path, query.
    pub url: &'a str,
    /// Header `Origin`: the page that asks, if it belongs to another site.
    pub origin: Option<&'a str>,
    /// Header `If-None-Match`: tags of the replies that the caller has.
    pub if_none_match: Option<&'a str>,
    /// Header `Access-Control-Request-Method`; matters with method OPTIONS only.
    pub requested_method: Option<&'a str>,
    /// Header `Access-Control-Request-Headers`; matters with method OPTIONS only.
    pub requested_headers: Option<&'a str>,
}

/// Outcome of a request.
#[derive(Clone, Debug)]
pub enum Outcome<'a> {
    /// It is answered here.
    Reply(Reply<'a>),
    /// The origin answers it.
    Forward(Forward),
}

/// A reply. The reply to a HEAD is that to a GET: the platform sends the length of its body, but not the body.
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

/// Place of a reply's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// There is none.
    Empty,
    /// Here.
    Bytes(Cow<'a, [u8]>),
    /// In this number of chunks, which [`Service::chunk`](super::Service::chunk) makes: as a whole it could be larger than
    /// the memory.
    Chunked(usize),
    /// In the asset of this path, written with the snapshot. The head stands only if the asset is there, also that of a
    /// 304; else the reply is a failure with 503.
    Document(String),
    /// In the asset of this path, deployed with the worker. The head stands only if the asset is there, also that of a
    /// 304; else the reply is a failure with 404.
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

/// A request that goes to the origin as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// Absolute URL at the origin.
    pub url: String,
    /// Time to wait for the head of its reply.
    pub timeout: Duration,
}
