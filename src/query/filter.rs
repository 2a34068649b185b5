//! The query of `GET /plots/filter`.

use super::{
    conditions::Conditions,
    fault::{ParameterError, checked},
    name_set::NameSet,
    page::{Page, integer},
    searched,
    sort::{self, Sort},
};
use crate::model::Facet;

/// A parsed filter: conditions, and what the reply shows of the images that meet them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterQuery<'q> {
    /// Conditions on facets.
    pub conditions: Conditions<'q>,
    /// Distinct folded words. Each is the beginning of a word of the image.
    pub words: Vec<String>,
    /// Order of the matching images.
    pub sort: Sort,
    /// Page of them.
    pub page: Page,
    /// Parts to leave out of the reply, by their place in [`Part::NAMES`]; none if `None`.
    pub omitted: Option<NameSet>,
    /// Facets that are counted; all if `None`.
    pub facets: Option<NameSet>,
    /// Most values of a facet that are counted; all if `None`.
    pub values: Option<usize>,
    /// Fields of images, by their place in the table of names; all if `None`.
    pub fields: Option<NameSet>,
}

/// A part of the reply that a client may omit, in the order of [`Part::NAMES`].
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
    /// Names of all parts.
    const NAMES: &[&str] = &["images", "counts", "globalCounts", "orCounts", "specTitles"];
}

