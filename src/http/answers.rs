//! Replies of every route, from one opened snapshot.

use super::{
    continuation::{Continuation, stage},
    cors::Access,
    counts_json::GlobalCounts,
    error, etag, facet_search,
    filter_reply::FilterReply,
    fixed_bodies,
    head::{Head, Identity, JSON, PAGE_SECURITY, SERVICE_WORKER_SECURITY},
    image_lists::ImageLists,
    images::{Field, ImageTemplates, List},
    json::json,
    message::{Body, Reply, Request},
    preload,
    request_target::RequestTarget,
    routes::{EXPLORER, Ids, Resource, Route, SERVICE_WORKER},
    worker_identity::WorkerIdentity,
};
use crate::{
    catalog::Catalog,
    digest::Digest,
    documents::Document,
    model::Facet,
    query::{FacetSearch, FilterQuery, ImageListQuery, ParameterError, last_parameter, rows_of_library},
    snapshot::{self, Snapshot, SnapshotError},
};

/// Revision of the replies. Raised if replies to the same snapshot change, so that tags of older replies no longer
/// match.
const API_REVISION: u32 = 4;

/// Language that an error names for the code of a library that does not exist, as in the service replaced.
const UNKNOWN_LANGUAGE: &str = "python";

/// An opened snapshot, with the bodies that are the same for all requests.
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

/// Request context: a request to a known route, and its access.
pub(super) struct RequestContext<'r> {
    pub(super) route: &'static Route,
    /// The ids in the path.
    pub(super) ids: Ids<'r>,
    pub(super) request: &'r Request<'r>,
    pub(super) target: &'r RequestTarget<'r>,
    pub(super) access: Access,
}

impl<'a> Answers<'a> {
    #[inline(never)]
    pub(super) fn open(worker: WorkerIdentity<'_>, bytes: &'a [u8]) -> Result<Self, SnapshotError> {
        let snapshot = snapshot::open(bytes)?;
        let catalog = &snapshot.catalog;
        let digest = snapshot.digest.to_string();
        let health = fixed_bodies::health(worker, &snapshot);
        // In the order of `Tag`.
        let names = [&format!("{digest}-{API_REVISION}"), worker.name(), &Digest::of(&health).to_string()];
        Ok(Self {
            templates: ImageTemplates::of(catalog),
            global: GlobalCounts::of(catalog),
            health,
            stats: json(&catalog.stats()),
            languages: fixed_bodies::list("languages", catalog.languages_json()),
            libraries: fixed_bodies::list("libraries", catalog.libraries_json()),
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
        self.catalog().document_set().is_some()
    }

    pub(super) fn has_code(&self) -> bool {
        self.catalog().document_set().is_some_and(|documents| documents.has_code)
    }

    /// Answers a GET or a HEAD.
    pub(super) fn read<'s>(&'s self, context: &RequestContext<'_>) -> Reply<'s> {
        let [id, _] = context.ids;
        let query = context.target.query.unwrap_or_default();
        match context.route.resource {
            Resource::Health => self.current(context, || &*self.health),
            Resource::Stats => self.current(context, || &*self.stats),
            Resource::Languages => self.current(context, || &*self.languages),
            Resource::Libraries => self.current(context, || &*self.libraries),
            Resource::LibraryImages => self.library_images(context),
            // A wrong parameter is an error even if the client has the reply. Parsing the query costs little.
            Resource::Filter => match FilterQuery::parse(query, Field::NAMES) {
                Ok(query) => self.current(context, || self.filter_reply().body(&query)),
                Err(errors) => context.unacceptable(&errors),
            },
            Resource::FacetSearch => self.facet_values(context),
            Resource::SpecList => self.document(context, Document::SpecList),
            Resource::SpecMap => self.document(context, Document::SpecMap),
            Resource::Spec => match self.spec(id) {
                Some(spec) => self.document(context, Document::Spec(spec)),
                None => self.no_spec(context, id),
            },
            Resource::SpecImages => match self.spec(id) {
                Some(spec) => self.current(context, || self.image_lists().of_spec(id, spec)),
                None => self.no_spec(context, id),
            },
            Resource::Code => self.code(context),
            Resource::CurrentSnapshot => {
                self.current(context, || fixed_bodies::current_snapshot(&self.snapshot, API_REVISION))
            }
            Resource::Snapshot if id == self.identity.digest => self.snapshot_file(context),
            Resource::Snapshot => context.not_found("Snapshot", id),
            Resource::Page(asset) => self.page(context, asset),
            Resource::Asset | Resource::ImmutableAsset => self.page(context, id),
            Resource::Redirect(path) => Reply::redirect(path.to_owned(), Access::SameOrigin),
        }
    }

    /// The next chunk of a list of images or of the members after it. It is empty if the continuation is of another body.
    pub(super) fn chunk(&self, target: &RequestTarget<'_>, continuation: &mut Continuation) -> Vec<u8> {
        let query = target.query.unwrap_or_default();
        let list = continuation.position[0].checked_sub(stage::IMAGES).and_then(|list| List::ALL.get(list as usize));
        match list {
            None | Some(List::Filter) => self.filter_reply().chunk(query, continuation),
            Some(list) => self.image_lists().chunk(*list, query, continuation),
        }
    }

    fn filter_reply(&self) -> FilterReply<'_> {
        FilterReply { catalog: self.catalog(), templates: &self.templates, global: &self.global }
    }

    fn image_lists(&self) -> ImageLists<'_> {
        ImageLists { catalog: self.catalog(), templates: &self.templates }
    }

