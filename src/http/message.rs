//! What goes in and what comes out, free of any platform's types.

use std::borrow::Cow;

/// The parts of a request that decide its reply.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Method as sent; methods are case-sensitive.
    pub method: &'a str,
    /// Absolute URL as received: scheme, host, percent-encoded path, query.
    pub url: &'a str,
}

/// What goes back.
///
/// Header values that are the same for every request of a kind are `Cow::Borrowed`, so that the adapter can keep
/// one header object for all of them.
#[derive(Clone, Debug)]
pub struct Reply<'a> {
    /// HTTP status code.
    pub status: u16,
    /// Header fields, lower-case names, in sending order.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// Body bytes; `None` for a reply to HEAD and for replies that have no body.
    pub body: Option<Cow<'a, [u8]>>,
}
