//! Rule: the description is valid OpenAPI, whole, and its examples are right.

use std::{collections::BTreeSet, fs};

use catalog_edge::model::Facet;
use serde_json::{Value, json};
use xtask::{path, setup};

use crate::support::openapi::{compiled, refusals};
use crate::{all_with_key, description};

#[test]
fn the_description_is_valid_openapi() {
    setup::npm_packages().unwrap();
    let official = path("node_modules/@seriousme/openapi-schema-validator/schemas/v3.1/schema.json");
    let official = compiled(&serde_json::from_slice(&fs::read(official).unwrap()).unwrap());
    let document = &description().document;
    assert_eq!(refusals(&official, document), None);
    let mut broken = document.clone();
    broken["paths"]["/stats"]["get"]["responses"]["200"].as_object_mut().unwrap().remove("description");
    assert_ne!(refusals(&official, &broken), None);

    // The official schema does not check the schemas within the document.
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{name} is no JSON schema");
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_referred_to() {
    let described = description();
    let references: BTreeSet<&str> =
        all_with_key("$ref").into_iter().map(|(_, object)| object["$ref"].as_str().unwrap()).collect();
    for reference in &references {
        let found = reference.strip_prefix('#').and_then(|pointer| described.document.pointer(pointer));
        assert!(found.is_some(), "{reference} leads nowhere");
    }
    // These responses belong to no operation.
    let apart = [
        "BadGateway",
        "BadRequest",
        "GatewayTimeout",
        "MethodNotAllowed",
        "Preflight",
        "PreflightRefused",
        "RequestTimeout",
        "TrailingSlash",
        "UnknownRoute",
    ];
    for (kind, components) in described.document["components"].as_object().unwrap() {
        for name in components.as_object().unwrap().keys() {
            let is_used = references.contains(&*format!("#/components/{kind}/{name}"));
            assert_eq!(is_used, !apart.contains(&&**name), "{kind}/{name}");
        }
    }
}

#[test]
fn objects_say_whether_they_may_have_more_keys_and_which_may_be_missing() {
    let schemas = all_with_key("type").into_iter().filter(|(at, _)| at.starts_with("/components/schemas/"));
    let is_object = |schema: &Value| schema["type"] == "object" || schema["type"][0] == "object";
    let objects: Vec<_> = schemas.filter(|(_, schema)| is_object(schema)).collect();
    assert!(objects.len() > 20, "found only {} objects", objects.len());
    for (at, schema) in objects {
        let Some(properties) = schema["properties"].as_object() else {
            assert!(schema.get("additionalProperties").is_some(), "{at}");
            continue;
        };
        assert_eq!(schema["additionalProperties"], false, "{at}");
        let required: Vec<&str> =
            schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let optional: Vec<_> = properties.keys().filter(|name| !required.contains(&&***name)).collect();
        let all: Vec<&str> = properties.keys().map(String::as_str).collect();
        let expected: &[&str] = match at.rsplit('/').next() {
            Some("ParameterError") => &["ctx"],
            // Only with `values`.
            Some("FilterReply") => &["valueTotals"],
            Some("PartialFilterReply") => {
                &["counts", "globalCounts", "images", "orCounts", "specTitles", "valueTotals"]
            }
            // Parts that `facets` and `fields` leave out, facets that were not cut, bounds of other kinds of faults.
            Some("PartialFacetCounts" | "PartialImage" | "ValueTotals" | "ctx") => &all,
            _ => &[],
        };
        assert_eq!(optional, expected, "{at}");
    }
}

#[test]
fn a_part_of_a_reply_has_the_members_of_the_whole_and_may_lack_them() {
    let schemas = description().document["components"]["schemas"].as_object().unwrap();
    let mut found = 0;
    for (name, partial) in schemas {
        let Some(name) = name.strip_prefix("Partial") else { continue };
        let whole = &schemas[name];
        let members = partial["properties"].to_string().replace("schemas/Partial", "schemas/");
        assert_eq!(members, whole["properties"].to_string(), "{name}");
        assert!(partial["required"].as_array().unwrap().len() < whole["required"].as_array().unwrap().len(), "{name}");
        found += 1;
    }
    assert_eq!(found, 3);
}

#[test]
fn older_names_are_deprecated_and_no_others() {
    let schemas = all_with_key("description").into_iter().filter(|(at, _)| at.starts_with("/components/schemas/"));
    let mut found = 0;
    for (at, schema) in schemas {
        // A member of a reply is called `description` too.
        let Some(text) = schema["description"].as_str() else { continue };
        let is_older = text.starts_with("Older ") || text.starts_with("Always `null`");
        assert_eq!(schema["deprecated"] == true, is_older, "{at}");
        found += usize::from(is_older);
    }
    assert_eq!(found, 8);
}

#[test]
fn examples_are_what_their_schemas_say() {
    let schema = |object: &Value| {
        compiled(&json!({ "allOf": [object["schema"]], "components": description().document["components"] }))
    };
    let examples = all_with_key("example");
    assert!(examples.len() > 15, "found only {} examples", examples.len());
    for (at, object) in examples {
        assert_eq!(refusals(&schema(object), &object["example"]), None, "{at}");
    }
    for (at, object) in all_with_key("examples") {
        for (name, example) in object["examples"].as_object().unwrap() {
            assert_eq!(refusals(&schema(object), &example["value"]), None, "{at}: {name}");
        }
    }
}

#[test]
fn the_facets_are_the_parameters_of_a_filter_and_the_keys_of_its_counts() {
    let names = Facet::ALL.map(Facet::name);
    let exclusions = names.map(|name| format!("not.{name}"));
    let filters: Vec<&str> = names.into_iter().chain(exclusions.iter().map(String::as_str)).collect();
    let parameters = |path: &str| {
        let parameters = description().parameters(path).map(|parameter| parameter["name"].as_str().unwrap());
        parameters.collect::<Vec<_>>()
    };
    let page = ["q", "sort", "seed", "limit", "offset", "facets", "values", "fields", "omit", "If-None-Match"];
    assert_eq!(parameters("/plots/filter"), [&filters[..], &page].concat());
    let page = ["words", "q", "limit", "offset", "If-None-Match"];
    assert_eq!(parameters("/plots/facets/{facet}"), [&["facet"], &filters[..], &page].concat());
    let parameter =
        |path: &str, name: &str| description().parameters(path).find(|known| known["name"] == name).unwrap();
    assert_eq!(parameter("/plots/facets/{facet}", "facet")["schema"]["enum"], json!(names));
    assert_eq!(parameter("/plots/filter", "facets")["schema"]["items"]["enum"], json!(names));
    for schema in ["FacetCounts", "PartialFacetCounts", "ValueTotals"] {
        let properties = &description().document["components"]["schemas"][schema]["properties"];
        let keys: BTreeSet<&str> = properties.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, BTreeSet::from(names), "{schema}");
    }
}
