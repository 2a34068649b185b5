//! Status and headers of a reply.

use std::borrow::Cow;

use super::cors::{Access, Cors, Preflight};

/// How long browsers and caches may keep a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cache {
    /// Figures and short lists, which hardly change between snapshots.
    Figures,
    /// Lists of images, and documents.
    Lists,
    /// A filter's reply, of which there are very many.
    Filter,
    /// Pages: kept, but asked for again each time.
    Page,
    /// What must be seen as it is now.
    Never,
}

impl Cache {
    const fn control(self) -> &'static str {
        match self {
            Self::Figures => "public, max-age=600, stale-while-revalidate=3600",
            Self::Lists => "public, max-age=300, stale-while-revalidate=3600",
            Self::Filter => "public, max-age=60, stale-while-revalidate=600",
            Self::Page => "no-cache",
            Self::Never => "no-store",
        }
    }
}

/// A status, and what the headers follow from.
///
/// Small and comparable, so that an adapter can keep the platform's form of heads that come again and again;
/// [`Service::headers`](super::Service::headers) spells one out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// HTTP status code.
    pub status: u16,
    pub(super) content: Option<&'static str>,
    pub(super) cache: Option<Cache>,
    /// Whether the snapshot's `ETag` goes with it.
    pub(super) is_versioned: bool,
    /// Whether it is a page, which may load nothing but what was deployed with it.
    pub(super) is_page: bool,
    pub(super) allow: Option<&'static str>,
    pub(super) location: Option<String>,
    pub(super) access: Access,
    pub(super) preflight: Option<Preflight>,
}

pub(super) const JSON: &str = "application/json";

/// What a page may load. Pictures are the catalogue's and come from wherever it keeps them; the Explorer asks their
/// hosts if they answer; a viewer may set styles.
const CONTENT_SECURITY: &str = "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; \
    script-src 'self'; connect-src 'self' https:; frame-src https:; base-uri 'none'; frame-ancestors 'none'; \
    form-action 'none'";

/// What identifies the content that replies are made of.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) digest: String,
    pub(super) created: Option<String>,
    pub(super) etag: String,
}

/// Headers that tell scripts what they have got.
const EXPOSED: &str = "etag, snapshot-digest, snapshot-created";

impl Head {
    pub(super) fn new(status: u16, access: Access) -> Self {
        Self {
            status,
            content: None,
            cache: None,
            is_versioned: false,
            is_page: false,
            allow: None,
            location: None,
            access,
            preflight: None,
        }
    }

    /// Whether the caller had no say in it: of such heads there are few, and each comes again and again.
    #[must_use]
    pub fn is_common(&self) -> bool {
        self.location.is_none() && self.preflight.is_none() && !matches!(self.access, Access::Local(_))
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
        add("cache-control", self.cache.map(|cache| cache.control().into()));
        add("etag", identity.filter(|_| self.is_versioned).map(|identity| Cow::from(&identity.etag)));
        add("location", self.location.as_ref().map(Cow::from));
        add("allow", self.allow.map(Cow::from));
        add("vary", (self.access != Access::SameOrigin && cors.distinguishes()).then_some("Origin".into()));
        let allowed = cors.allowed(&self.access);
        add("access-control-allow-origin", allowed.map(Cow::from));
        add("access-control-allow-credentials", allowed.map(|_| "true".into()));
        if let Some(preflight) = &self.preflight {
            preflight.fields(&mut add);
        } else {
            add("access-control-expose-headers", allowed.map(|_| EXPOSED.into()));
        }
        add("content-security-policy", self.is_page.then_some(CONTENT_SECURITY.into()));
        add("x-content-type-options", Some("nosniff".into()));
        add("snapshot-digest", identity.map(|identity| Cow::from(&identity.digest)));
        add("snapshot-created", identity.and_then(|identity| identity.created.as_deref()).map(Cow::from));
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
            Head { preflight: Some(Preflight { headers: Some("x".to_owned()) }), ..head(Access::Listed(0)) },
        ] {
            assert!(!varied.is_common(), "{varied:?}");
        }
    }
}
