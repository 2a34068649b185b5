//! The router as table of contents: every route, its method, its policy.

use std::borrow::Cow;

use serde::Serialize;

use super::{
    error,
    filter_reply::{self, GlobalCounts},
    json, library_images,
    message::{Reply, Request},
    route::{Route, Target},
};
use crate::{
    catalog::Stats,
    query::{FilterQuery, rows_of_library},
    snapshot::{self, Snapshot, SnapshotError, VERSION},
};

/// How long browsers and caches may keep what hardly changes between snapshots.
const CACHE_FIGURES: &str = "public, max-age=600, stale-while-revalidate=3600";
/// How long they may keep lists of images.
const CACHE_IMAGES: &str = "public, max-age=300, stale-while-revalidate=3600";
/// How long they may keep a filter's reply, of which there are very many.
const CACHE_FILTER: &str = "public, max-age=60, stale-while-revalidate=600";
const CACHE_NOTHING: &str = "no-store";

/// Answers requests from one snapshot. What is the same for all requests is rendered when it is opened.
pub struct Service<'a> {
    snapshot: Snapshot<'a>,
    global: GlobalCounts,
    health: Vec<u8>,
    stats: Vec<u8>,
    languages: Vec<u8>,
    libraries: Vec<u8>,
}

impl<'a> Service<'a> {
    /// Opens the snapshot in `bytes`.
    ///
    /// # Errors
    /// [`SnapshotError`] if they are not a whole snapshot of this version.
    pub fn open(bytes: &'a [u8]) -> Result<Self, SnapshotError> {
        let snapshot = snapshot::open(bytes)?;
        let catalog = &snapshot.catalog;
        Ok(Self {
            global: GlobalCounts::of(catalog),
            health: health(&snapshot),
            stats: json(&catalog.stats()),
            languages: list("languages", catalog.languages_json()),
            libraries: list("libraries", catalog.libraries_json()),
            snapshot,
        })
    }

    /// The snapshot that answers.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot<'a> {
        &self.snapshot
    }

    /// Answers one request.
    #[must_use]
    pub fn respond<'s>(&'s self, request: &Request<'_>) -> Reply<'s> {
        let target = Target::of(request.url);
        let mut reply = match target.route() {
            Some(route) if matches!(request.method, "GET" | "HEAD") => self.read(route, &target),
            Some(_) => Reply::json(405, error::detail("Method Not Allowed")).with("allow", "GET, HEAD"),
            None => match target.without_trailing_slash() {
                Some(location) => Reply::redirect(location),
                None => Reply::json(404, error::detail("Not Found")),
            },
        };
        if request.method == "HEAD" {
            reply.body = None;
        }
        reply
    }

    fn read<'s>(&'s self, route: Route<'_>, target: &Target<'_>) -> Reply<'s> {
        match route {
            Route::Health => Reply::json(200, &*self.health).with("cache-control", CACHE_NOTHING),
            Route::Stats => Reply::json(200, &*self.stats).with("cache-control", CACHE_FIGURES),
            Route::Languages => Reply::json(200, &*self.languages).with("cache-control", CACHE_FIGURES),
            Route::Libraries => Reply::json(200, &*self.libraries).with("cache-control", CACHE_FIGURES),
            Route::LibraryImages(id) => self.library_images(id, &target.path),
            Route::Filter => self.filter(target.query.unwrap_or_default()),
        }
    }

    fn library_images<'s>(&'s self, id: &str, path: &str) -> Reply<'s> {
        let catalog = &self.snapshot.catalog;
        match rows_of_library(catalog, id) {
            Some(rows) => {
                Reply::json(200, library_images::write(catalog, id, rows.iter())).with("cache-control", CACHE_IMAGES)
            }
            None => Reply::json(404, error::not_found("Library", id, path)),
        }
    }

    fn filter<'s>(&'s self, query: &str) -> Reply<'s> {
        match FilterQuery::parse(query) {
            Ok(query) => Reply::json(200, filter_reply::write(&self.snapshot.catalog, &self.global, &query))
                .with("cache-control", CACHE_FILTER),
            Err(errors) => Reply::json(422, error::unacceptable(&errors)),
        }
    }
}

/// The body of `GET /health`: that this works, and what it answers from.
fn health(snapshot: &Snapshot<'_>) -> Vec<u8> {
    #[derive(Serialize)]
    struct Health<'h> {
        status: &'static str,
        snapshot: Provenance<'h>,
        counts: Counts,
    }
    #[derive(Serialize)]
    struct Provenance<'h> {
        digest: String,
        format: u32,
        created: Option<&'h str>,
        source: &'h str,
    }
    #[derive(Serialize)]
    struct Counts {
        #[serde(flatten)]
        stats: Stats,
        images: usize,
        values: usize,
    }
    let catalog = &snapshot.catalog;
    json(&Health {
        status: "ok",
        snapshot: Provenance {
            digest: snapshot.digest.to_string(),
            format: VERSION,
            created: catalog.changed(),
            source: catalog.source(),
        },
        counts: Counts { stats: catalog.stats(), images: catalog.images(), values: catalog.values() },
    })
}

/// `{"name":[...]}` around a ready list.
fn list(name: &str, items: &str) -> Vec<u8> {
    format!("{{\"{name}\":{items}}}").into_bytes()
}

impl<'a> Reply<'a> {
    fn json(status: u16, body: impl Into<Cow<'a, [u8]>>) -> Self {
        let headers = vec![("content-type", Cow::Borrowed("application/json"))];
        Self { status, headers, body: Some(body.into()) }
    }

    fn redirect(location: String) -> Self {
        Self { status: 307, headers: vec![("location", Cow::Owned(location))], body: None }
    }

    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, Cow::Borrowed(value)));
        self
    }
}
