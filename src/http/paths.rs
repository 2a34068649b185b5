//! Paths with an id, and ids that such a path does not lead to.

use percent_encoding::utf8_percent_encode;

use super::{
    request_target::{RequestTarget, RouteMatch, SEGMENT},
    routes::Route,
};

/// Any value for the other id of a path with two ids.
const ANY: &str = "any";

/// Returns the paths of a spec that do not lead to the spec with this `id`.
#[must_use]
pub fn lost_spec_paths(id: &str) -> Vec<String> {
    lost("{spec}", id)
}

/// Returns the paths of a library that do not lead to the library with this `id`.
#[must_use]
pub fn lost_library_paths(id: &str) -> Vec<String> {
    lost("{library}", id)
}

/// The patterns with an id of this `kind` that do not lead to `id`. The id is written as `{id}`.
fn lost(kind: &str, id: &str) -> Vec<String> {
    let routes = Route::all().iter().filter(|route| route.pattern.contains(kind) && !leads_to(route, kind, id));
    routes.map(|route| route.pattern.replace(kind, "{id}")).collect()
}

/// True if `route` answers a request for the path of `id`.
fn leads_to(route: &Route, kind: &str, id: &str) -> bool {
    let mut expected = Vec::new();
    let segment = |pattern: &str| {
        if !pattern.starts_with('{') {
            return pattern.to_owned();
        }
        let id = if pattern == kind { id } else { ANY };
        expected.push(id.to_owned());
        utf8_percent_encode(id, SEGMENT).to_string()
    };
    let path = route.pattern.split('/').map(segment).collect::<Vec<_>>().join("/");
    expected.resize(2, String::new());
    let target = RequestTarget::of(&path);
    let found = target.route(|_| true);
    // Clients resolve dot segments before they send a path (RFC 3986, section 5.2.4), encoded or not.
    target.is_final()
        && matches!(found, Some(RouteMatch::Found(found, ids)) if found.pattern == route.pattern && ids[..] == expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_are_lost_on_paths_that_clients_or_routes_read_otherwise() {
        let all = ["/specs/{id}", "/specs/{id}/images", "/specs/{id}/{library}/code"];
        for (id, expected) in [
            ("", &all[..]),
            (".", &all),
            ("..", &all),
            ("/", &all),
            ("a/b", &all),
            ("a/images", &all),
            ("a/b/code", &all),
            ("/a", &all),
            ("a/", &all),
            ("map", &all[..1]),
            ("Map", &[]),
            ("map ", &[]),
            ("images", &[]),
            ("code", &[]),
            ("...", &[]),
            (".a", &[]),
            ("%2e", &[]),
            ("%2E%2e", &[]),
            ("a%2Fb", &[]),
            ("a?b#c&d=e+f;g", &[]),
            (" a ", &[]),
            ("a\\b", &[]),
            ("a,b", &[]),
            ("Größe\u{1f600}\n", &[]),
        ] {
            assert_eq!(lost_spec_paths(id), expected, "{id:?}");
        }
        let all = ["/libraries/{id}/images", "/specs/{spec}/{id}/code"];
        for (id, expected) in
            [("", &all[..]), (".", &all), ("..", &all), ("a/b", &all), ("map", &[]), ("images", &[]), ("code", &[])]
        {
            assert_eq!(lost_library_paths(id), expected, "{id:?}");
        }
    }

    proptest! {
        #[test]
        fn every_other_id_is_found(id in "\\PC*|[./%a2eF\\\\?#; ]{1,4}") {
            let is_read_otherwise = id.is_empty() || id.contains('/') || matches!(&*id, "." | "..");
            prop_assert_eq!(lost_library_paths(&id).is_empty(), !is_read_otherwise);
            prop_assert_eq!(lost_spec_paths(&id).is_empty(), !is_read_otherwise && id != "map");
        }
    }
}
