//! The routes, in one table.

use super::terms::{Cache, Tag, Terms};

/// A route.
#[derive(Debug)]
pub(super) struct Route {
    /// Path. Names in braces are ids, `...` is the rest.
    pub(super) pattern: &'static str,
    /// Content of the replies.
    pub(super) resource: Resource,
    /// Condition for answering the route here.
    pub(super) condition: Condition,
    /// Terms of the replies.
    pub(super) terms: Terms,
}

/// The parts of a path that the pattern leaves open, in order.
pub(super) type Ids<'p> = [&'p str; 2];

/// Content of a route's replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    /// State of the service.
    Health,
    /// Figures.
    Stats,
    /// List of languages.
    Languages,
    /// List of libraries.
    Libraries,
    /// Images of a library.
    LibraryImages,
    /// Images that match a filter, and their counts.
    Filter,
    /// Values of a facet that match a search.
    FacetSearch,
    /// Document with all specs.
    SpecList,
    /// Document with each spec's best implementation.
    SpecMap,
    /// Document of a spec.
    Spec,
    /// Images of a spec.
    SpecImages,
    /// Document with the code of an implementation.
    Code,
    /// Identity of the snapshot that replies are computed from.
    CurrentSnapshot,
    /// The snapshot, compressed.
    Snapshot,
    /// Page, or file of a page, in this asset.
    Page(&'static str),
    /// File of a page, in the asset of the same path.
    Asset,
    /// The same, with a name that changes with the content.
    ImmutableAsset,
    /// Redirect to this path.
    Redirect(&'static str),
}

/// Condition for answering a route here, and not at the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// Always.
    Always,
    /// If there is no origin, which could have its own page at this path.
    NoOrigin,
    /// If the snapshot has documents.
    Documents,
    /// If the snapshot has documents of code.
    Code,
    /// If clients may have the snapshot.
    Browser,
}

/// Asset of the service worker, which answers in browsers.
pub(super) const SERVICE_WORKER: &str = "site/catalog-edge.js";
/// Asset of the Explorer.
pub(super) const EXPLORER: &str = "site/explore.html";

/// All routes. If two match a path, the one without ids wins, else the first.
const ROUTES: [Route; 21] = {
    use Condition::{Always, Browser, Code, Documents, NoOrigin};
    use Resource::{Asset, ImmutableAsset, Page, Redirect};
    use Tag::{Health, Snapshot, Worker};
    [
        route("/plots/filter", Resource::Filter, Always, shared(Cache::Filter, Snapshot)),
        route("/plots/facets/{facet}", Resource::FacetSearch, Always, shared(Cache::Filter, Snapshot)),
        route("/stats", Resource::Stats, Always, shared(Cache::Figures, Snapshot)),
        route("/languages", Resource::Languages, Always, shared(Cache::Figures, Snapshot)),
        route("/libraries", Resource::Libraries, Always, shared(Cache::Figures, Snapshot)),
        route("/libraries/{library}/images", Resource::LibraryImages, Always, shared(Cache::Lists, Snapshot)),
        route("/specs", Resource::SpecList, Documents, shared(Cache::Lists, Snapshot)),
        route("/specs/map", Resource::SpecMap, Documents, shared(Cache::Lists, Snapshot)),
        route("/specs/{spec}", Resource::Spec, Documents, shared(Cache::Lists, Snapshot)),
        route("/specs/{spec}/images", Resource::SpecImages, Always, shared(Cache::Lists, Snapshot)),
        route("/specs/{spec}/{library}/code", Resource::Code, Code, shared(Cache::Lists, Snapshot)),
        route("/health", Resource::Health, Always, shared(Cache::Never, Health)),
        route("/snapshots/current", Resource::CurrentSnapshot, Browser, shared(Cache::Revalidated, Snapshot)),
        route("/snapshots/{digest}", Resource::Snapshot, Browser, shared(Cache::Immutable, Snapshot)),
        route("/openapi.json", Page("site/openapi.json"), NoOrigin, shared(Cache::Revalidated, Worker)),
        route("/", Redirect("/explore"), NoOrigin, own(Cache::Never, Worker)),
        route("/explore", Page(EXPLORER), Always, own(Cache::Revalidated, Worker)),
        route("/docs", Page("site/docs.html"), NoOrigin, own(Cache::Revalidated, Worker)),
        route("/catalog-edge.js", Page(SERVICE_WORKER), Browser, own(Cache::Revalidated, Worker)),
        route("/site/immutable/...", ImmutableAsset, Always, own(Cache::Immutable, Worker)),
        route("/site/...", Asset, Always, own(Cache::Revalidated, Worker)),
    ]
};

