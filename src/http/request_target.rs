//! The target of a request, and the route that it leads to.

use std::borrow::Cow;

use super::routes::{Ids, Route};
use crate::query::decode;

/// The route that a target leads to.
#[derive(Clone, Debug)]
pub(super) enum RouteMatch<'p> {
    /// This route, with the ids in the path.
    Found(&'static Route, Ids<'p>),
    /// A route exists for the path without the slashes at its end. Holds the path and query to redirect to.
    Redirect(String),
}

/// The target of a request: its URL without scheme and host.
#[derive(Clone, Debug)]
pub(super) struct RequestTarget<'u> {
    /// Decoded path, as replies quote it, beginning with a slash.
    pub(super) path: Cow<'u, str>,
    /// Path and query as sent.
    pub(super) reference: &'u str,
    /// Query as sent, without its question mark.
    pub(super) query: Option<&'u str>,
}

impl<'u> RequestTarget<'u> {
    /// Splits an absolute URL. Scheme and host are ignored.
    pub(super) fn of(url: &'u str) -> Self {
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let behind_scheme = url.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or(url);
        let reference = behind_scheme.find(['/', '?']).and_then(|at| behind_scheme.get(at..)).unwrap_or("/");
        let (path, query) = reference.split_once('?').map_or((reference, None), |(path, query)| (path, Some(query)));
        Self { path: decode(if path.is_empty() { "/" } else { path }), reference, query }
    }

    /// False if another URL parser could read a different path, because it resolves dot segments, reads a backslash as
    /// a slash or drops control characters. Encoded dot segments count as well, because origins decode before they
    /// resolve.
    pub(super) fn is_final(&self) -> bool {
        let mut raw = self.reference.bytes().take_while(|byte| *byte != b'?');
        let mut segments = self.path.as_bytes().split(|byte| *byte == b'/');
        !raw.any(|byte| byte <= b' ' || byte == b'\\') && !segments.any(|segment| matches!(segment, b"." | b".."))
    }

    /// Returns the route of this target if it is served.
    pub(super) fn route(&self, serves: impl Fn(&Route) -> bool) -> Option<RouteMatch<'_>> {
        let find = |path| Route::find(path).filter(|(route, _)| serves(route));
        if let Some((route, ids)) = find(&self.path) {
            return Some(RouteMatch::Found(route, ids));
        }
        let stripped = self.path.strip_suffix('/')?.trim_end_matches('/');
        find(stripped)?;
        let path = percent_encoding::utf8_percent_encode(stripped, REDIRECT_PATH);
        let query = self.query.filter(|query| !query.is_empty());
        let query = query.map(|query| percent_encoding::utf8_percent_encode(query, REDIRECT_QUERY));
        Some(RouteMatch::Redirect(query.map_or_else(|| path.to_string(), |query| format!("{path}?{query}"))))
    }
}

/// Characters to encode in a segment of a path: all but the unreserved characters of RFC 3986.
pub(super) const SEGMENT: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Characters to encode in the path of a redirect.
const REDIRECT_PATH: &percent_encoding::AsciiSet = &SEGMENT.remove(b'/');

/// Characters to encode in the query of a redirect, as in the replaced service: all that a URI may not contain. Escapes
/// are kept.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_their_decoded_form_says() {
        for (url, expected) in [
            ("https://h/stats", Some(("/stats", ["", ""]))),
            ("https://h/stats?x=/y", Some(("/stats", ["", ""]))),
            ("https://h/st%61ts#f?", Some(("/stats", ["", ""]))),
            ("https://h:1/plots/filter?", Some(("/plots/filter", ["", ""]))),
            ("https://h/libraries/a%20b/images", Some(("/libraries/{library}/images", ["a b", ""]))),
            ("https://h/libraries/a%2Fb/images", None),
            ("https://h/libraries//images", None),
            ("https://h/libraries/images", None),
            ("https://h/stats/", None),
            ("https://h/Stats", None),
            ("https://h", Some(("/", ["", ""]))),
            ("https://h?x=/stats", Some(("/", ["", ""]))),
            ("/stats", Some(("/stats", ["", ""]))),
            ("/specs/a:b?u=http://x/stats", Some(("/specs/{spec}", ["a:b", ""]))),
            ("https://h/specs/a:b?u=http://x/stats", Some(("/specs/{spec}", ["a:b", ""]))),
            ("https://h/specs", Some(("/specs", ["", ""]))),
            ("https://h/specs/map", Some(("/specs/map", ["", ""]))),
            ("https://h/specs/a", Some(("/specs/{spec}", ["a", ""]))),
            ("https://h/specs/map/images", Some(("/specs/{spec}/images", ["map", ""]))),
            ("https://h/specs/images", Some(("/specs/{spec}", ["images", ""]))),
            ("https://h/specs/a/b/code", Some(("/specs/{spec}/{library}/code", ["a", "b"]))),
            ("https://h/specs/a/b/code/c", None),
            ("https://h/specs/a/b", None),
            ("https://h/specs//b/code", None),
            ("https://h/site/explore.css", Some(("/site/...", ["site/explore.css", ""]))),
            ("https://h/site/explore.html", None),
            ("https://h/site/docs.html", None),
            ("https://h/site/openapi%2Ejson", None),
            ("https://h/site/immutable/a-B.css", Some(("/site/immutable/...", ["site/immutable/a-B.css", ""]))),
            ("https://h/site/immutable/.a", None),
            ("https://h/site/immutable/", None),
            ("https://h/site/immutable", Some(("/site/...", ["site/immutable", ""]))),
            ("https://h/site/a/b.js", Some(("/site/...", ["site/a/b.js", ""]))),
            ("https://h/specs/{spec}", Some(("/specs/{spec}", ["{spec}", ""]))),
            ("https://h/specs/{spec}/images", Some(("/specs/{spec}/images", ["{spec}", ""]))),
            ("https://h/libraries/{library}/images", Some(("/libraries/{library}/images", ["{library}", ""]))),
            ("https://h/specs/{spec}/{library}/code", Some(("/specs/{spec}/{library}/code", ["{spec}", "{library}"]))),
            ("https://h/site/...", None),
            ("https://h/site/a/b/c/d/e.js", Some(("/site/...", ["site/a/b/c/d/e.js", ""]))),
            ("https://h/site/a/b/c/d//e.js", None),
            ("https://h/site//a", None),
            ("https://h/site/", None),
            ("https://h/site", None),
            ("https://h/site/../x", None),
            ("https://h/site/%2e%2e/x", None),
            ("https://h/site/a%5cb", None),
            ("https://h/site/a%3fb", None),
        ] {
            let target = RequestTarget::of(url);
            let found = match target.route(|_| true) {
                Some(RouteMatch::Found(route, ids)) => Some((route.pattern, ids)),
                _ => None,
            };
            assert_eq!(found, expected, "{url}");
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
            assert_eq!(RequestTarget::of(&format!("https://h{path}")).is_final(), is_final, "{path:?}");
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
            let target = RequestTarget::of(url);
            let redirect = match target.route(|_| true) {
                Some(RouteMatch::Redirect(location)) => Some(location),
                _ => None,
            };
            assert_eq!(redirect.as_deref(), location, "{url}");
        }
    }
}
