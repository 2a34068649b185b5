//! Paths and what they lead to.

use std::borrow::Cow;

use crate::query::decode;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'p> {
    /// `/health`
    Health,
    /// `/stats`
    Stats,
    /// `/languages`
    Languages,
    /// `/libraries`
    Libraries,
    /// `/libraries/{id}/images`
    LibraryImages(&'p str),
    /// `/plots/filter`
    Filter,
    /// `/specs`
    Specs,
    /// `/specs/map`
    SpecMap,
    /// `/specs/{id}`
    Spec(&'p str),
    /// `/specs/{id}/images`
    SpecImages(&'p str),
    /// `/specs/{id}/{library}/code`
    Code {
        /// The spec's id.
        spec: &'p str,
        /// The library's id.
        library: &'p str,
    },
    /// `/`
    Root,
    /// `/explore`
    Explorer,
    /// `/docs`
    Docs,
    /// `/openapi.json`
    OpenApi,
    /// `/site/...`, a part of a page: the path of its asset
    Asset(&'p str),
}

/// Asset of the Explorer.
pub(super) const EXPLORER: &str = "site/explore.html";
/// Asset of the page that describes the API.
pub(super) const DOCS: &str = "site/docs.html";
/// Asset of the API's description.
pub(super) const OPEN_API: &str = "site/openapi.json";

/// Where a URL leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead<'p> {
    /// To this route.
    To(Route<'p>),
    /// To one once the slashes at its end are gone: path and query to redirect to.
    Aside(String),
}

/// A request's URL, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Target<'u> {
    /// Decoded path, as replies quote it, beginning with a slash.
    pub(super) path: Cow<'u, str>,
    /// Path and query as sent.
    pub(super) reference: &'u str,
    /// Query as sent, without its question mark.
    pub(super) query: Option<&'u str>,
}

impl<'u> Target<'u> {
    /// Takes an absolute URL apart; scheme and host do not matter.
    pub(super) fn of(url: &'u str) -> Self {
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let authority = url.find("://").map_or(0, |at| at + 3);
        let reference = url[authority..].find(['/', '?']).map_or("/", |at| &url[authority + at..]);
        let (path, query) = reference.split_once('?').map_or((reference, None), |(path, query)| (path, Some(query)));
        Self { path: decode(if path.is_empty() { "/" } else { path }), reference, query }
    }

    /// False if a URL parser further on would read another path: it resolves dot segments, takes a backslash for a
    /// slash and drops control characters. Segments that are encoded to the end count as well, because origins decode
    /// before they resolve.
    pub(super) fn is_final(&self) -> bool {
        let mut raw = self.reference.bytes().take_while(|byte| *byte != b'?');
        let mut segments = self.path.as_bytes().split(|byte| *byte == b'/');
        !raw.any(|byte| byte <= b' ' || byte == b'\\') && !segments.any(|segment| matches!(segment, b"." | b".."))
    }

    /// Where this leads among the routes that are served, if anywhere.
    pub(super) fn lead(&self, serves: impl Fn(Route<'_>) -> bool) -> Option<Lead<'_>> {
        let find = |path| find(path).filter(|route| serves(*route));
        if let Some(route) = find(&self.path) {
            return Some(Lead::To(route));
        }
        let stripped = self.path.strip_suffix('/')?.trim_end_matches('/');
        find(stripped)?;
        let path = percent_encoding::utf8_percent_encode(stripped, REDIRECT_PATH);
        let query = self.query.filter(|query| !query.is_empty());
        let query = query.map(|query| percent_encoding::utf8_percent_encode(query, REDIRECT_QUERY));
        Some(Lead::Aside(query.map_or_else(|| path.to_string(), |query| format!("{path}?{query}"))))
    }
}

/// What must be encoded in a segment of a path: all but the unreserved characters of RFC 3986.
pub(super) const SEGMENT: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What must be encoded in the path of a redirect.
const REDIRECT_PATH: &percent_encoding::AsciiSet = &SEGMENT.remove(b'/');

/// What must be encoded in the query of a redirect, as the service replaced does: all that no URI may hold. Escapes stay
/// as they are.
const REDIRECT_QUERY: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn find(path: &str) -> Option<Route<'_>> {
    Some(match path {
        "/" => Route::Root,
        "/health" => Route::Health,
        "/stats" => Route::Stats,
        "/languages" => Route::Languages,
        "/libraries" => Route::Libraries,
        "/plots/filter" => Route::Filter,
        "/specs" => Route::Specs,
        "/specs/map" => Route::SpecMap,
        "/explore" => Route::Explorer,
        "/docs" => Route::Docs,
        "/openapi.json" => Route::OpenApi,
        _ => return find_by_segments(path),
    })
}

fn find_by_segments(path: &str) -> Option<Route<'_>> {
    let mut segments = path.strip_prefix('/')?.split('/');
    let mut next = || segments.next();
    // One more than any of these routes has.
    let segments = [next(), next(), next(), next(), next()];
    if segments.contains(&Some("")) {
        return None;
    }
    match segments {
        [Some("site"), Some(_), ..] => is_asset(path).then_some(Route::Asset(&path[1..])),
        [Some("libraries"), Some(id), Some("images"), None, _] => Some(Route::LibraryImages(id)),
        [Some("specs"), Some(id), None, ..] => Some(Route::Spec(id)),
        [Some("specs"), Some(id), Some("images"), None, _] => Some(Route::SpecImages(id)),
        [Some("specs"), Some(spec), Some(library), Some("code"), None] => Some(Route::Code { spec, library }),
        _ => None,
    }
}

/// True if this can be the path of an asset: nothing that a layer below could read as another place, and no page that has
/// an address of its own.
fn is_asset(path: &str) -> bool {
    let is_page = [EXPLORER, DOCS, OPEN_API].contains(&&path[1..]);
    !is_page && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)) && !path.contains("/.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_their_decoded_form_says() {
        for (url, route) in [
            ("https://h/stats", Some(Route::Stats)),
            ("https://h/stats?x=/y", Some(Route::Stats)),
            ("https://h/st%61ts#f?", Some(Route::Stats)),
            ("https://h:1/plots/filter?", Some(Route::Filter)),
            ("https://h/libraries/a%20b/images", Some(Route::LibraryImages("a b"))),
            ("https://h/libraries/a%2Fb/images", None),
            ("https://h/libraries//images", None),
            ("https://h/libraries/images", None),
            ("https://h/stats/", None),
            ("https://h/Stats", None),
            ("https://h", Some(Route::Root)),
            ("https://h?x=/stats", Some(Route::Root)),
            ("/stats", Some(Route::Stats)),
            ("https://h/specs", Some(Route::Specs)),
            ("https://h/specs/map", Some(Route::SpecMap)),
            ("https://h/specs/a", Some(Route::Spec("a"))),
            ("https://h/specs/map/images", Some(Route::SpecImages("map"))),
            ("https://h/specs/images", Some(Route::Spec("images"))),
            ("https://h/specs/a/b/code", Some(Route::Code { spec: "a", library: "b" })),
            ("https://h/specs/a/b/code/c", None),
            ("https://h/specs/a/b", None),
            ("https://h/specs//b/code", None),
            ("https://h/site/explore.css", Some(Route::Asset("site/explore.css"))),
            ("https://h/site/explore.html", None),
            ("https://h/site/docs.html", None),
            ("https://h/site/openapi%2Ejson", None),
            ("https://h/site/a/b.js", Some(Route::Asset("site/a/b.js"))),
            ("https://h/site", None),
            ("https://h/site/../x", None),
            ("https://h/site/%2e%2e/x", None),
            ("https://h/site/a%5cb", None),
            ("https://h/site/a%3fb", None),
        ] {
            let target = Target::of(url);
            let lead = target.lead(|_| true);
            assert_eq!(lead.filter(|lead| matches!(lead, Lead::To(_))), route.map(Lead::To), "{url}");
        }
    }

    #[test]
    fn paths_that_a_url_parser_would_change_are_not_final() {
        for (path, is_final) in [
            ("", true),
            ("/", true),
            ("/stats", true),
            ("//h/..a/.b/c./...", true),
            ("/specs/a%5C%20b%00", true),
            ("/%252e%252e/%2e%2e%2e", true),
            ("/a?/../\\ .", true),
            (".", true),
            ("/.", false),
            ("/../a", false),
            ("/a/.?b", false),
            ("/%2e/a", false),
            ("/.%2E", false),
            ("/%2e%2E/a", false),
            ("/a%2f..%2Fb", false),
            ("/a\\b", false),
            ("/..\\", false),
            ("/a\tb", false),
            ("/.\n./a", false),
            ("/a ", false),
        ] {
            assert_eq!(Target::of(&format!("https://h{path}")).is_final(), is_final, "{path:?}");
        }
    }

    #[test]
    fn a_trailing_slash_leads_to_the_path_without() {
        for (url, location) in [
            ("https://h/stats/", Some("/stats")),
            ("https://h/stats//?a=b%20c&", Some("/stats?a=b%20c&")),
            ("https://h/libraries/a%20%0D%0Ab/images/?", Some("/libraries/a%20%0D%0Ab/images")),
            ("https://h/", None),
            ("https://h/nope/", None),
            ("https://h/stats", None),
            ("https://h//stats/", None),
            ("https://h//", None),
            ("https://h/specs/a/images/", Some("/specs/a/images")),
            ("https://h/explore/?lib=a", Some("/explore?lib=a")),
            ("https://h/stats/?q=Größe%20ü&x=📊", Some("/stats?q=Gr%C3%B6%C3%9Fe%20%C3%BC&x=%F0%9F%93%8A")),
            ("https://h/stats/?a=\"<>[]\\^`{|} b\u{7f}", Some("/stats?a=%22%3C%3E[]%5C%5E%60%7B%7C%7D%20b%7F")),
            ("https://h/stats/?a=%é%2B+&b='!*();:@/?$,~", Some("/stats?a=%%C3%A9%2B+&b='!*();:@/?$,~")),
            ("https://h/libraries/é/images/", Some("/libraries/%C3%A9/images")),
            ("https://h/site/explore.html/", None),
        ] {
            let target = Target::of(url);
            let lead = target.lead(|_| true).filter(|lead| matches!(lead, Lead::Aside(_)));
            assert_eq!(lead, location.map(|location| Lead::Aside(location.to_owned())), "{url}");
        }
    }
}
