//! The conditions of a query on facets.

use std::borrow::Cow;

use super::{
    fault::{Fault, ParameterError},
    parameters::entries,
};
use crate::model::Facet;

/// Values of one facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'q> {
    /// The facet.
    pub facet: Facet,
    /// Its values, trimmed, none empty; at least one.
    pub values: Vec<Cow<'q, str>>,
}

/// Conditions on the facets of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions<'q> {
    /// Groups in the order of the query. The image carries a value of each.
    pub groups: Vec<Group<'q>>,
    /// Groups of values of which the image carries none.
    pub excluded: Vec<Group<'q>>,
}

/// Most values that a query may exclude, because each costs a pass over its images.
const MAX_EXCLUDED: usize = 1_000;

/// Most different groups of a query, because each costs a pass over the images. Groups with the same list are equal.
const MAX_GROUPS: usize = 64;

/// Prefix of the parameters that exclude values.
pub(crate) const NOT: &str = "not.";

impl<'q> Conditions<'q> {
    /// Adds the parameter `name` with `value`. Ignores parameters that are no conditions.
    pub(super) fn add(&mut self, name: &str, value: Cow<'q, str>, errors: &mut Vec<ParameterError>) {
        if let Some(facet) = Facet::from_name(name) {
            self.groups.extend(Group::parse(facet, value));
        } else if let Some(excluded) = name.strip_prefix(NOT) {
            match Facet::from_name(excluded) {
                Some(facet) => self.excluded.extend(Group::parse(facet, value)),
                None => {
                    let fault = Fault::NotNamedAfter(Facet::NAMES);
                    errors.push(ParameterError::new(name.to_owned(), &value, fault));
                }
            }
        }
    }

    /// Adds the errors of all conditions together.
    pub(super) fn check(&self, errors: &mut Vec<ParameterError>) {
        let mut different: Vec<&Group<'_>> = Vec::new();
        for group in &self.groups {
            if different.len() <= MAX_GROUPS && !different.contains(&group) {
                different.push(group);
            }
        }
        if different.len() > MAX_GROUPS {
            let fault = Fault::ManyGroups(MAX_GROUPS);
            errors.push(ParameterError { parameter: "groups".into(), input: None, fault });
        }
        if self.excluded.iter().map(|group| group.values.len()).sum::<usize>() > MAX_EXCLUDED {
            let fault = Fault::ManyExclusions(MAX_EXCLUDED);
            errors.push(ParameterError { parameter: "not".into(), input: None, fault });
        }
    }
}

impl<'q> Group<'q> {
    fn parse(facet: Facet, list: Cow<'q, str>) -> Option<Self> {
        let values: Vec<Cow<'q, str>> = match list {
            Cow::Borrowed(list) => entries(list).map(Cow::Borrowed).collect(),
            Cow::Owned(list) => entries(&list).map(|value| Cow::Owned(value.to_owned())).collect(),
        };
        (!values.is_empty()).then_some(Self { facet, values })
    }
}

/// True if a filter can name `value`: a list of only this value is parsed as this value.
#[must_use]
pub fn is_nameable(value: &str) -> bool {
    entries(value).eq([value])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;
    use crate::query::FilterQuery;

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
            let query = format!("lib={encoded}&not.lib={encoded}");
            let conditions = FilterQuery::parse(&query, &[]).unwrap().conditions;
            for groups in [conditions.groups, conditions.excluded] {
                let named: Vec<_> = groups.iter().flat_map(|group| &group.values).collect();
                prop_assert_eq!(named == [&*value], is_nameable(&value));
            }
        }
    }
}
