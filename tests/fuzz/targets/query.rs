//! Rule: a query string is parsed as by the naive parser, which is written from the behaviour of Python's libraries.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target fails by panicking")]

#[path = "../../support"]
mod support {
    #![allow(dead_code, reason = "tests use the rest")]
    pub(crate) mod python;
}

use catalog_edge::{
    model::Facet,
    query::{Fault, FilterQuery, Part},
};
use libfuzzer_sys::fuzz_target;
use support::python::{self, NoInt};

/// Parts that can be omitted, by name.
const PARTS: [(&str, Part); 5] = [
    ("images", Part::Images),
    ("counts", Part::Counts),
    ("globalCounts", Part::GlobalCounts),
    ("orCounts", Part::OrCounts),
    ("specTitles", Part::SpecTitles),
];

/// The number that `text` is, or the fault that the service reports.
fn number(text: &str, least: u8) -> Result<String, Fault> {
    match python::int(text) {
        Err(NoInt::Parsing) => Err(Fault::NotAnInteger),
        Err(NoInt::ParsingSize) => Err(Fault::TooLong),
        Ok(number) if number.starts_with('-') || (number == "0" && least > 0) => Err(Fault::Below(least)),
        Ok(number) => Ok(number),
    }
}

fn values(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(python::strip).filter(|value| !value.is_empty())
}

fuzz_target!(|query: &str| {
    let pairs = python::parse_qsl(query);
    let last = |name: &str| pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let limit = last("limit").map(|text| number(text, 1)).transpose();
    let offset = last("offset").map(|text| number(text, 0)).transpose();

    match FilterQuery::parse(query) {
        Ok(parsed) => {
            assert_eq!(parsed.page.limit.as_ref().map(|limit| limit.digits()), limit.unwrap().as_deref());
            assert_eq!(parsed.page.offset.digits(), offset.unwrap().as_deref().unwrap_or("0"));
            let groups = pairs.iter().filter_map(|(name, list)| {
                let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name)?;
                Some((facet, values(list).collect::<Vec<_>>())).filter(|(_, values)| !values.is_empty())
            });
            let parsed_groups = parsed.groups.iter().map(|group| (group.facet, group.values.iter().map(|v| &**v)));
            assert!(parsed_groups.map(|(facet, values)| (facet, values.collect::<Vec<_>>())).eq(groups));
            let omitted = pairs.iter().filter(|(name, _)| name == "omit").flat_map(|(_, list)| values(list));
            let omitted = omitted.filter_map(|name| PARTS.into_iter().find(|(part, _)| *part == name));
            assert!(parsed.omitted.iter().copied().eq(omitted.map(|(_, part)| part)));
        }
        Err(errors) => {
            let expected: Vec<_> = [("limit", limit.err()), ("offset", offset.err())]
                .into_iter()
                .filter_map(|(name, fault)| Some((name, last(name)?, fault?)))
                .collect();
            let errors: Vec<_> = errors.iter().map(|error| (error.parameter, &*error.input, error.fault)).collect();
            assert_eq!(errors, expected);
        }
    }
});
