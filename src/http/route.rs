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
}

/// A request's URL, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Target<'u> {
    /// Decoded path, as replies quote it, beginning with a slash.
    pub(super) path: Cow<'u, str>,
    /// Query as sent, without its question mark.
    pub(super) query: Option<&'u str>,
}

impl<'u> Target<'u> {
    /// Takes an absolute URL apart; scheme and host do not matter.
    pub(super) fn of(url: &'u str) -> Self {
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let (before, query) = url.split_once('?').map_or((url, None), |(before, query)| (before, Some(query)));
        let authority = before.find("://").map_or(0, |at| at + 3);
        let path = before[authority..].find('/').map_or("/", |at| &before[authority + at..]);
        Self { path: decode(path), query }
    }

    /// Where this leads, if anywhere.
    pub(super) fn route(&self) -> Option<Route<'_>> {
        find(&self.path)
    }

    /// Where this would lead without the slashes at its end: path and query to redirect to.
    pub(super) fn without_trailing_slash(&self) -> Option<String> {
        let stripped = self.path.strip_suffix('/')?.trim_end_matches('/');
        find(stripped)?;
        let path = percent_encoding::utf8_percent_encode(stripped, REDIRECT_PATH);
        Some(self.query.filter(|query| !query.is_empty()).map_or_else(|| path.to_string(), |q| format!("{path}?{q}")))
    }
}

/// What must be encoded in the path of a redirect: all but unreserved characters and slashes.
const REDIRECT_PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

fn find(path: &str) -> Option<Route<'_>> {
    match path {
        "/health" => Some(Route::Health),
        "/stats" => Some(Route::Stats),
        "/languages" => Some(Route::Languages),
        "/libraries" => Some(Route::Libraries),
        "/plots/filter" => Some(Route::Filter),
        _ => {
            let id = path.strip_prefix("/libraries/")?.strip_suffix("/images")?;
            let is_segment = !id.is_empty() && !id.contains('/');
            is_segment.then_some(Route::LibraryImages(id))
        }
    }
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
            ("https://h", None),
            ("/stats", Some(Route::Stats)),
        ] {
            assert_eq!(Target::of(url).route(), route, "{url}");
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
        ] {
            assert_eq!(Target::of(url).without_trailing_slash().as_deref(), location, "{url}");
        }
    }
}
