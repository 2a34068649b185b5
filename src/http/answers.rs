//! What each route replies, from one opened snapshot.

use super::{
    cors::Access,
    error, etag,
    filter_reply::{FilterReply, GlobalCounts},
    head::{Head, Identity, JSON},
    image_lists,
    images::ImageTemplates,
    json,
    message::{Body, Reply, Request},
    release::Release,
    route::{self, Route, Target},
    start,
    terms::Terms,
};
use crate::{
    catalog::Catalog,
    digest::Digest,
    documents::Document,
    model::Facet,
    query::{FilterQuery, last_parameter, rows_of_library},
    snapshot::{self, Snapshot, SnapshotError},
};

/// Raised when replies change while the snapshot does not: what callers hold must not pass for the new ones.
const API_REVISION: u32 = 2;

/// The language that an error names for the code of a library that does not exist, as the service replaced does.
const UNKNOWN_LANGUAGE: &str = "python";

/// An opened snapshot, and what is the same for all requests, rendered when it is opened.
pub(super) struct Answers<'a> {
    snapshot: Snapshot<'a>,
    identity: Identity,
    templates: ImageTemplates,
    global: GlobalCounts,
    health: Vec<u8>,
    stats: Vec<u8>,
    languages: Vec<u8>,
    libraries: Vec<u8>,
}

/// A request to a known route, its access decided.
pub(super) struct Asked<'r> {
    pub(super) route: Route<'r>,
    pub(super) request: &'r Request<'r>,
    pub(super) target: &'r Target<'r>,
    pub(super) access: Access,
}

impl<'a> Answers<'a> {
    #[inline(never)]
    pub(super) fn open(release: Release<'_>, bytes: &'a [u8]) -> Result<Self, SnapshotError> {
        let snapshot = snapshot::open(bytes)?;
        let catalog = &snapshot.catalog;
        let digest = snapshot.digest.to_string();
        let health = start::health(release, &snapshot);
        // In the order of `Tag`.
        let names = [&format!("{digest}-{API_REVISION}"), release.name(), &Digest::of(&health).to_string()];
        Ok(Self {
            templates: ImageTemplates::of(catalog),
            global: GlobalCounts::of(catalog),
            health,
            stats: json(&catalog.stats()),
            languages: start::list("languages", catalog.languages_json()),
            libraries: start::list("libraries", catalog.libraries_json()),
            identity: Identity { tags: names.map(etag::weak), changed: catalog.changed().map(str::to_owned), digest },
            snapshot,
        })
    }

    pub(super) fn snapshot(&self) -> &Snapshot<'a> {
        &self.snapshot
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(super) fn has_documents(&self) -> bool {
        self.catalog().documents().is_some()
    }

    pub(super) fn has_code(&self) -> bool {
        self.catalog().documents().is_some_and(|documents| documents.has_code)
    }

    /// Answers a GET or a HEAD.
    pub(super) fn read<'s>(&'s self, asked: &Asked<'_>) -> Reply<'s> {
        let catalog = self.catalog();
        match asked.route {
            Route::Health => self.current(asked, || &*self.health),
            Route::Stats => self.current(asked, || &*self.stats),
            Route::Languages => self.current(asked, || &*self.languages),
            Route::Libraries => self.current(asked, || &*self.libraries),
            Route::LibraryImages(id) => match rows_of_library(catalog, id) {
                Some(rows) => self.current(asked, || image_lists::of_library(catalog, &self.templates, id, &rows)),
                None => asked.not_found("Library", id),
            },
            // A wrong parameter is refused whatever the caller holds: reading the query costs little.
            Route::Filter => match FilterQuery::parse(asked.target.query.unwrap_or_default()) {
                Ok(query) => self.current(asked, || {
                    let reply = self.filter_reply(&query);
                    match reply.parts() {
                        1 => Body::from(reply.part(0)),
                        parts => Body::Parts(parts),
                    }
                }),
                Err(errors) => asked.json(422, error::unacceptable(&errors)),
            },
            Route::Specs => self.document(asked, Document::SpecList),
            Route::SpecMap => self.document(asked, Document::SpecMap),
            Route::Spec(id) => match self.spec(id) {
                Some(spec) => self.document(asked, Document::Spec(spec)),
                None => self.no_spec(asked, id),
            },
            Route::SpecImages(id) => match self.spec(id) {
                Some(spec) => self.current(asked, || image_lists::of_spec(catalog, &self.templates, id, spec)),
                None => self.no_spec(asked, id),
            },
            Route::Code { spec, library } => {
                let language = last_parameter(asked.target.query.unwrap_or_default(), "language")
                    .filter(|language| !language.is_empty())
                    .or_else(|| catalog.language_of(library))
                    .unwrap_or(UNKNOWN_LANGUAGE.into());
                let code = self.spec(spec).and_then(|number| catalog.code_document(number, &language, library));
                match code {
                    Some(document) => self.document(asked, document),
                    None => asked.not_found("Implementation code", &format!("{spec}/{language}/{library}")),
                }
            }
            Route::Root => Reply::redirect("/explore".to_owned(), Access::SameOrigin),
            Route::Explorer => self.page(asked, route::EXPLORER),
            Route::Docs => self.page(asked, route::DOCS),
            Route::OpenApi => self.page(asked, route::OPEN_API),
            Route::Asset(path) => self.page(asked, path),
        }
    }

