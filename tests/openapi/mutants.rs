//! Rule: the description refuses a reply that is wrong in one place.

use std::collections::BTreeSet;

use catalog_edge::http::Request;
use serde_json::Value;

use crate::support::{
    mutants,
    openapi::{Answer, schema_name, schema_names},
};
use crate::{PAGE, all_with_key, conforms, description, example, get};

#[test]
fn a_body_that_is_wrong_in_one_place_is_refused() {
    let others = [
        "/plots/filter?limit=1&values=1&lib=plotly&omit=specTitles&facets=lib,plot&fields=url,quality",
        "/libraries/nope/images",
        "/plots/filter?limit=0",
        "/plots/filter?sort=random",
        "/nope",
    ];
    let mut seen = BTreeSet::new();
    for target in description().paths().map(example).chain(others.map(str::to_owned)) {
        let answer = get(&target);
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let response = description().response("GET", &target, answer.status).unwrap();
        let name = schema_name(&response["content"]["application/json"]["schema"], &target);
        let schema = &description().document["components"]["schemas"][name];
        assert_eq!(description().check_body(name, &body), Ok(()), "{target}");
        let mutants = mutants::mutants(description(), schema, &body);
        assert!(mutants.len() > 5, "{target}: found only {} mutants", mutants.len());
        for (what, mutant) in mutants {
            assert!(description().check_body(name, &mutant).is_err(), "{target}: {name} takes {what}: {mutant}");
        }
        seen.insert(name.to_owned());
    }
    // All complete bodies except one, which is plain text.
    let names = all_with_key("application/json").into_iter();
    let names = names.flat_map(|(_, content)| schema_names(&content["application/json"]["schema"]));
    assert_eq!(seen, names.map(str::to_owned).collect());
}

#[test]
fn a_head_that_is_wrong_in_one_place_is_refused() {
    let request = Request { method: "GET", origin: Some(PAGE), ..Request::default() };
    let answer = conforms(&request, "/stats");
    let refused = |change: &dyn Fn(&mut Answer)| {
        let mut changed = answer.clone();
        change(&mut changed);
        description().check("GET", "/stats", &changed).is_err()
    };
    assert!(answer.headers.len() > 8, "{:?}", answer.headers);
    for (place, field) in answer.headers.iter().enumerate() {
        assert!(refused(&|answer| answer.headers[place].1.clear()), "{field:?}");
        assert!(refused(&|answer| answer.headers.push(field.clone())), "{field:?}");
        let is_optional =
            field.0.starts_with("access-control-") || ["timing-allow-origin", "snapshot-changed"].contains(&&*field.0);
        assert_eq!(refused(&|answer| drop(answer.headers.remove(place))), !is_optional, "{field:?}");
    }
    assert!(refused(&|answer| answer.headers.push(("x-surplus".to_owned(), "1".to_owned()))));
    assert!(refused(&|answer| answer.status = 201));
    assert!(refused(&|answer| answer.body.clear()));
    assert!(refused(&|answer| answer.body.push(b'x')));
}
