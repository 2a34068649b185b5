//! The terms of each route: how long its replies may be kept, which tag names them, and who may read them.
//!
//! One row a route. Whatever is not the answer of a route (redirects, errors, preflights) is never kept: it depends on
//! what exists now, and making it anew costs microseconds.

use super::{cors::Access, route::Route};

/// How long browsers and caches may keep a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cache {
    /// Figures and short lists, which hardly change between snapshots.
    Figures,
    /// Lists of images, and documents.
    Lists,
    /// Filter replies: too many different ones to be worth caching for long.
    Filter,
    /// Pages: kept, but asked for again each time.
    Page,
    /// Not kept, because it describes the current state.
    Never,
}

impl Cache {
    pub(super) const fn control(self) -> &'static str {
        match self {
            Self::Figures => "public, max-age=600, stale-while-revalidate=3600",
            Self::Lists => "public, max-age=300, stale-while-revalidate=3600",
            Self::Filter => "public, max-age=60, stale-while-revalidate=600",
            Self::Page => "no-cache",
            Self::Never => "no-store",
        }
    }
}

/// The content that an `ETag` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// The snapshot: what is answered from it changes with it.
    Snapshot,
    /// The code: pages are bundled with it.
    Release,
    /// The body of `/health`, which tells of both.
    Health,
}

/// What all replies of a route have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) cache: Cache,
    pub(super) tag: Tag,
    /// True if pages of listed origins may read them.
    is_shared: bool,
}

impl Terms {
    pub(super) const fn of(route: Route<'_>) -> Self {
        let (cache, tag, is_shared) = match route {
            Route::Health => (Cache::Never, Tag::Health, true),
            Route::Stats => (Cache::Figures, Tag::Snapshot, true),
            Route::Languages => (Cache::Figures, Tag::Snapshot, true),
            Route::Libraries => (Cache::Figures, Tag::Snapshot, true),
            Route::LibraryImages(_) => (Cache::Lists, Tag::Snapshot, true),
            Route::Filter => (Cache::Filter, Tag::Snapshot, true),
            Route::Specs => (Cache::Lists, Tag::Snapshot, true),
            Route::SpecMap => (Cache::Lists, Tag::Snapshot, true),
            Route::Spec(_) => (Cache::Lists, Tag::Snapshot, true),
            Route::SpecImages(_) => (Cache::Lists, Tag::Snapshot, true),
            Route::Code { .. } => (Cache::Lists, Tag::Snapshot, true),
            Route::OpenApi => (Cache::Page, Tag::Release, true),
            // The root redirects to the Explorer.
            Route::Root => (Cache::Never, Tag::Release, false),
            Route::Explorer => (Cache::Page, Tag::Release, false),
            Route::Docs => (Cache::Page, Tag::Release, false),
            Route::Asset(_) => (Cache::Page, Tag::Release, false),
        };
        Self { cache, tag, is_shared }
    }

    /// The access of a reply to a caller of whom the deployment allows `access`.
    pub(super) fn access(self, access: &Access) -> Access {
        if self.is_shared { access.clone() } else { Access::SameOrigin }
    }
}
