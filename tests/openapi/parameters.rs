//! Rule: the described parameters take the described values and no others, and leave out of a reply what they say.

use std::collections::BTreeSet;

use catalog_edge::http::Request;
use catalog_edge::model::Facet;
use serde_json::{Value, json};

use crate::support::openapi::Answer;
use crate::{conforms, description, example};

fn get(target: &str) -> Answer {
    conforms(&Request { method: "GET", ..Request::default() }, target)
}

fn body(target: &str) -> Value {
    serde_json::from_slice(&get(target).body).unwrap()
}

fn keys(object: &Value) -> BTreeSet<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

fn schema(name: &str) -> &'static Value {
    &description().document["components"]["schemas"][name]
}

/// Values that a parameter of this name is described to take.
fn choices(path: &str, name: &str) -> Vec<&'static str> {
    let parameter = description().parameters(path).find(|parameter| parameter["name"] == name).unwrap();
    let schema = &parameter["schema"];
    let choices = schema.get("items").unwrap_or(schema)["enum"].as_array().unwrap();
    choices.iter().map(|choice| choice.as_str().unwrap()).collect()
}

/// `target` with one more parameter. An order that needs a seed gets one.
fn with(target: &str, name: &str, value: &str) -> String {
    let separator = if target.contains('?') { '&' } else { '?' };
    let needed = match (name, value) {
        ("sort", "random") => "&seed=1",
        ("seed", _) => "&sort=random",
        _ => "",
    };
    format!("{target}{separator}{name}={value}{needed}")
}

/// Every described path with each of its parameters in the query string.
fn query_parameters() -> impl Iterator<Item = (&'static str, &'static Value)> {
    let of = |path| description().parameters(path).map(move |parameter| (path, parameter));
    description().paths().flat_map(of).filter(|(_, parameter)| parameter["in"] == "query")
}

#[test]
fn what_can_be_omitted_is_described_and_is_then_missing() {
    let parts = choices("/plots/filter", "omit");
    let all = keys(&schema("FilterReply")["properties"]);
    assert_eq!(keys(&body("/plots/filter?lang=python&values=1")), all);
    for part in &parts {
        let answered = keys(&body(&format!("/plots/filter?lang=python&values=1&omit={part}")));
        let mut left = all.clone();
        left.remove(*part);
        if *part == "counts" {
            left.remove("valueTotals");
        }
        assert_eq!(answered, left, "{part}");
    }
    let required = schema("PartialFilterReply")["required"].as_array().unwrap();
    let required: BTreeSet<_> = required.iter().map(|key| key.as_str().unwrap().to_owned()).collect();
    assert_eq!(keys(&body(&format!("/plots/filter?values=1&omit={}", parts.join(",")))), required);
}

#[test]
fn optional_parts_are_missing_only_if_a_parameter_leaves_them_out() {
    let plain = body("/plots/filter?limit=3");
    assert!(plain.get("valueTotals").is_none());
    for image in plain["images"].as_array().unwrap() {
        assert_eq!(keys(image), keys(&schema("Image")["properties"]));
    }
    for counts in ["counts", "globalCounts"] {
        assert_eq!(keys(&plain[counts]), keys(&schema("FacetCounts")["properties"]), "{counts}");
    }
    for field in choices("/plots/filter", "fields") {
        let reply = body(&format!("/plots/filter?limit=1&fields={field}"));
        assert_eq!(reply["images"][0], json!({ field: plain["images"][0][field] }));
    }
    for facet in Facet::ALL.map(Facet::name) {
        let reply = body(&format!("/plots/filter?limit=1&facets={facet}"));
        for counts in ["counts", "globalCounts"] {
            assert_eq!(reply[counts], json!({ facet: plain[counts][facet] }), "{counts}");
        }
    }
}

#[test]
fn every_described_choice_is_taken_and_a_refusal_names_them_all() {
    let is_list = |(_, parameter): &(_, &Value)| {
        parameter["schema"].get("items").unwrap_or(&parameter["schema"]).get("enum").is_some()
    };
    let mut found = 0;
    for (path, parameter) in query_parameters().filter(is_list) {
        let name = parameter["name"].as_str().unwrap();
        let choices = choices(path, name);
        for choice in &choices {
            assert_eq!(get(&with(&example(path), name, choice)).status, 200, "{path} {name}={choice}");
        }
        let error = &body(&with(&example(path), name, "nothing"))["detail"][0];
        let quoted: Vec<_> = choices.iter().map(|choice| format!("'{choice}'")).collect();
        let (last, others) = quoted.split_last().unwrap();
        assert_eq!(error["ctx"]["expected"], format!("{} or {last}", others.join(", ")), "{path} {name}");
        found += 1;
    }
    assert_eq!(found, 5);
}

#[test]
fn described_bounds_are_those_of_the_service() {
    let mut found = 0;
    for (path, parameter) in query_parameters() {
        let name = parameter["name"].as_str().unwrap();
        let schema = &parameter["schema"];
        let mut check = |good: String, bad: String, bound: &str| {
            assert_eq!(get(&with(&example(path), name, &good)).status, 200, "{path} {name}={good}");
            let error = &body(&with(&example(path), name, &bad))["detail"][0];
            assert_eq!(error["loc"], json!(["query", name]), "{path} {name}={bad}");
            assert!(error["ctx"].get(bound).is_some(), "{path} {name}={bad}: {error}");
            found += 1;
        };
        if let Some(minimum) = schema["minimum"].as_i64() {
            check(minimum.to_string(), (minimum - 1).to_string(), "ge");
        }
        if let Some(maximum) = schema["maximum"].as_i64() {
            check(maximum.to_string(), (maximum + 1).to_string(), "le");
        }
        if let Some(length) = schema["maxLength"].as_u64() {
            let text = |length: u64| "%C3%A9".repeat(usize::try_from(length).unwrap());
            check(text(length), text(length + 1), "max_length");
        }
    }
    assert_eq!(found, 15);
}
