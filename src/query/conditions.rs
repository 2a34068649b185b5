//! The conditions of a query on facets.

use std::borrow::Cow;

use super::{
    fault::{Fault, ParameterError},
    parameters::{decoded, entries, pairs},
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
    /// The different groups, in the order of their first occurrence. The image carries a value of each.
    pub groups: Vec<Group<'q>>,
    /// For each group of the query, its index among the different ones.
    pub places: Vec<usize>,
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
    /// Reads the conditions of a raw query string. `take` gets each parameter first, with its name, and returns the value if
    /// the parameter is none of its own.
    ///
    /// A group that is spelled as before is neither parsed nor passed to `take` again: a query has room for thousands, and is
    /// parsed for each chunk of a long reply.
    pub(super) fn read(
        query: &'q str,
        errors: &mut Vec<ParameterError>,
        mut take: impl FnMut(&str, Cow<'q, str>) -> Option<Cow<'q, str>>,
    ) -> Self {
        let (mut conditions, mut spellings) = (Self::default(), Vec::new());
        for pair in pairs(query) {
            if let Some((_, place)) = spellings.iter().find(|(spelling, _)| *spelling == pair) {
                conditions.places.push(*place);
                continue;
            }
            let (name, value) = decoded(pair);
            let place = take(&name, value).and_then(|value| conditions.add(&name, value, errors));
            if spellings.len() < MAX_GROUPS {
                spellings.extend(place.map(|place| (pair, place)));
            }
        }
        conditions
    }

    /// Adds the parameter `name` with `value`. Ignores parameters that are no conditions. Returns the place of its group if it
    /// is one. Not inlined, because there are two readers.
    #[inline(never)]
    fn add(&mut self, name: &str, value: Cow<'q, str>, errors: &mut Vec<ParameterError>) -> Option<usize> {
        if let Some(facet) = Facet::from_name(name) {
            return self.add_group(Group::parse(facet, value)?);
        }
        if let Some(excluded) = name.strip_prefix(NOT) {
            match Facet::from_name(excluded) {
                Some(facet) => self.excluded.extend(Group::parse(facet, value)),
                None => {
                    let fault = Fault::NotNamedAfter(Facet::NAMES);
                    errors.push(ParameterError::new(name.to_owned(), &value, fault));
                }
            }
        }
        None
    }

    /// Returns the place of the group, unless there are more than are allowed.
    #[inline(never)]
    fn add_group(&mut self, group: Group<'q>) -> Option<usize> {
        if self.groups.len() > MAX_GROUPS {
            return None;
        }
        let place = self.groups.iter().position(|other| *other == group).unwrap_or(self.groups.len());
        if place == self.groups.len() {
            self.groups.push(group);
        }
        self.places.push(place);
        Some(place)
    }

    /// Removes the last group of `facet`, if there is one.
    pub(crate) fn remove_last(&mut self, facet: Facet) {
        let Some(last) = self.places.iter().rposition(|place| self.groups[*place].facet == facet) else { return };
        let removed = self.places.remove(last);
        if !self.places.contains(&removed) {
            self.groups.remove(removed);
            self.places.iter_mut().filter(|place| **place > removed).for_each(|place| *place -= 1);
        }
    }

    /// Adds the errors of all conditions together.
    pub(super) fn check(&self, errors: &mut Vec<ParameterError>) {
        if self.groups.len() > MAX_GROUPS {
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

    #[test]
    fn last_group_of_a_facet_is_removed_and_the_others_keep_their_order() {
        for (query, facet, expected) in [
            ("lib=a&lang=b&lib=c", Facet::Lib, "lib=a&lang=b"),
            ("lib=a&lang=b&lib=a&plot=c", Facet::Lib, "lib=a&lang=b&plot=c"),
            ("lib=a&lang=b&lib=%61", Facet::Lib, "lib=a&lang=b"),
            ("lib=a&lang=b&plot=c&lang=b", Facet::Lib, "lang=b&plot=c&lang=b"),
            ("lib=a", Facet::Lang, "lib=a"),
            ("", Facet::Lang, ""),
        ] {
            let mut conditions = FilterQuery::parse(query, &[]).unwrap().conditions;
            conditions.remove_last(facet);
            assert_eq!(conditions, FilterQuery::parse(expected, &[]).unwrap().conditions, "{query}");
        }
    }

    #[test]
    fn repeated_groups_are_those_of_their_first_spelling_and_place() {
        let query = "lib=a,b&lang=c&lib=a,b&lib=+a%20,,b&lang=c&lib=b,a&lib=&lib=,";
        let conditions = FilterQuery::parse(query, &[]).unwrap().conditions;
        assert_eq!(conditions.groups.len(), 3);
        assert_eq!(conditions.places, [0, 1, 0, 0, 1, 2]);
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
