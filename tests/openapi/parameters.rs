//! Rule: the described parameters are those that the service takes, with the described values, and leave out what they say.

use std::collections::BTreeSet;

use catalog_edge::http::Request;
use serde_json::Value;

use crate::{conforms, description};

#[test]
fn what_can_be_omitted_is_described_and_is_then_missing() {
    let document = &description().document;
    let reply = &document["components"]["schemas"]["FilterReply"];
    let parameters = document["paths"]["/plots/filter"]["get"]["parameters"].as_array().unwrap();
    let omit = parameters.iter().find(|parameter| parameter["name"] == "omit").unwrap();
    let parts = omit["schema"]["items"]["enum"].as_array().unwrap().iter().map(|part| part.as_str().unwrap());
    let keys = |reply: &Value| reply.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let request = Request { method: "GET", ..Request::default() };
    let answered = |target: &str| keys(&serde_json::from_slice(&conforms(&request, target).body).unwrap());
    let all = keys(&reply["properties"]);
    let mut left = all.clone();
    for part in parts.clone() {
        let answer = answered(&format!("/plots/filter?lang=python&omit={part}"));
        let without: BTreeSet<_> = all.iter().filter(|key| *key != part).cloned().collect();
        assert_eq!(answer, without, "{part}");
        left.remove(part);
    }
    let list = parts.collect::<Vec<_>>().join(",");
    assert_eq!(answered(&format!("/plots/filter?omit={list}")), left);
    let required: BTreeSet<_> = reply["required"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
    assert!(left.iter().eq(required));
}
