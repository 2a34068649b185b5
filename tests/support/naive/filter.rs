//! `GET /plots/filter`.

use std::collections::BTreeMap;

use super::{
    Counts, Facet, Image, Naive,
    faults::saturating,
    json::{array, json, object},
    parameters::{Group, Parameters},
    sort,
};

/// Members of an image, in reply order.
const FIELDS: [&str; 11] = [
    "spec_id",
    "library",
    "language",
    "quality",
    "url_light",
    "url_dark",
    "html_light",
    "html_dark",
    "url",
    "html",
    "title",
];

/// Members of a reply that can be left out.
const PARTS: [&str; 5] = ["images", "counts", "globalCounts", "orCounts", "specTitles"];

/// The counts to show.
struct Shown<'a> {
    facets: Vec<Facet>,
    most: Option<usize>,
    groups: &'a [Group],
}

impl Naive {
    /// Status and body of `GET /plots/filter?{query}`.
    pub(crate) fn filter(&self, query: &str) -> (u16, String) {
        let mut asked = Parameters::parse(query);
        let limit = asked.number("limit", 1, None);
        let offset = asked.number("offset", 0, None).unwrap_or_else(|| "0".to_owned());
        let sort = asked.sort(&sort::ALL);
        let words = asked.words("q");
        let facets = asked.some_of("facets", &Facet::ALL.map(Facet::name));
        let most = asked.number("values", 1, None);
        let fields = asked.some_of("fields", &FIELDS);
        let omitted = asked.omitted(&PARTS);
        let excluded = asked.excluded();
        if let Some(refusal) = asked.refusal() {
            return refusal;
        }

        let groups = asked.groups();
        let allowed: Vec<&Image> =
            self.without(&excluded).into_iter().filter(|image| self.has_words(image, &words)).collect();
        let mut matching = with_all_groups(self, &allowed, groups.iter());
        let shown = Shown {
            facets: Facet::ALL.into_iter().filter(|facet| facets.contains(&facet.name())).collect(),
            most: most.as_deref().map(saturating),
            groups: &groups,
        };
        let counts = self.counts_of(&matching, &shown.facets);
        let or_counts = groups.iter().enumerate().map(|(own, group)| {
            let others = groups.iter().enumerate().filter(|(place, _)| *place != own).map(|(_, group)| group);
            if shown.facets.contains(&group.facet) {
                shown.one(group.facet, &self.counts(&with_all_groups(self, &allowed, others), group.facet))
            } else {
                "{}".to_owned()
            }
        });
        let or_counts = array(or_counts.collect::<Vec<_>>());

        sort.apply(&mut matching, self, &words);
        let page = matching.iter().skip(saturating(&offset)).take(limit.as_deref().map_or(usize::MAX, saturating));
        let mut members = vec![
            ("total", matching.len().to_string()),
            ("images", array(page.map(|image| self.image(image, &fields)))),
            ("counts", shown.all(&counts)),
        ];
        if most.is_some() && !omitted.contains(&"counts") {
            members.push(("valueTotals", shown.totals_of_cut(&counts)));
        }
        members.extend([
            ("globalCounts", shown.all(&self.global_counts)),
            ("orCounts", or_counts),
            ("specTitles", self.titles()),
            ("offset", offset),
            ("limit", limit.unwrap_or_else(|| "null".to_owned())),
        ]);
        (200, object(members.into_iter().filter(|(name, _)| !omitted.contains(name))))
    }

    fn image(&self, image: &Image, fields: &[&str]) -> String {
        let item = &image.item;
        let members = [
            json(&item.spec),
            json(&item.library),
            json(&item.language),
            json(&item.quality),
            json(&item.url_light),
            json(&item.url_dark),
            json(&item.html_light),
            json(&item.html_dark),
            json(&item.url_light),
            json(&item.html_light),
            json(&self.specs[&item.spec].title),
        ];
        object(FIELDS.into_iter().zip(members).filter(|(name, _)| fields.contains(name)))
    }
}

/// The images among `images` that have a value of every group.
fn with_all_groups<'a, 'g>(
    naive: &Naive,
    images: &[&'a Image],
    groups: impl Iterator<Item = &'g Group> + Clone,
) -> Vec<&'a Image> {
    images.iter().copied().filter(|image| groups.clone().all(|group| naive.has_one_of(image, group))).collect()
}

impl Shown<'_> {
    /// The first values, and those that a group of the facet chooses.
    fn kept<'a>(&self, facet: Facet, counts: &'a Counts) -> Vec<&'a (String, usize)> {
        let most = self.most.unwrap_or(usize::MAX);
        let is_chosen = |value| self.groups.iter().any(|group| group.facet == facet && group.values.contains(value));
        let entries = counts.iter().enumerate();
        entries.filter(|(place, (value, _))| *place < most || is_chosen(value)).map(|(_, entry)| entry).collect()
    }

    fn one(&self, facet: Facet, counts: &Counts) -> String {
        object(self.kept(facet, counts).into_iter().map(|(value, count)| (value.as_str(), count.to_string())))
    }

    fn all(&self, counts: &BTreeMap<Facet, Counts>) -> String {
        object(self.facets.iter().map(|&facet| (facet.name(), self.one(facet, &counts[&facet]))))
    }

    /// The number of values of each facet that is not shown whole.
    fn totals_of_cut(&self, counts: &BTreeMap<Facet, Counts>) -> String {
        let cut = self.facets.iter().filter(|&&facet| {
            let counts = &counts[&facet];
            self.kept(facet, counts).len() < counts.len()
        });
        object(cut.map(|&facet| (facet.name(), counts[&facet].len().to_string())))
    }
}