    fn catalog(&self) -> &Catalog<'a> {
        &self.snapshot.catalog
    }

    fn spec(&self, id: &str) -> Option<usize> {
        let catalog = self.catalog();
        catalog.find(Facet::Spec, id).map(|value| value - catalog.values_of(Facet::Spec).start)
    }

    /// The reply to a request for a spec that is not served: it has no implementation, or does not exist.
    fn no_spec<'s>(&self, context: &RequestContext<'_>, id: &str) -> Reply<'s> {
        context.not_found(if self.catalog().is_unimplemented(id) { "Spec with implementations" } else { "Spec" }, id)
    }

    /// The head of the answer to `context`: 304 if the client already has this answer, else 200.
    #[inline(never)]
    fn head(&self, context: &RequestContext<'_>) -> Head {
        let terms = context.route.terms;
        let tag = self.identity.tag(terms.tag);
        let is_held = context.request.if_none_match.is_some_and(|field| etag::names(field, tag));
        Head::of(terms, terms.access(&context.access), is_held)
    }

    /// The answer with a JSON body. The body is computed only if the client does not already have it.
    fn current<'s, B: Into<Body<'s>>>(&self, context: &RequestContext<'_>, body: impl FnOnce() -> B) -> Reply<'s> {
        let head = self.head(context);
        if head.status == 304 {
            return Reply::of(head, Body::Empty);
        }
        Reply::of(head.json(), body())
    }

    #[inline(never)]
    fn document<'s>(&self, context: &RequestContext<'_>, document: Document) -> Reply<'s> {
        let path = format!("{}/{}", self.identity.digest, document.path());
        Reply::of(self.head(context).json(), Body::Document(path))
    }

    #[inline(never)]
    fn library_images<'s>(&'s self, context: &RequestContext<'_>) -> Reply<'s> {
        let [id, _] = context.ids;
        let query = ImageListQuery::parse(context.target.query.unwrap_or_default());
        match (rows_of_library(self.catalog(), id), query) {
            (Some(rows), Ok(query)) => self.current(context, || self.image_lists().of_library(id, &rows, &query)),
            (Some(_), Err(errors)) => context.unacceptable(&errors),
            (None, _) => context.not_found("Library", id),
        }
    }

    #[inline(never)]
    fn facet_values<'s>(&'s self, context: &RequestContext<'_>) -> Reply<'s> {
        let [id, _] = context.ids;
        let search = FacetSearch::parse(context.target.query.unwrap_or_default());
        match (Facet::from_name(id), search) {
            (Some(facet), Ok(search)) => {
                self.current(context, || facet_search::body(self.catalog(), self.global.counts(), facet, search))
            }
            (Some(_), Err(errors)) => context.unacceptable(&errors),
            (None, _) => context.not_found("Facet", id),
        }
    }

    /// The code of a spec in a library, and in the language of the query if it names one.
    #[inline(never)]
    fn code<'s>(&self, context: &RequestContext<'_>) -> Reply<'s> {
        let (catalog, [id, library]) = (self.catalog(), context.ids);
        let language = last_parameter(context.target.query.unwrap_or_default(), "language")
            .filter(|language| !language.is_empty())
            .or_else(|| catalog.language_of(library))
            .unwrap_or(UNKNOWN_LANGUAGE.into());
        let code = self.spec(id).and_then(|number| catalog.code_document(number, &language, library));
        match code {
            Some(document) => self.document(context, document),
            None => context.not_found("Implementation code", &format!("{id}/{language}/{library}")),
        }
    }

    /// The snapshot itself. Its file is compressed, because no cache on the way compresses this type.
    #[inline(never)]
    fn snapshot_file<'s>(&self, context: &RequestContext<'_>) -> Reply<'s> {
        let head = self.head(context).with_content("application/octet-stream");
        let is_gzip = head.status != 304;
        Reply::of(Head { is_gzip, ..head }, Body::Document(snapshot::compressed_path(&self.identity.digest)))
    }

    /// A page, or a file of a page.
    #[inline(never)]
    fn page<'s>(&self, context: &RequestContext<'_>, path: &str) -> Reply<'s> {
        let content = match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("json") => JSON,
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            Some("woff2") => "font/woff2",
            Some("wasm") => "application/wasm",
            _ => "application/octet-stream",
        };
        let link = (path == EXPLORER).then(|| preload::link(context.target.query.unwrap_or_default())).flatten();
        let security = match path {
            SERVICE_WORKER => Some(SERVICE_WORKER_SECURITY),
            _ => content.starts_with("text/html").then_some(PAGE_SECURITY),
        };
        let head = Head { security, link, ..self.head(context).with_content(content) };
        Reply::of(head, Body::Page(path.to_owned()))
    }
}

impl RequestContext<'_> {
    fn json<'s>(&self, status: u16, body: Vec<u8>) -> Reply<'s> {
        Reply::of(Head::new(status, self.access.clone()).json(), body)
    }

    #[inline(never)]
    fn unacceptable<'s>(&self, errors: &[ParameterError]) -> Reply<'s> {
        self.json(422, error::unacceptable(errors))
    }

    #[inline(never)]
    fn not_found<'s>(&self, kind: &str, id: &str) -> Reply<'s> {
        self.json(404, error::failure(404, &format!("{kind} '{id}' not found"), &self.target.path))
    }
}