impl<'q> FilterQuery<'q> {
    /// Parses a raw query string. `fields` are the names of an image's fields. Unknown parameters are ignored. Of several
    /// parameters that are no lists, the last counts.
    ///
    /// # Errors
    /// One [`ParameterError`] for each fault: limit, offset, sort, seed, words, facets, values, fields, omit, then
    /// exclusions.
    pub fn parse(query: &'q str, fields: &'static [&'static str]) -> Result<Self, Vec<ParameterError>> {
        let (mut limit, mut offset, mut order, mut seed, mut q, mut values) = (None, None, None, None, None, None);
        let (mut facet_lists, mut field_lists, mut part_lists) = (Vec::new(), Vec::new(), Vec::new());
        let (mut errors, mut unnamed) = (Vec::new(), Vec::new());
        let conditions = Conditions::read(query, &mut unnamed, |name, value| {
            match name {
                "limit" => limit = Some(value),
                "offset" => offset = Some(value),
                "sort" => order = Some(value),
                "seed" => seed = Some(value),
                "q" => q = Some(value),
                "values" => values = Some(value),
                "facets" => facet_lists.push(value),
                "fields" => field_lists.push(value),
                "omit" => part_lists.push(value),
                _ => return Some(value),
            }
            None
        });
        // In the order of the errors.
        let page = Page::parse(limit, offset, &mut errors);
        let sort = Sort::parse(order, seed, sort::ALL, &mut errors);
        let words = searched::words("q", q.as_deref(), &mut errors);
        let facets = NameSet::parse("facets", &facet_lists, Facet::NAMES, &mut errors);
        let values = values.and_then(|values| checked(integer("values", &values, 1), &mut errors));
        let fields = NameSet::parse("fields", &field_lists, fields, &mut errors);
        let omitted = NameSet::parse("omit", &part_lists, Part::NAMES, &mut errors);
        errors.append(&mut unnamed);
        conditions.check(&mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        let values = values.map(|values| values.saturated());
        Ok(Self { conditions, words, sort, page, omitted, facets, values, fields })
    }

    /// Returns true if the reply has this part.
    pub(crate) fn has(&self, part: Part) -> bool {
        !self.omitted.is_some_and(|omitted| omitted.contains(part as usize))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::query::{Fault, Group, LaxInteger};

    const FIELDS: &[&str] = &["url", "title"];

    fn parse(query: &str) -> Result<FilterQuery<'_>, Vec<ParameterError>> {
        FilterQuery::parse(query, FIELDS)
    }

    #[test]
    fn groups_keep_the_callers_order() {
        let query = parse("plot=b,%20a%20,,&x=1&lib=+&Lib=q&lib=c&plot&limit=x&limit=2&not.lib=d").unwrap();
        let group =
            |facet, values: &[&'static str]| Group { facet, values: values.iter().map(|&v| v.into()).collect() };
        assert_eq!(query.conditions.groups, [group(Facet::Plot, &["b", "a"]), group(Facet::Lib, &["c"])]);
        assert_eq!(query.conditions.excluded, [group(Facet::Lib, &["d"])]);
        assert_eq!(query.page.limit.unwrap().saturated(), 2);
        assert_eq!(query.page.offset, LaxInteger::zero());
    }

    #[test]
    fn parts_to_omit_add_up_and_each_unknown_one_is_refused() {
        use Part::{Counts, GlobalCounts, Images, OrCounts, SpecTitles};
        let left = |query| {
            let query = parse(query).unwrap();
            [Images, Counts, GlobalCounts, OrCounts, SpecTitles].map(|part| query.has(part))
        };
        assert_eq!(left("omit=counts,%20specTitles+,,counts&omit=images&omit"), [false, false, true, true, false]);
        assert_eq!(left("omit=globalCounts,%6FrCounts"), [true, true, false, false, true]);
        assert_eq!(left("omit=,+&Omit=x"), [true; 5]);
        for unknown in ["total", "offset", "valueTotals", "Counts", "or_counts", "counts=", "images;counts", "\u{e9}"] {
            let query = format!("omit=images,+{unknown}%20,counts&omit={unknown}&omit=specTitles");
            let error = ParameterError::new("omit", unknown, Fault::NotOneOf(Part::NAMES));
            assert_eq!(parse(&query), Err(vec![error.clone(), error]), "{query}");
        }
    }

    #[test]
    fn lists_of_facets_and_fields_add_up_and_empty_ones_are_none() {
        let query = parse("facets=lib,&facets=+lang&fields=title&values=3&facets=").unwrap();
        let facets: Vec<_> =
            Facet::ALL.into_iter().filter(|facet| query.facets.unwrap().contains(*facet as usize)).collect();
        assert_eq!(facets, [Facet::Lang, Facet::Lib]);
        assert_eq!((query.fields.unwrap().contains(0), query.fields.unwrap().contains(1)), (false, true));
        assert_eq!(query.values, Some(3));
        let query = parse("facets=,+,&fields").unwrap();
        assert_eq!((query.facets, query.fields, query.values), (None, None, None));
    }

    #[test]
    fn every_fault_is_reported_in_the_order_of_the_parameters() {
        let long = "x".repeat(257);
        let query = format!(
            "not.x=1&omit=d&fields=a&values=0&facets=b,lib,c&q={long}&seed=-1&sort=random&offset=-1&limit=0&not.=2"
        );
        let errors = parse(&query).unwrap_err();
        let faults: Vec<_> =
            errors.iter().map(|error| (&*error.parameter, error.input.as_deref().unwrap(), error.fault)).collect();
        let expected = [
            ("limit", "0", Fault::Below(1)),
            ("offset", "-1", Fault::Below(0)),
            ("seed", "-1", Fault::Below(0)),
            ("q", &long, Fault::LongText(256)),
            ("facets", "b", Fault::NotOneOf(Facet::NAMES)),
            ("facets", "c", Fault::NotOneOf(Facet::NAMES)),
            ("values", "0", Fault::Below(1)),
            ("fields", "a", Fault::NotOneOf(FIELDS)),
            ("omit", "d", Fault::NotOneOf(Part::NAMES)),
            ("not.x", "1", Fault::NotNamedAfter(Facet::NAMES)),
            ("not.", "2", Fault::NotNamedAfter(Facet::NAMES)),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn limits_are_those_stated() {
        let words = |count: usize| (0..count).map(|word| word.to_string()).collect::<Vec<_>>().join("+");
        let excluded = |count: usize| format!("not.lib={}&not.lang=x", "a,".repeat(count - 1));
        let groups = |count: usize| (0..count).map(|value| format!("lib={value}")).collect::<Vec<_>>().join("&");
        for (query, fault) in [
            ("sort=random&seed=4294967295".to_owned(), None),
            ("sort=random&seed=4294967296".to_owned(), Some(Fault::Above(u32::MAX))),
            ("sort=random&seed=99999999999999999999999".to_owned(), Some(Fault::Above(u32::MAX))),
            ("sort=random&seed=1.5".to_owned(), Some(Fault::NotAnInteger)),
            ("sort=random".to_owned(), Some(Fault::NoSeed)),
            ("sort=quality&seed=x".to_owned(), None),
            ("sort=".to_owned(), Some(Fault::NotOneOf(sort::ALL))),
            (format!("q={}", "%C3%A9".repeat(256)), None),
            (format!("q={}", "%C3%A9".repeat(257)), Some(Fault::LongText(256))),
            (format!("q={}", words(16)), None),
            (format!("q={}+0", words(16)), None),
            (format!("q={}", words(17)), Some(Fault::ManyWords(16))),
            (groups(64), None),
            (format!("{0}&{0}", groups(64)), None),
            (format!("{}&lib=y,x&lib=+y%20,,%78", groups(63)), None),
            (format!("{}&lib=y,x&lib=x,y", groups(63)), Some(Fault::ManyGroups(64))),
            (format!("{}&lang=0", groups(64)), Some(Fault::ManyGroups(64))),
            (excluded(1_000), None),
            (excluded(1_001), Some(Fault::ManyExclusions(1_000))),
        ] {
            assert_eq!(parse(&query).err().map(|errors| errors[0].fault), fault, "{query}");
        }
    }
}
