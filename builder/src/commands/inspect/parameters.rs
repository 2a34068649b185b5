//! Parameters of a query, compared with those that the description of the API lists.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// The description of the API.
const OPENAPI: &str = include_str!("../../../../src/site/openapi.json");

/// Least similarity of a name that is suggested, from 0 to 1.
const SIMILAR: f64 = 0.8;

/// Names of the parameters of a query string, decoded, in their order.
#[derive(Debug)]
pub(super) struct Parameters<'q>(Vec<Cow<'q, str>>);

impl<'q> Parameters<'q> {
    /// Reads the names in `query`, the part of a URL after the question mark.
    pub(super) fn of(query: &'q str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self(pairs.map(|pair| decode(pair.split_once('=').map_or(pair, |(name, _)| name))).collect())
    }

    /// True if the query has the parameter `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|parameter| parameter == name)
    }

    /// Returns a warning for each parameter that the worker ignores at `path`, a path of the API's description.
    pub(super) fn warnings(&self, path: &str) -> Vec<String> {
        let known = known(path);
        let mut unknown: Vec<_> = self.0.iter().filter(|name| !known.iter().any(|known| known == *name)).collect();
        unknown.dedup();
        unknown.into_iter().map(|name| warning(name, &known)).collect()
    }
}

fn warning(name: &str, known: &[String]) -> String {
    let likeness = |known: &String| strsim::jaro_winkler(&name.to_lowercase(), known);
    let similar = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match similar.filter(|similar| likeness(similar) >= SIMILAR) {
        Some(similar) => format!("the worker ignores the parameter '{name}': did you mean '{similar}'?"),
        None => format!("the worker ignores the parameter '{name}': it knows {}", known.join(", ")),
    }
}

/// Returns the names of the query parameters that the API describes for `path`.
fn known(path: &str) -> Vec<String> {
    // A test ensures that it parses.
    let openapi: Value = serde_json::from_str(OPENAPI).unwrap_or_default();
    let resolved = |parameter: &Value| {
        let shared =
            parameter["$ref"].as_str().and_then(|reference| openapi.pointer(reference.trim_start_matches('#')));
        let parameter = shared.unwrap_or(parameter);
        let name = parameter["name"].as_str().filter(|_| parameter["in"] == "query");
        name.map(str::to_owned)
    };
    openapi["paths"][path]["get"]["parameters"].as_array().into_iter().flatten().filter_map(resolved).collect()
}

fn decode(name: &str) -> Cow<'_, str> {
    if name.contains(['+', '%']) {
        let spaced = name.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned().into()
    } else {
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILTER: &str = "/plots/filter";

    #[test]
    fn parameters_of_the_api_cause_no_warning() {
        for (path, query) in [
            (FILTER, "lang=r&lib=a&spec&plot=b&data&dom&feat&dep&tech&pat&prep&style=c&not.style=d&not.lang=e"),
            (FILTER, "q=x&sort=random&seed=1&limit=1&offset=2&facets=lib&values=3&fields=url&omit=counts"),
            (FILTER, "%6Cib=a&&"),
            (FILTER, ""),
            ("/plots/facets/{facet}", "words=x&q=x&limit=1&offset=2&lib=a&not.plot=b"),
        ] {
            assert_eq!(Parameters::of(query).warnings(path), [""; 0], "{path}?{query}");
        }
    }

    #[test]
    fn parameters_that_the_worker_ignores_are_named() {
        for (path, query, words) in [
            (FILTER, "langs=r", "'langs': did you mean 'lang'?"),
            (FILTER, "lib=a&LIB=b", "'LIB': did you mean 'lib'?"),
            (FILTER, "a%20b=c", "'a b': it knows lang, lib, "),
            (FILTER, "limits=3&limits=4", "'limits': did you mean 'limit'?"),
            (FILTER, "=x", "'': it knows lang, "),
            (FILTER, "If-None-Match=x", "'If-None-Match': it knows lang, "),
            ("/plots/facets/{facet}", "sort=random", "'sort': "),
        ] {
            let warnings = Parameters::of(query).warnings(path);
            assert!(warnings.len() == 1 && warnings[0].contains(words), "{path}?{query}: {warnings:?}");
        }
        assert_eq!(Parameters::of("x=1&y=2&lib=3").warnings(FILTER).len(), 2);
    }
}
