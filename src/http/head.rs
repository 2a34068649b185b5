//! Status and headers of a reply.

use std::borrow::Cow;

use super::{
    cors::{Access, Cors, Preflight},
    terms::{Cache, Tag, Terms},
};

/// A status, and the facts that determine the headers.
///
/// It is small and comparable, so that an adapter can cache the platform's form of frequent heads.
/// [`Service::headers`](super::Service::headers) returns the header fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// HTTP status code.
    pub status: u16,
    pub(super) content: Option<&'static str>,
    /// True if the body is compressed with gzip already.
    pub(super) is_gzip: bool,
    pub(super) cache: Cache,
    /// The `ETag` of the reply, if it has one.
    pub(super) tag: Option<Tag>,
    /// Content security policy, if the reply is a page or the service worker.
    pub(super) security: Option<&'static str>,
    pub(super) allow: Option<&'static str>,
    pub(super) location: Option<String>,
    /// Requests that a browser may send before the page's script does: the value of `Link`.
    pub(super) link: Option<String>,
    pub(super) access: Access,
    pub(super) preflight: Option<Preflight>,
}

pub(super) const JSON: &str = "application/json";

/// Content security policy of pages. Images may come from any host, because the catalogue decides where they are
/// stored. The Explorer also checks whether those hosts answer.
pub(super) const PAGE_SECURITY: &str = "default-src 'self'; img-src 'self' https: data:; connect-src 'self' https:; \
    frame-src https:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/// Content security policy of the service worker, which compiles the engine and sends requests to this service alone.
pub(super) const SERVICE_WORKER_SECURITY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// Identity of the content that replies are computed from.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    /// Digest of the snapshot.
    pub(super) digest: String,
    /// Time of the snapshot's newest record.
    pub(super) changed: Option<String>,
    /// Entity tag of each [`Tag`], in that order.
    pub(super) tags: [String; 3],
}

impl Identity {
    /// The entity tag of `tag`.
    pub(super) fn tag(&self, tag: Tag) -> &str {
        &self.tags[tag as usize]
    }
}

/// Headers that scripts of other sites may read, in addition to those that CORS always allows.
const EXPOSED: &str = "etag, retry-after, snapshot-digest, snapshot-changed";

/// Seconds until a client should retry if the service is unavailable. A deployment has reached every location by then.
const RETRY_AFTER: &str = "30";

impl Head {
    /// The head of a reply that is not the answer of a route. It is never cached.
    pub(super) fn new(status: u16, access: Access) -> Self {
        Self {
            status,
            content: None,
            is_gzip: false,
            cache: Cache::Never,
            tag: None,
            security: None,
            allow: None,
            location: None,
            link: None,
            access,
            preflight: None,
        }
    }

    /// The head of a route's answer: 304 if the client already has it, else 200.
    pub(super) fn of(terms: Terms, access: Access, is_held: bool) -> Self {
        let status = if is_held { 304 } else { 200 };
        Self { cache: terms.cache, tag: Some(terms.tag), ..Self::new(status, access) }
    }

    /// This head with a content type, unless the reply has no body.
    pub(super) fn with_content(self, content: &'static str) -> Self {
        let content = (self.status != 304).then_some(content);
        Self { content, ..self }
    }

    pub(super) fn json(self) -> Self {
        self.with_content(JSON)
    }

    /// True if the head depends on the deployment only, not on the client. There are few such heads, so adapters may
    /// cache them.
    #[must_use]
    pub fn is_common(&self) -> bool {
        self.location.is_none()
            && self.link.is_none()
            && self.preflight.is_none()
            && !matches!(self.access, Access::Local(_))
    }

    /// The header fields in sending order, names in lower case.
    pub(super) fn fields<'h>(
        &'h self,
        cors: &'h Cors,
        identity: Option<&'h Identity>,
    ) -> Vec<(&'static str, Cow<'h, str>)> {
        let mut fields: Vec<(&'static str, Cow<'h, str>)> = Vec::with_capacity(12);
        let mut add = |name, value: Option<Cow<'h, str>>| fields.extend(value.map(|value| (name, value)));
        add("content-type", self.content.map(Cow::from));
        add("content-encoding", self.is_gzip.then_some("gzip".into()));
        add("cache-control", Some(self.cache.control().into()));
        add("etag", identity.zip(self.tag).map(|(identity, tag)| identity.tag(tag).into()));
        add("retry-after", (self.status == 503).then_some(RETRY_AFTER.into()));
        add("location", self.location.as_ref().map(Cow::from));
        add("link", self.link.as_ref().map(Cow::from));
        add("allow", self.allow.map(Cow::from));
        add("vary", (self.access != Access::SameOrigin && cors.distinguishes()).then_some("Origin".into()));
        let allowed = cors.allowed(&self.access);
        add("access-control-allow-origin", allowed.map(Cow::from));
        add("access-control-allow-credentials", allowed.map(|_| "true".into()));
        if let Some(preflight) = &self.preflight {
            preflight.fields(&mut add);
        } else {
            add("access-control-expose-headers", allowed.map(|_| EXPOSED.into()));
            add("timing-allow-origin", allowed.map(Cow::from));
        }
        add("content-security-policy", self.security.map(Cow::from));
        add("x-content-type-options", Some("nosniff".into()));
        add("snapshot-digest", identity.map(|identity| Cow::from(&identity.digest)));
        add("snapshot-changed", identity.and_then(|identity| identity.changed.as_deref()).map(Cow::from));
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_callers_can_vary_at_will_are_not_common() {
        let head = |access| Head::new(200, access);
        for common in [head(Access::SameOrigin), head(Access::Denied), head(Access::Listed(0)).json()] {
            assert!(common.is_common(), "{common:?}");
        }
        for varied in [
            head(Access::Local("http://localhost:1".to_owned())),
            Head { location: Some("/stats?x".to_owned()), ..head(Access::Denied) },
            Head { link: Some("</plots/filter?lib=x>".to_owned()), ..head(Access::SameOrigin) },
            Head { preflight: Some(Preflight { headers: Some("x".to_owned()) }), ..head(Access::Listed(0)) },
        ] {
            assert!(!varied.is_common(), "{varied:?}");
        }
    }
}
