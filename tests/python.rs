//! Rule: query strings are parsed as the replaced service parsed them. `tests/recorded/python.json` has the results of
//! its libraries for hostile spellings. The engine and the naive model must give the same results.
//! `tests/recorded/python.py` generated it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/get.rs"]
mod get;
#[path = "support/python.rs"]
mod python;
#[path = "support/sample.rs"]
mod sample;

use catalog_edge::{
    http::{Policy, Service},
    query::{Fault, LaxInteger},
    snapshot,
};
use python::NoInt;
use serde_json::Value;

fn record() -> Value {
    serde_json::from_str(include_str!("recorded/python.json")).expect("the record is JSON")
}

/// A text in the record: itself, or pieces with their number of repetitions.
fn text(packed: &Value) -> String {
    match packed {
        Value::String(text) => text.clone(),
        pieces => list(pieces)
            .iter()
            .map(|piece| piece[0].as_str().unwrap().repeat(piece[1].as_u64().unwrap().try_into().unwrap()))
            .collect(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("the record has a list here")
}

/// The text for a failure's message, shortened, because some texts are very long.
fn shown(text: &str) -> String {
    format!("{:.60?}", text)
}

/// All integers of the record: the spelling, and the number or the type of the error.
fn integers() -> Vec<(String, Result<String, &'static str>)> {
    let record = record();
    let accepted = list(&record["accepted"]).iter().map(|entry| (text(&entry[0]), Ok(text(&entry[1]))));
    let refused = ["int_parsing", "int_parsing_size", "greater_than_equal"]
        .into_iter()
        .flat_map(|error| list(&record[error]).iter().map(move |spelling| (text(spelling), Err(error))));
    let integers: Vec<_> = accepted.chain(refused).collect();
    assert!(integers.len() > 1_000, "{}", integers.len());
    integers
}

/// Every character with the answer whether the record names it. Halves of surrogate pairs are left out, because no
/// decoded text contains them.
fn characters(ranges: &str) -> impl Iterator<Item = (char, bool)> {
    let record = record();
    let ranges: Vec<_> =
        list(&record[ranges]).iter().map(|range| range[0].as_u64().unwrap()..=range[1].as_u64().unwrap()).collect();
    ('\0'..=char::MAX).map(move |letter| (letter, ranges.iter().any(|range| range.contains(&u64::from(letter)))))
}

fn engine(spelling: &str) -> Result<String, &'static str> {
    LaxInteger::parse(spelling, 0).map(|integer| integer.digits().to_owned()).map_err(|fault| match fault {
        Fault::NotAnInteger => "int_parsing",
        Fault::TooLong => "int_parsing_size",
        Fault::Below(_) => "greater_than_equal",
        fault => panic!("{fault:?} of {spelling:?}"),
    })
}

fn model(spelling: &str) -> Result<String, &'static str> {
    match python::int(spelling) {
        Ok(number) if number.starts_with('-') => Err("greater_than_equal"),
        Ok(number) => Ok(number),
        Err(NoInt::Parsing) => Err("int_parsing"),
        Err(NoInt::ParsingSize) => Err("int_parsing_size"),
    }
}

#[test]
fn integers_are_read_as_recorded() {
    for (spelling, expected) in integers() {
        assert_eq!(engine(&spelling), expected, "the engine: {}", shown(&spelling));
        assert_eq!(model(&spelling), expected, "the model: {}", shown(&spelling));
    }
}

#[test]
fn digits_and_spaces_are_those_recorded_among_all_characters() {
    for (letter, is_digit) in characters("digits") {
        assert_eq!(engine(&letter.to_string()).is_ok(), is_digit, "{letter:?}");
        assert_eq!(model(&letter.to_string()).is_ok(), is_digit, "{letter:?}");
    }
    for (letter, is_space) in characters("spaces around integers") {
        // If `letter` is a digit, the spelling is a longer number.
        let is_alone = |number: Result<String, _>| number.as_deref() == Ok("5");
        let spelling = format!("{letter}5{letter}");
        assert_eq!(is_alone(engine(&spelling)), is_space, "{letter:?}");
        assert_eq!(is_alone(model(&spelling)), is_space, "{letter:?}");
    }
    for (letter, is_space) in characters("spaces of strip") {
        assert_eq!(python::strip(&letter.to_string()).is_empty(), is_space, "{letter:?}");
    }
}

#[test]
fn pairs_of_the_model_are_those_recorded() {
    let record = record();
    for entry in list(&record["queries"]) {
        let query = entry[0].as_str().unwrap();
        let pairs: Vec<(String, String)> = serde_json::from_value(entry[1].clone()).unwrap();
        assert_eq!(python::parse_qsl(query), pairs, "{query}");
    }
}

#[test]
fn refusals_are_those_recorded_byte_for_byte() {
    let bytes = snapshot::build(&sample::sample(), sample::documents()).unwrap();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    let record = record();
    for entry in list(&record["replies"]) {
        let query = text(&entry[0]);
        let (status, body) = get::get(&service, &format!("/plots/filter?{query}"));
        assert_eq!(u64::from(status), entry[1].as_u64().unwrap(), "{}", shown(&query));
        let expected = text(&entry[2]);
        if status == 422 {
            assert_eq!(body, expected, "{}", shown(&query));
        } else {
            // The recorded service replies with the page only: the two members at the end of a filter's reply.
            let (limit, offset) = expected.trim_matches(['{', '}']).split_once(',').unwrap();
            assert!(body.ends_with(&format!(",{offset},{limit}}}")), "{}", shown(&query));
        }
    }
}
