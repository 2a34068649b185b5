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
        loc: [&'static str; 2],
        msg: String,
        input: &'b str,
        #[serde(skip_serializing_if = "Option::is_none")]
        ctx: Option<Context>,
    }
    #[derive(Serialize)]
    struct Context {
        ge: u8,
    }
    let detail = errors.iter().map(|error| {
        let (kind, msg) = match error.fault {
            Fault::NotAnInteger => {
                ("int_parsing", "Input should be a valid integer, unable to parse string as an integer".to_owned())
            }
            Fault::TooLong => {
                ("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size".to_owned())
            }
            Fault::Below(minimum) => {
                ("greater_than_equal", format!("Input should be greater than or equal to {minimum}"))
            }
        };
        let ctx = if let Fault::Below(ge) = error.fault { Some(Context { ge }) } else { None };
        Detail { kind, loc: ["query", error.parameter], msg, input: &error.input, ctx }
    });
    json(&Body { detail: detail.collect() })
}
