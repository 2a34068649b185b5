//! The query of `GET /plots/filter`.

use std::borrow::Cow;

use super::{
    lax_integer::LaxInteger,
    parameters::{ParameterError, parameters, strip},
};
use crate::model::Facet;

/// A parsed filter: groups of values, and a page of the images that match all groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterQuery<'q> {
    /// Groups in the order of the query.
    pub groups: Vec<Group<'q>>,
    /// Page of the matching images.
    pub page: Page,
    /// Parts to leave out of the reply.
    pub omitted: Vec<Part>,
}

/// A part of the reply that a client may omit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The page of images.
    Images,
    /// Counts over the matching images.
    Counts,
    /// Counts over all images.
    GlobalCounts,
    /// Counts for each group over the images that match all others.
    OrCounts,
    /// Titles of all specs.
    SpecTitles,
}

impl Part {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "images" => Some(Self::Images),
            "counts" => Some(Self::Counts),
            "globalCounts" => Some(Self::GlobalCounts),
            "orCounts" => Some(Self::OrCounts),
            "specTitles" => Some(Self::SpecTitles),
            _ => None,
        }
    }
}

/// Values of one facet, any of which an image must carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'q> {
    /// The facet.
    pub facet: Facet,
    /// Its values, trimmed, none empty; at least one.
    pub values: Vec<Cow<'q, str>>,
}

/// A part of the matching images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Number of images before it.
    pub offset: LaxInteger,
    /// Most images that it holds; all if `None`.
    pub limit: Option<LaxInteger>,
}

impl<'q> FilterQuery<'q> {
    /// Parses a raw query string. Unknown parameters and unknown parts to omit are ignored. Of several limits or
    /// offsets, the last counts.
    ///
    /// # Errors
    /// One [`ParameterError`] for each invalid limit and offset, in this order.
    pub fn parse(query: &'q str) -> Result<Self, Vec<ParameterError>> {
        let (mut limit, mut offset, mut groups) = (None, None, Vec::new());
        let mut omitted = Vec::new();
        for (name, value) in parameters(query) {
            match &*name {
                "limit" => limit = Some(value),
                "offset" => offset = Some(value),
                "omit" => omitted.extend(values(&value).filter_map(Part::from_name)),
                name => groups.extend(Facet::from_name(name).and_then(|facet| Group::parse(facet, value))),
            }
        }
        let parse = |parameter, input: Option<Cow<'_, str>>, minimum| {
            let parse = |input: Cow<'_, str>| {
                LaxInteger::parse(&input, minimum).map_err(|fault| ParameterError {
                    parameter,
                    input: input.into_owned(),
                    fault,
                })
            };
            input.map(parse).transpose()
        };
        match (parse("limit", limit, 1), parse("offset", offset, 0)) {
            (Ok(limit), Ok(offset)) => {
                Ok(Self { groups, page: Page { offset: offset.unwrap_or_else(LaxInteger::zero), limit }, omitted })
            }
            (limit, offset) => Err(limit.err().into_iter().chain(offset.err()).collect()),
        }
    }
}

impl<'q> Group<'q> {
    fn parse(facet: Facet, list: Cow<'q, str>) -> Option<Self> {
        let values: Vec<Cow<'q, str>> = match list {
            Cow::Borrowed(list) => values(list).map(Cow::Borrowed).collect(),
            Cow::Owned(list) => values(&list).map(|value| Cow::Owned(value.to_owned())).collect(),
        };
        (!values.is_empty()).then_some(Self { facet, values })
    }
}

/// True if a filter can name `value`: a list of only this value is parsed as this value.
#[must_use]
pub fn is_nameable(value: &str) -> bool {
    values(value).eq([value])
}

fn values(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(strip).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;
    use crate::query::lax_integer::Fault;

    #[test]
    fn groups_keep_the_callers_order() {
        let query = FilterQuery::parse("plot=b,%20a%20,,&x=1&lib=+&Lib=q&lib=c&plot&limit=x&limit=2").unwrap();
        let group =
            |facet, values: &[&'static str]| Group { facet, values: values.iter().map(|&v| v.into()).collect() };
        assert_eq!(query.groups, [group(Facet::Plot, &["b", "a"]), group(Facet::Lib, &["c"])]);
        assert_eq!(query.page.limit.unwrap().saturated(), 2);
        assert_eq!(query.page.offset, LaxInteger::zero());
    }

    #[test]
    fn parts_to_omit_add_up_and_unknown_ones_are_ignored() {
        let query = FilterQuery::parse("omit=counts,%20specTitles+,,total,images2&omit=Counts&omit=images").unwrap();
        assert_eq!(query.omitted, [Part::Counts, Part::SpecTitles, Part::Images]);
        assert!(FilterQuery::parse("omit").unwrap().omitted.is_empty());
    }

    #[test]
    fn values_that_a_list_reads_otherwise_cannot_be_named() {
        for value in
            ["", " ", ",", "a,b", "a,", ",a", " a", "a ", "a\t", "\u{a0}a", "a\u{3000}", "a\u{1c}", "\u{1f}", "\n"]
        {
            assert!(!is_nameable(value), "{value:?}");
        }
        for value in
            ["a", "a b", "a  b", ".", "/", "&", "+", "%2C", "a\u{a0}b", "\u{200b}", "\u{ff0c}", "constructor", "\0"]
        {
            assert!(is_nameable(value), "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn value_is_named_if_and_only_if_it_can_be(value in "\\PC*|[a,+& %\t\u{1c}\u{a0}]{0,4}") {
            let encoded = percent_encoding::utf8_percent_encode(&value, percent_encoding::NON_ALPHANUMERIC);
            let query = format!("lib={encoded}");
            let groups = FilterQuery::parse(&query).unwrap().groups;
            let named: Vec<_> = groups.iter().flat_map(|group| &group.values).collect();
            prop_assert_eq!(named == [&*value], is_nameable(&value));
        }
    }

    #[test]
    fn both_limits_are_reported() {
        let errors = FilterQuery::parse("offset=-1&limit=0").unwrap_err();
        let faults: Vec<_> = errors.iter().map(|error| (error.parameter, &*error.input, error.fault)).collect();
        assert_eq!(faults, [("limit", "0", Fault::Below(1)), ("offset", "-1", Fault::Below(0))]);
    }
}
