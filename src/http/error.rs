//! Bodies of error replies, in the shapes of the service this one replaces.

use serde::Serialize;

use super::json::json;
use crate::query::{Fault, ParameterError};

/// A request that cannot be answered: `{"status":404,"message":"Library 'x' not found","path":"/libraries/x/images"}`.
pub(super) fn failure(status: u16, message: &str, path: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'b> {
        status: u16,
        message: &'b str,
        path: &'b str,
    }
    json(&Body { status, message, path })
}

/// An unknown route or a wrong method: `{"detail":"Not Found"}`.
pub(super) fn detail(detail: &'static str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body {
        detail: &'static str,
    }
    json(&Body { detail })
}

/// Invalid parameters, in pydantic's shape.
pub(super) fn unacceptable(errors: &[ParameterError]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'b> {
        detail: Vec<Detail<'b>>,
    }
    #[derive(Serialize)]
    struct Detail<'b> {
        #[serde(rename = "type")]
        kind: &'static str,
        loc: [&'b str; 2],
        msg: String,
        input: Option<&'b str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ctx: Option<Context>,
    }
    let detail = errors.iter().map(|error| {
        let (kind, msg, ctx) = description(error);
        Detail { kind, loc: ["query", &error.parameter], msg, input: error.input.as_deref(), ctx }
    });
    json(&Body { detail: detail.collect() })
}

/// The limits that a parameter does not keep.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Context {
    Ge(u8),
    Le(u32),
    Expected(String),
    MaxLength(usize),
}

/// Kind, message and context of an error.
fn description(error: &ParameterError) -> (&'static str, String, Option<Context>) {
    match error.fault {
        Fault::NotAnInteger => {
            ("int_parsing", "Input should be a valid integer, unable to parse string as an integer".to_owned(), None)
        }
        Fault::TooLong => {
            let message = "Unable to parse input string as an integer, exceeded maximum size";
            ("int_parsing_size", message.to_owned(), None)
        }
        Fault::Below(minimum) => {
            let message = format!("Input should be greater than or equal to {minimum}");
            ("greater_than_equal", message, Some(Context::Ge(minimum)))
        }
        Fault::Above(maximum) => {
            let message = format!("Input should be less than or equal to {maximum}");
            ("less_than_equal", message, Some(Context::Le(maximum)))
        }
        Fault::NotOneOf(names) => {
            let names = enumeration(names);
            ("literal_error", format!("Input should be {names}"), Some(Context::Expected(names)))
        }
        Fault::NotNamedAfter(names) => {
            let names = enumeration(names);
            let message = format!("Parameter name should be 'not.' and one of {names}");
            ("literal_error", message, Some(Context::Expected(names)))
        }
        Fault::NoSeed => {
            ("missing", format!("Field required: sort=random needs an integer from 0 to {}", u32::MAX), None)
        }
        Fault::LongText(length) => {
            let message = format!("String should have at most {length} characters");
            ("string_too_long", message, Some(Context::MaxLength(length)))
        }
        Fault::ManyWords(words) => {
            let message = format!("{} should have at most {words} different words", error.parameter);
            ("too_long", message, Some(Context::MaxLength(words)))
        }
        Fault::ManyGroups(groups) => {
            let message = format!("At most {groups} different groups can be combined");
            ("too_long", message, Some(Context::MaxLength(groups)))
        }
        Fault::ManyExclusions(values) => {
            let message = format!("At most {values} values can be excluded");
            ("too_long", message, Some(Context::MaxLength(values)))
        }
    }
}

/// `'a', 'b' or 'c'`.
fn enumeration(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
