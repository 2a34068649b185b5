//! Bodies that are wrong in one place each, found by walking a schema along a right one.

use serde_json::{Value, json};

use super::openapi::Description;

/// A wrong body, and what is wrong with it.
pub(crate) type Mutant = (String, Value);

/// All that `schema` must refuse of what is nearly `body`: a key dropped, a key added, a type or a value changed. Of a
/// list or a map, the first member stands for all.
pub(crate) fn mutants(description: &Description, schema: &Value, body: &Value) -> Vec<Mutant> {
    let mut found = Vec::new();
    collect(description, schema, body, &mut String::new(), &mut |at: &str, what: &str, value: Option<Value>| {
        let mut mutant = body.clone();
        match value {
            Some(value) => put(&mut mutant, at, value),
            None => drop_key(&mut mutant, at),
        }
        found.push((format!("{what} at '{at}'"), mutant));
    });
    found
}

fn collect(
    description: &Description,
    schema: &Value,
    value: &Value,
    at: &mut String,
    found: &mut impl FnMut(&str, &str, Option<Value>),
) {
    let schema = description.resolved(schema);
    for wrong in [json!(null), json!(true), json!("\u{0}"), json!(0.5), json!([[]]), json!({"\u{0}": 0.5})] {
        if !allows(schema, &wrong) {
            found(at, "another type", Some(wrong));
        }
    }
    if let Some(minimum) = schema["minimum"].as_i64() {
        found(at, "too little", Some(json!(minimum - 1)));
    }
    if let Some(maximum) = schema["maximum"].as_i64() {
        found(at, "too much", Some(json!(maximum + 1)));
    }
    if ["pattern", "const", "enum", "format"].iter().any(|keyword| schema.get(keyword).is_some()) {
        found(at, "another text", Some(json!("other")));
    }
    if schema.get("minLength").is_some() || schema.get("minItems").is_some() {
        found(at, "nothing", Some(if value.is_array() { json!([]) } else { json!("") }));
    }
    let mut within = |schema: &Value, part: &Value, key: &str, found: &mut _| {
        let length = at.len();
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        collect(description, schema, part, at, found);
        at.truncate(length);
    };
    match value {
        Value::Object(members) => {
            let properties = schema["properties"].as_object();
            for (key, part) in members {
                if let Some(schema) = properties.and_then(|properties| properties.get(key)) {
                    within(schema, part, key, found);
                }
            }
            if let (None, Some((key, part)), true) =
                (properties, members.iter().next(), schema["additionalProperties"].is_object())
            {
                within(&schema["additionalProperties"], part, key, found);
            }
            for key in schema["required"].as_array().into_iter().flatten() {
                found(&format!("{at}/{}", key.as_str().unwrap()), "a key dropped", None);
            }
            if schema["additionalProperties"] == false {
                found(&format!("{at}/surplus"), "a key added", Some(json!(0)));
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                let schema = schema["prefixItems"].get(0).unwrap_or(&schema["items"]);
                within(schema, first, "0", found);
            }
        }
        _ => {}
    }
}

/// Returns true if a value of this type may stand where `schema` is.
fn allows(schema: &Value, value: &Value) -> bool {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    match &schema["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        // One that says which values alone: none of ours.
        _ => schema.get("const").is_none() && schema.get("enum").is_none(),
    }
}

fn put(body: &mut Value, at: &str, value: Value) {
    let Some((parent, key)) = at.rsplit_once('/') else {
        *body = value;
        return;
    };
    match body.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => parent[key.replace("~1", "/").replace("~0", "~")] = value,
    }
}

fn drop_key(body: &mut Value, at: &str) {
    let (parent, key) = at.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
}
