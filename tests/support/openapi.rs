//! The API's description, as a check of replies.

use std::collections::BTreeMap;

use catalog_edge::query::decode;
use jsonschema::Validator;
use serde_json::{Value, json};

/// A reply of the service or of a server.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// Empty if there is none.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}

/// `src/site/openapi.json` with its compiled schemas.
pub(crate) struct Description {
    pub(crate) document: Value,
    validators: BTreeMap<String, Validator>,
}

/// Headers that OpenAPI describes with the body, and headers of the connection.
const OF_THE_BODY: [&str; 4] = ["content-type", "content-length", "transfer-encoding", "date"];

impl Description {
    pub(crate) fn read() -> Self {
        let document: Value = serde_json::from_str(include_str!("../../src/site/openapi.json")).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let validators = schemas.keys().map(|name| {
            let schema = json!({
                "$ref": format!("#/components/schemas/{name}"),
                "components": {"schemas": schemas},
            });
            (name.clone(), compiled(&schema))
        });
        Self { validators: validators.collect(), document }
    }

    /// The described paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.document["paths"].as_object().unwrap().keys().map(String::as_str)
    }

    /// Parameters of the GET of a described path.
    pub(crate) fn parameters(&self, path: &str) -> impl Iterator<Item = &Value> {
        let parameters = self.document["paths"][path]["get"]["parameters"].as_array().unwrap();
        parameters.iter().map(|parameter| self.resolved(parameter))
    }

    /// Follows the reference in `value`. Without a reference, returns `value`.
    pub(crate) fn resolved<'d>(&'d self, value: &'d Value) -> &'d Value {
        match value["$ref"].as_str() {
            Some(reference) => {
                self.document.pointer(&reference[1..]).unwrap_or_else(|| panic!("{reference} is nowhere"))
            }
            None => value,
        }
    }

    /// Returns the description of a reply with this status to the request: that of its operation, or one that belongs
    /// to no operation.
    pub(crate) fn response(&self, method: &str, target: &str, status: u16) -> Option<&Value> {
        let path = decode(target.split_once('?').map_or(target, |(path, _)| path));
        let is_read = matches!(method, "GET" | "HEAD");
        if let Some(template) = self.template(&path).filter(|_| is_read) {
            let response = self.document["paths"][template]["get"]["responses"].get(status.to_string())?;
            return Some(self.resolved(response));
        }
        let name = match (status, method) {
            (200, "OPTIONS") => "Preflight",
            (400, "OPTIONS") => "PreflightRefused",
            (400, _) => "BadRequest",
            (307, _) => "TrailingSlash",
            (404, _) => "UnknownRoute",
            (405, _) if !is_read => "MethodNotAllowed",
            (408, _) => "RequestTimeout",
            (502, _) => "BadGateway",
            (504, _) => "GatewayTimeout",
            _ => return None,
        };
        Some(&self.document["components"]["responses"][name])
    }

    /// The described path that matches `path`. One without parameters wins.
    fn template(&self, path: &str) -> Option<&str> {
        let fits = |template: &&str| {
            let (template, path) = (template.split('/'), path.split('/'));
            template.clone().count() == path.clone().count()
                && template.zip(path).all(|(part, given)| part == given || (part.starts_with('{') && !given.is_empty()))
        };
        self.paths().filter(fits).min_by_key(|template| template.matches('{').count())
    }

    /// Checks that a reply conforms to its description.
    pub(crate) fn check(&self, method: &str, target: &str, answer: &Answer) -> Result<(), String> {
        let response = self
            .response(method, target, answer.status)
            .ok_or_else(|| format!("{} is not described", answer.status))?;
        self.check_headers(response, answer)?;
        let Some(content) = response.get("content") else {
            return match (answer.header("content-type"), answer.body.is_empty()) {
                (None, true) => Ok(()),
                _ => Err("it has a body, but no body is described".to_owned()),
            };
        };
        let kind = answer.header("content-type").ok_or("it has no content-type")?;
        let schema = content.get(kind).ok_or_else(|| format!("{kind} is not described"))?;
        if method == "HEAD" {
            return if answer.body.is_empty() { Ok(()) } else { Err("a HEAD has a body".to_owned()) };
        }
        let body = match kind {
            "application/json" => parsed(&answer.body)?,
            _ => json!(String::from_utf8_lossy(&answer.body)),
        };
        self.check_body(schema_name(&schema["schema"], target), &body)
    }

    fn check_headers(&self, response: &Value, answer: &Answer) -> Result<(), String> {
        let nothing = serde_json::Map::new();
        let described = response.get("headers").map_or(&nothing, |headers| headers.as_object().unwrap());
        for (name, header) in described {
            let header = self.resolved(header);
            match answer.header(name) {
                None if header["required"] == true => return Err(format!("header {name} is missing")),
                None => {}
                Some(value) => refusals(&compiled(&header["schema"]), &json!(value))
                    .map_or(Ok(()), |why| Err(format!("header {name}: {why}")))?,
            }
        }
        for (place, (name, _)) in answer.headers.iter().enumerate() {
            if answer.headers[..place].iter().any(|(earlier, _)| earlier == name) {
                return Err(format!("header {name} is repeated"));
            }
            if !described.contains_key(name) && !OF_THE_BODY.contains(&&**name) {
                return Err(format!("header {name} is not described"));
            }
        }
        Ok(())
    }

    /// Checks that a body conforms to the schema of this name.
    pub(crate) fn check_body(&self, schema: &str, body: &Value) -> Result<(), String> {
        refusals(&self.validators[schema], body).map_or(Ok(()), Err)
    }
}

