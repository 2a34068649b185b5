//! Terms of replies: how long they may be cached, which tag identifies them, and who may read them. The table of routes
//! has the terms of each route.
//!
//! A reply that is not the answer of a route (redirect, error, preflight) is never cached. It depends on what exists
//! now, and computing it again costs microseconds.

use super::cors::Access;

/// Time for which browsers and caches may keep a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cache {
    /// Figures and short lists, which hardly change between snapshots.
    Figures,
    /// Lists of images, and documents.
    Lists,
    /// Filter replies: too many different ones to be worth caching for long.
    Filter,
    /// Pages, and the identity of the snapshot: cached, but revalidated each time.
    Revalidated,
    /// Files whose names change with their content, and snapshots by their digest: cached for good.
    Immutable,
    /// Never cached, because the reply describes the current state.
    Never,
}

impl Cache {
    pub(super) const fn control(self) -> &'static str {
        match self {
            Self::Figures => "public, max-age=600, stale-while-revalidate=3600",
            Self::Lists => "public, max-age=300, stale-while-revalidate=3600",
            Self::Filter => "public, max-age=60, stale-while-revalidate=600",
            Self::Revalidated => "no-cache",
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::Never => "no-store",
        }
    }
}

/// The content that an `ETag` identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// The snapshot that the reply is computed from.
    Snapshot,
    /// The worker, because pages are bundled with it.
    Worker,
    /// The body of `/health`, which describes both.
    Health,
}

/// Terms of all replies of a route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) cache: Cache,
    pub(super) tag: Tag,
    /// True if pages of listed origins may read them.
    pub(super) is_shared: bool,
}

impl Terms {
    /// The access to a reply, for a client to which the deployment allows `access`.
    pub(super) fn access(self, access: &Access) -> Access {
        if self.is_shared { access.clone() } else { Access::SameOrigin }
    }
}