    /// Part `index` of the body of a filter's reply; nothing if there is no such part.
    pub(super) fn part(&self, target: &Target<'_>, index: usize) -> Vec<u8> {
        FilterQuery::parse(target.query.unwrap_or_default())
            .map_or_else(|_| Vec::new(), |query| self.filter_reply(&query).part(index))
    }

    fn filter_reply<'r>(&'r self, query: &'r FilterQuery<'r>) -> FilterReply<'r> {
        FilterReply::new(self.catalog(), &self.templates, &self.global, query)
    }

    fn catalog(&self) -> &Catalog<'a> {
        &self.snapshot.catalog
    }

    fn spec(&self, id: &str) -> Option<usize> {
        let catalog = self.catalog();
        catalog.find(Facet::Spec, id).map(|value| value - catalog.values_of(Facet::Spec).start)
    }

    /// The reply to a request for a spec that has no page: it has no implementation, or does not exist.
    fn no_spec<'s>(&self, asked: &Asked<'_>, id: &str) -> Reply<'s> {
        asked.not_found(if self.catalog().is_unimplemented(id) { "Spec with implementations" } else { "Spec" }, id)
    }

    /// The head of the answer to `asked`: 304 if the caller holds that already, else 200.
    fn head(&self, asked: &Asked<'_>) -> Head {
        let terms = Terms::of(asked.route);
        let tag = self.identity.tag(terms.tag);
        let is_held = asked.request.if_none_match.is_some_and(|field| etag::names(field, tag));
        Head::of(terms, terms.access(&asked.access), is_held)
    }

    /// The answer with a body of JSON, which is made only if the caller does not hold it already.
    fn current<'s, B: Into<Body<'s>>>(&self, asked: &Asked<'_>, body: impl FnOnce() -> B) -> Reply<'s> {
        let head = self.head(asked);
        if head.status == 304 {
            return Reply::of(head, Body::Empty);
        }
        Reply::of(head.json(), body())
    }

    fn document<'s>(&self, asked: &Asked<'_>, document: Document) -> Reply<'s> {
        let path = format!("{}/{}", self.identity.digest, document.path());
        Reply::of(self.head(asked).json(), Body::Document(path))
    }

    /// A page, or a part of one.
    fn page<'s>(&self, asked: &Asked<'_>, path: &str) -> Reply<'s> {
        let content = match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("json") => JSON,
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            Some("woff2") => "font/woff2",
            _ => "application/octet-stream",
        };
        let head = Head { is_page: content.starts_with("text/html"), ..self.head(asked).with_content(content) };
        Reply::of(head, Body::Page(path.to_owned()))
    }
}

impl Asked<'_> {
    fn json<'s>(&self, status: u16, body: Vec<u8>) -> Reply<'s> {
        Reply::of(Head::new(status, self.access.clone()).json(), body)
    }

    fn not_found<'s>(&self, kind: &str, id: &str) -> Reply<'s> {
        self.json(404, error::failure(404, &format!("{kind} '{id}' not found"), &self.target.path))
    }
}
