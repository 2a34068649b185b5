//! The first request of the Explorer, as a `Link` field of the page. The browser sends the request while it loads the
//! page's script.

use crate::{model::Facet, query::NOT};

/// Parameters that the Explorer adds to those of its address. `load` in `src/site/explore.js` writes the same ones.
const ADDED: &str = "limit=48&values=50&fields=spec_id,title,language,library,quality,url_light,url_dark\
                     &omit=globalCounts,specTitles";

/// Returns the value of `Link` for the Explorer at an address with this query. Returns none if the query has a parameter
/// that the Explorer replaces or could read differently: the script then sends the request.
pub(super) fn link(query: &str) -> Option<String> {
    let mut path = String::from("/plots/filter?");
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        if !is_passed_on(parameter) {
            return None;
        }
        path.push_str(parameter);
        path.push('&');
    }
    Some(format!("<{path}{ADDED}>; rel=preload; as=fetch; crossorigin"))
}

/// True if the Explorer sends this parameter as it is.
fn is_passed_on(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%+,".contains(&byte);
    let facet = name.strip_prefix(NOT).unwrap_or(name);
    (matches!(name, "q" | "sort" | "seed") || Facet::from_name(facet).is_some()) && value.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_filters_are_passed_on_and_no_others() {
        for (query, expected) in [
            ("", Some("")),
            ("&&", Some("")),
            ("lib=plotly", Some("lib=plotly&")),
            (
                "lib=a,b&not.lang=r&&q=bar+%C3%A4&sort=relevance",
                Some("lib=a,b&not.lang=r&q=bar+%C3%A4&sort=relevance&"),
            ),
            ("sort=random&seed=7", Some("sort=random&seed=7&")),
            ("lib", Some("lib&")),
            ("lib=", Some("lib=&")),
            // The Explorer decides on these.
            ("limit=5", None),
            ("offset=5", None),
            ("lib=a&omit=images", None),
            ("values=1", None),
            ("fields=url", None),
            ("facets=lib", None),
            // Names and values that need another look.
            ("other=1", None),
            ("%6cib=a", None),
            ("not.q=a", None),
            ("Lib=a", None),
            ("lib=a>; rel=x", None),
            ("lib=<a>", None),
            ("lib=a=b", None),
            ("lib=\"a\"", None),
            ("lib=\u{e4}", None),
        ] {
            let expected =
                expected.map(|passed| format!("</plots/filter?{passed}{ADDED}>; rel=preload; as=fetch; crossorigin"));
            assert_eq!(link(query), expected, "{query}");
        }
    }
}