const fn route(pattern: &'static str, resource: Resource, condition: Condition, terms: Terms) -> Route {
    Route { pattern, resource, condition, terms }
}

/// Terms of replies that pages of listed origins may read.
const fn shared(cache: Cache, tag: Tag) -> Terms {
    Terms { cache, tag, is_shared: true }
}

/// Terms of replies that no page of another site may read.
const fn own(cache: Cache, tag: Tag) -> Terms {
    Terms { cache, tag, is_shared: false }
}

impl Route {
    /// Returns all routes.
    pub(super) fn all() -> &'static [Self] {
        const { &ROUTES }
    }

    /// Returns the route of a decoded `path`, and its ids.
    #[inline(never)]
    pub(super) fn find(path: &str) -> Option<(&'static Self, Ids<'_>)> {
        // A path may be spelled like a pattern, because ids can be any text.
        let is_literal =
            |route: &&Self| route.pattern == path && !route.pattern.ends_with("...") && !path.contains('{');
        let literal = Self::all().iter().find(is_literal).map(|route| (route, ["", ""]));
        literal.or_else(|| Self::all().iter().find_map(|route| Some((route, ids(route.pattern, path)?))))
    }
}

/// Returns the ids in `path` if it matches `pattern`. No id is empty.
fn ids<'p>(pattern: &str, path: &'p str) -> Option<Ids<'p>> {
    // Most patterns differ before their first id.
    let mut start = pattern.bytes().zip(path.bytes()).take_while(|(expected, _)| !matches!(expected, b'{' | b'.'));
    if start.any(|(expected, found)| expected != found) {
        return None;
    }
    let mut ids = [""; 2];
    let mut open = ids.iter_mut();
    let mut rest = Some(path);
    let mut pattern = Some(pattern);
    while let Some((expected, behind_pattern)) = pattern.map(first_segment) {
        pattern = behind_pattern;
        let (segment, behind) = first_segment(rest?);
        if expected == "..." {
            return is_asset(path).then_some([path.strip_prefix('/')?, ""]);
        }
        if expected.starts_with('{') {
            *open.next()? = Some(segment).filter(|segment| !segment.is_empty())?;
        } else if segment != expected {
            return None;
        }
        rest = behind;
    }
    rest.is_none().then_some(ids)
}

/// The text before the first slash, and the text after it. For such short segments, the search of the standard library
/// is slower.
fn first_segment(path: &str) -> (&str, Option<&str>) {
    match path.bytes().position(|byte| byte == b'/') {
        Some(end) => (path.get(..end).unwrap_or_default(), path.get(end + 1..)),
        None => (path, None),
    }
}

/// True if this can be the path of an asset. Excludes paths that a layer below could read differently, and pages that
/// have their own address.
fn is_asset(path: &str) -> bool {
    let Some(name) = path.strip_prefix('/') else { return false };
    let is_page = |route: &Route| matches!(route.resource, Resource::Page(asset) if asset == name);
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
        && name.split('/').all(|segment| !segment.is_empty() && !segment.starts_with('.'))
        && !Route::all().iter().any(is_page)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_but_those_of_files_is_described_and_nothing_else() {
        let description: serde_json::Value = serde_json::from_str(include_str!("../site/openapi.json")).unwrap();
        let described = description["paths"].as_object().unwrap().keys().cloned();
        use Resource::{Asset, ImmutableAsset, Page, Redirect, Snapshot};
        let is_file =
            |route: &&Route| matches!(route.resource, Page(_) | Asset | ImmutableAsset | Redirect(_) | Snapshot);
        // The description names the id of the resource `id`.
        let path = |route: &Route| match route.pattern.contains("{spec}") {
            true => route.pattern.replace("{spec}", "{id}"),
            false => route.pattern.replace("{library}", "{id}"),
        };
        let routes = Route::all().iter().filter(|route| !is_file(route)).map(path);
        assert_eq!(routes.collect::<BTreeSet<_>>(), described.collect());
    }

    #[test]
    fn no_two_routes_have_a_pattern_or_a_resource() {
        let patterns: BTreeSet<&str> = Route::all().iter().map(|route| route.pattern).collect();
        assert_eq!(patterns.len(), Route::all().len());
        for (place, route) in Route::all().iter().enumerate() {
            assert!(Route::all()[..place].iter().all(|other| other.resource != route.resource), "{route:?}");
        }
    }
}
