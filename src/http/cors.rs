//! Cross-origin access: the sites whose pages may read replies, as the reference service decides it.

use std::{borrow::Cow, ops::RangeInclusive};

/// The sites whose pages may read replies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cors {
    /// Origins as browsers send them: `https://anyplot.ai`.
    pub(super) origins: Vec<String>,
    /// True if `http://localhost:<port>` may also read, on any port.
    pub(super) localhost: bool,
}

/// Access of the requesting page to the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// No page of another site may read the reply.
    SameOrigin,
    /// The request is not from a page of another site, or that page may not read the reply.
    Denied,
    /// The page is from this one of the listed origins.
    Listed(usize),
    /// The page is from this origin on localhost.
    Local(String),
}

/// Answer to a preflight, without the allowed origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Preflight {
    /// The requested headers. All are allowed.
    pub(super) headers: Option<String>,
}

/// Number of digits of a port.
const PORT_DIGITS: RangeInclusive<usize> = 1..=5;

/// All methods that a service behind this one might accept.
const METHODS: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

impl Cors {
    /// Returns the access of `origin`, the value of that header.
    pub(super) fn access(&self, origin: Option<&str>) -> Access {
        let Some(origin) = origin else { return Access::Denied };
        if let Some(place) = self.origins.iter().position(|listed| listed == origin) {
            return Access::Listed(place);
        }
        let port = origin.strip_prefix("http://localhost:").filter(|_| self.localhost);
        match port {
            Some(port) if PORT_DIGITS.contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit()) => {
                Access::Local(origin.to_owned())
            }
            _ => Access::Denied,
        }
    }

    /// The allowed origin, if there is one.
    pub(super) fn allowed<'a>(&'a self, access: &'a Access) -> Option<&'a str> {
        match access {
            Access::SameOrigin | Access::Denied => None,
            Access::Listed(place) => self.origins.get(*place).map(String::as_str),
            Access::Local(origin) => Some(origin),
        }
    }

    /// Returns true if replies depend on the origin.
    pub(super) fn distinguishes(&self) -> bool {
        self.localhost || !self.origins.is_empty()
    }
}

impl Preflight {
    /// Returns the fault of a preflight, if it has one, in the words of the reference service.
    pub(super) fn fault(access: &Access, method: &str) -> Option<&'static str> {
        // By one character, because the search for a longer separator is code that nothing else needs.
        let is_method = METHODS.split(',').any(|known| known.trim_start() == method);
        match (access == &Access::Denied, is_method) {
            (false, true) => None,
            (true, true) => Some("Disallowed CORS origin"),
            (false, false) => Some("Disallowed CORS method"),
            (true, false) => Some("Disallowed CORS origin, method"),
        }
    }

    pub(super) fn fields<'h>(&'h self, add: &mut impl FnMut(&'static str, Option<Cow<'h, str>>)) {
        add("access-control-allow-methods", Some(METHODS.into()));
        add("access-control-allow-headers", self.headers.as_ref().map(Cow::from));
        add("access-control-max-age", Some("600".into()));
    }
}
