//! Errors of parameters, as pydantic writes them.

use super::{
    super::python::{self, NoInt},
    json::{array, json, object},
};

/// One fault: its type, message and context.
fn fault(name: &str, kind: &str, message: &str, input: Option<&str>, context: Option<(&str, String)>) -> String {
    let mut fault = vec![
        ("type", json(kind)),
        ("loc", array([json("query"), json(name)])),
        ("msg", json(message)),
        ("input", json(&input)),
    ];
    fault.extend(context.map(|context| ("ctx", object([context]))));
    object(fault)
}

/// A parameter as Python prints it, or the fault.
pub(super) fn number(name: &str, text: &str, least: u64, most: Option<u64>) -> Result<String, String> {
    let fault = |kind: &str, message: &str, context| Err(fault(name, kind, message, Some(text), context));
    let number = match python::int(text) {
        Err(NoInt::Parsing) => {
            let message = "Input should be a valid integer, unable to parse string as an integer";
            return fault("int_parsing", message, None);
        }
        Err(NoInt::ParsingSize) => {
            let message = "Unable to parse input string as an integer, exceeded maximum size";
            return fault("int_parsing_size", message, None);
        }
        Ok(number) => number,
    };
    if number.starts_with('-') || saturating(&number) < saturating(&least.to_string()) {
        let message = format!("Input should be greater than or equal to {least}");
        return fault("greater_than_equal", &message, Some(("ge", least.to_string())));
    }
    match most {
        Some(most) if saturating(&number) > saturating(&most.to_string()) => {
            let message = format!("Input should be less than or equal to {most}");
            fault("less_than_equal", &message, Some(("le", most.to_string())))
        }
        _ => Ok(number),
    }
}

pub(super) fn not_one_of(name: &str, text: &str, allowed: &[&str]) -> String {
    let expected = in_words(allowed);
    fault(
        name,
        "literal_error",
        &format!("Input should be {expected}"),
        Some(text),
        Some(("expected", json(&expected))),
    )
}

pub(super) fn not_a_facet(name: &str, text: &str, facets: &[&str]) -> String {
    let expected = in_words(facets);
    let message = format!("Parameter name should be 'not.' and one of {expected}");
    fault(name, "literal_error", &message, Some(text), Some(("expected", json(&expected))))
}

pub(super) fn no_seed() -> String {
    let message = "Field required: sort=random needs an integer from 0 to 4294967295";
    fault("seed", "missing", message, None, None)
}

pub(super) fn long_search(name: &str, text: &str) -> String {
    let message = "String should have at most 256 characters";
    fault(name, "string_too_long", message, Some(text), Some(("max_length", "256".to_owned())))
}

pub(super) fn many_words(name: &str, text: &str) -> String {
    let message = format!("{name} should have at most 16 different words");
    fault(name, "too_long", &message, Some(text), Some(("max_length", "16".to_owned())))
}

pub(super) fn many_groups() -> String {
    let message = "At most 64 different groups can be combined";
    fault("groups", "too_long", message, None, Some(("max_length", "64".to_owned())))
}

pub(super) fn many_exclusions() -> String {
    let message = "At most 1000 values can be excluded";
    fault("not", "too_long", message, None, Some(("max_length", "1000".to_owned())))
}

/// `'a', 'b' or 'c'`.
fn in_words(allowed: &[&str]) -> String {
    let quoted: Vec<String> = allowed.iter().map(|name| format!("'{name}'")).collect();
    let (last, others) = quoted.split_last().expect("something is allowed");
    format!("{} or {last}", others.join(", "))
}

/// Numbers that do not fit are larger than any catalogue.
pub(super) fn saturating(digits: &str) -> usize {
    digits.parse().unwrap_or(usize::MAX)
}
