//! Cross-origin reading: which pages of other sites may read replies, as the reference service decides it.

use std::borrow::Cow;

/// The pages that may read replies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cors {
    /// Origins as browsers send them: `https://anyplot.ai`.
    pub(super) origins: Vec<String>,
    /// True if `http://localhost:<port>` may as well, on any port.
    pub(super) localhost: bool,
}

/// Access of the page that asked to the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// No page of another site may read it.
    SameOrigin,
    /// The caller is no page of another site, or none that may read it.
    Denied,
    /// The caller is this one of the listed origins.
    Listed(usize),
    /// The caller is this origin on localhost.
    Local(String),
}

/// Answer to a preflight, besides the origin that may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Preflight {
    /// The headers that were asked for: all are allowed.
    pub(super) headers: Option<String>,
}

/// All that a service behind this one might answer.
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
            Some(port) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
                Access::Local(origin.to_owned())
            }
            _ => Access::Denied,
        }
    }

    /// The origin that may read.
    pub(super) fn allowed<'a>(&'a self, access: &'a Access) -> Option<&'a str> {
        match access {
            Access::SameOrigin | Access::Denied => None,
            Access::Listed(place) => self.origins.get(*place).map(String::as_str),
            Access::Local(origin) => Some(origin),
        }
    }

    /// Returns true if any origin is treated differently from another.
    pub(super) fn distinguishes(&self) -> bool {
        self.localhost || !self.origins.is_empty()
    }
}

impl Preflight {
    /// Returns the fault of a preflight, if it has one, in the reference's words.
    pub(super) fn fault(access: &Access, method: &str) -> Option<&'static str> {
        let is_method = METHODS.split(", ").any(|known| known == method);
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
