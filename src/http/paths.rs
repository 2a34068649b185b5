//! Paths with an id in them, and ids that such a path does not lead to.

use percent_encoding::utf8_percent_encode;

use super::route::{Lead, Route, SEGMENT, Target};

/// Stands for the other id of a path that has two.
const ANY: &str = "any";

/// Returns the paths of a spec that do not lead to the one whose id is `id`.
#[must_use]
pub fn lost_spec_paths(id: &str) -> Vec<&'static str> {
    lost([
        ("/specs/{id}", vec!["specs", id], Route::Spec(id)),
        ("/specs/{id}/images", vec!["specs", id, "images"], Route::SpecImages(id)),
        ("/specs/{id}/{library}/code", vec!["specs", id, ANY, "code"], Route::Code { spec: id, library: ANY }),
    ])
}

/// Returns the paths of a library that do not lead to the one whose id is `id`.
#[must_use]
pub fn lost_library_paths(id: &str) -> Vec<&'static str> {
    lost([
        ("/libraries/{id}/images", vec!["libraries", id, "images"], Route::LibraryImages(id)),
        ("/specs/{spec}/{id}/code", vec!["specs", ANY, id, "code"], Route::Code { spec: ANY, library: id }),
    ])
}

fn lost<const N: usize>(paths: [(&'static str, Vec<&str>, Route<'_>); N]) -> Vec<&'static str> {
    let is_lost = |(_, segments, route): &(&'static str, Vec<&str>, Route<'_>)| !leads_to(*route, segments);
    paths.into_iter().filter(is_lost).map(|(path, ..)| path).collect()
}

/// True if a client that asks for the path of `segments` is answered by `route`.
fn leads_to(route: Route<'_>, segments: &[&str]) -> bool {
    let path: String = segments.iter().map(|segment| format!("/{}", utf8_percent_encode(segment, SEGMENT))).collect();
    let target = Target::of(&path);
    // Clients resolve what is not final before they send it (RFC 3986, section 5.2.4), encoded or not.
    target.is_final() && target.lead(|_| true) == Some(Lead::To(route))
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