/// Names of the components that a body's schema is one of: a single one, or that of a whole reply and that of its parts.
pub(crate) fn schema_names(schema: &Value) -> Vec<&str> {
    let choices = schema["anyOf"].as_array().map_or(std::slice::from_ref(schema), Vec::as_slice);
    let names = choices.iter().map(|schema| {
        let name = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/components/schemas/"));
        name.unwrap_or_else(|| panic!("the schema of a body is not a component: {schema}"))
    });
    names.collect()
}

/// Name of the component that describes the body of the reply to `target`.
pub(crate) fn schema_name<'s>(schema: &'s Value, target: &str) -> &'s str {
    match schema_names(schema)[..] {
        [only] => only,
        [whole, parts] => {
            if asks_for_parts(target) {
                parts
            } else {
                whole
            }
        }
        _ => panic!("the body of {target} has several schemas: {schema}"),
    }
}

/// True if the reply to `target` may lack members.
fn asks_for_parts(target: &str) -> bool {
    let (_, query) = target.split_once('?').unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let is_choice = |name: &str| ["omit", "facets", "fields"].contains(&&*decode(name));
    pairs
        .into_iter()
        .any(|(name, list)| is_choice(name) && decode(list).split([',', '+']).any(|entry| !entry.trim().is_empty()))
}

/// `schema` as a check, which also checks formats.
pub(crate) fn compiled(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

/// Reasons why `value` is rejected, if it is.
pub(crate) fn refusals(validator: &Validator, value: &Value) -> Option<String> {
    let mut errors = validator.iter_errors(value).map(|error| {
        let what: String = error.to_string().chars().take(200).collect();
        format!("at '{}': {what}", error.instance_path())
    });
    let first = errors.next()?;
    let more = errors.take(3).map(|error| format!("\n  {error}")).collect::<String>();
    Some(format!("{first}{more}"))
}

/// A body as JSON. A repeated input number may be longer than any type allows. No schema depends on its length.
fn parsed(body: &[u8]) -> Result<Value, String> {
    const DIGITS: usize = 300;
    let mut shortened = Vec::with_capacity(body.len());
    let mut digits = 0;
    for &byte in body {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits <= DIGITS {
            shortened.push(byte);
        }
    }
    serde_json::from_slice(&shortened).map_err(|error| format!("not JSON: {error}"))
}
