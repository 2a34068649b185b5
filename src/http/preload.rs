//! The first request of the Explorer, as a `Link` field of the page. The browser sends the request while it loads the
//! page's script.

use crate::{model::Facet, query::NOT};

/// Parameters that the Explorer adds to those of its address, before those that name the parts it leaves out. `load` in
/// `src/site/explore.js` writes the same ones.
const ADDED: &str = "limit=48&values=50&fields=spec_id,title,language,library,quality,url_light,url_dark";
/// Parameters that order the images and do not narrow them: those of `PRESENTING` in `src/site/filter_paths.js` that are passed on.
const ORDER: [&str; 2] = ["sort", "seed"];
/// Parts that the Explorer leaves out of a reply over all images, whose `counts` are the `globalCounts`. `partsKnown` in the same
/// file writes the same ones.
const OMIT_OF_ALL: &str = "omit=globalCounts,specTitles";
/// Parts that it leaves out of a reply over fewer images.
const OMIT: &str = "omit=specTitles";

/// Returns the value of `Link` for the Explorer at an address with this query. Returns none if the query has a parameter
/// that the Explorer replaces or could read differently: the script then sends the request.
pub(super) fn link(query: &str) -> Option<String> {
    let (mut path, mut omit) = (String::from("/plots/filter?"), OMIT_OF_ALL);
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if !is_passed_on(name, value) {
            return None;
        }
        if !ORDER.contains(&name) {
            omit = OMIT;
        }
        path.push_str(parameter);
        path.push('&');
    }
    Some(format!("<{path}{ADDED}&{omit}>; rel=preload; as=fetch; crossorigin"))
}

/// True if the Explorer sends this parameter as it is.
fn is_passed_on(name: &str, value: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%+,".contains(&byte);
    let facet = name.strip_prefix(NOT).unwrap_or(name);
    (name == "q" || ORDER.contains(&name) || Facet::from_name(facet).is_some()) && value.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_filters_are_passed_on_and_no_others() {
        for (query, expected) in [
            ("", Some(("", OMIT_OF_ALL))),
            ("&&", Some(("", OMIT_OF_ALL))),
            ("lib=plotly", Some(("lib=plotly&", OMIT))),
            (
                "lib=a,b&not.lang=r&&q=bar+%C3%A4&sort=relevance",
                Some(("lib=a,b&not.lang=r&q=bar+%C3%A4&sort=relevance&", OMIT)),
            ),
            ("sort=random&seed=7", Some(("sort=random&seed=7&", OMIT_OF_ALL))),
            ("seed=7&q=", Some(("seed=7&q=&", OMIT))),
            ("not.lib=a", Some(("not.lib=a&", OMIT))),
            ("lib", Some(("lib&", OMIT))),
            ("lib=", Some(("lib=&", OMIT))),
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
            let expected = expected.map(|(passed, omit)| {
                format!("</plots/filter?{passed}{ADDED}&{omit}>; rel=preload; as=fetch; crossorigin")
            });
            assert_eq!(link(query), expected, "{query}");
        }
    }
}
