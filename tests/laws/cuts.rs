//! Rule: counts are those of the images in the reply, and `facets`, `values`, `fields` and `omit` only leave something out.

use std::collections::BTreeMap;

use catalog_edge::model::{Facet, FacetSource, Impl, Records};
use proptest::{collection::vec, option, prelude::*, sample::subsequence};
use serde_json::{Value, json};

use super::{Key, built, cases, filtered, images, list, number, open};
use crate::support::{
    catalogs::records,
    python,
    queries::{Piece, exclusion, group, spell, words},
};

const FACETS: [&str; 12] =
    ["lang", "lib", "spec", "plot", "data", "dom", "feat", "dep", "tech", "pat", "prep", "style"];

const PARTS: [&str; 5] = ["images", "counts", "globalCounts", "orCounts", "specTitles"];

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

/// The counts of these images, from the records.
fn recounted(records: &Records, images: &[Key]) -> Value {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> =
        Facet::ALL.into_iter().map(|facet| (facet.name(), BTreeMap::new())).collect();
    for [spec, language, library] in images {
        let is_it = |item: &&Impl| item.spec == *spec && item.language == *language && item.library == *library;
        let item = records.impls.iter().find(is_it).expect("it is in the records");
        let spec = records.specs.iter().find(|other| other.id == *spec).expect("it is in the records");
        for facet in Facet::ALL {
            let mut values: Vec<&String> = match (facet, facet.source()) {
                (Facet::Lang, _) => vec![&item.language],
                (Facet::Lib, _) => vec![&item.library],
                (_, FacetSource::Key) => vec![&item.spec],
                (_, FacetSource::SpecTag(place)) => spec.tags[place].iter().collect(),
                (_, FacetSource::ImplTag(place)) => item.tags[place].iter().collect(),
            };
            values.sort();
            values.dedup();
            for value in values {
                *counts.get_mut(facet.name()).expect("all are there").entry(value).or_default() += 1;
            }
        }
    }
    serde_json::to_value(counts).expect("counts are JSON")
}

/// Groups as they are spelled, each with a facet and the values that it chooses.
struct Groups(Vec<(String, String, Vec<String>)>);

impl Groups {
    fn new(groups: &[Piece], records: &Records) -> Self {
        let read = |group: &Piece| {
            // A group without values is ignored, so each group also gets a value that no facet has.
            let spelled = group.spell(records) + ",nobody-has-this";
            let (facet, list) = python::parse_qsl(&spelled).remove(0);
            let values = list.split(',').map(|value| python::strip(value).to_owned());
            let values = values.filter(|value| !value.is_empty()).collect();
            (spelled, facet, values)
        };
        Self(groups.iter().map(read).collect())
    }

    /// All groups but one.
    fn without(&self, own: usize) -> String {
        let others = self.0.iter().enumerate().filter(|(place, _)| *place != own);
        others.map(|(_, (spelled, ..))| spelled.as_str()).collect::<Vec<_>>().join("&")
    }

    fn all(&self) -> String {
        self.without(usize::MAX)
    }

    fn chosen(&self, facet: &str) -> Vec<String> {
        self.0.iter().filter(|(_, own, _)| own == facet).flat_map(|(.., values)| values.clone()).collect()
    }
}

/// Keeps the first `most` entries, and those that are chosen. Returns the number before, if any is left out.
fn cut(counts: &mut Value, most: usize, chosen: &[String]) -> Option<usize> {
    let counts = counts.as_object_mut().expect("counts");
    let all = counts.len();
    let mut order: Vec<(usize, String)> = counts.iter().map(|(value, count)| (number(count), value.clone())).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, value) in order.into_iter().skip(most).filter(|(_, value)| !chosen.contains(value)) {
        counts.remove(&value);
    }
    (counts.len() < all).then_some(all)
}

/// Exclusions and words, which select images but have no or-counts.
fn others() -> impl Strategy<Value = Vec<Piece>> {
    vec(prop_oneof![exclusion(), words()], 0..3)
}

fn some(names: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(names, 1..=names.len()).prop_shuffle()
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn counts_are_those_of_the_images(records in records(0..60), groups in vec(group(), 0..4), others in others()) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let (groups, others) = (Groups::new(&groups, &records), spell(&others, &records));
        let images_of = |groups: &str| images(&filtered(&service, &format!("{groups}&{others}")));
        let reply = filtered(&service, &format!("{}&{others}", groups.all()));
        prop_assert_eq!(number(&reply["total"]), images(&reply).len());
        prop_assert_eq!(&reply["counts"], &recounted(&records, &images(&reply)));
        prop_assert_eq!(&reply["globalCounts"], &recounted(&records, &images(&filtered(&service, ""))));
        prop_assert_eq!(list(&reply["orCounts"]).len(), groups.0.len());
        for (own, (_, facet, _)) in groups.0.iter().enumerate() {
            let expected = recounted(&records, &images_of(&groups.without(own)));
            prop_assert_eq!(&reply["orCounts"][own], &expected[facet], "{}", groups.all());
        }
    }

    #[test]
    fn facets_values_fields_and_omit_only_leave_something_out(
        records in records(0..60),
        groups in vec(group(), 0..4),
        others in others(),
        facets in option::of(some(&FACETS)),
        values in option::of(1..6_usize),
        fields in option::of(some(&FIELDS)),
        omitted in subsequence(&PARTS[..], 0..3),
    ) {
        let snapshot = built(&records);
        let service = open(&snapshot);
        let groups = Groups::new(&groups, &records);
        let query = format!("{}&{}", groups.all(), spell(&others, &records));
        let mut settings = format!("omit={}", omitted.join(","));
        let mut expected = filtered(&service, &query);
        if let Some(facets) = facets {
            settings += &format!("&facets={}", facets.join(",+"));
            let is_asked = |facet: &str| facets.contains(&facet);
            for part in ["counts", "globalCounts"] {
                expected[part].as_object_mut().expect("counts").retain(|facet, _| is_asked(facet));
            }
            for (place, _) in groups.0.iter().enumerate().filter(|(_, (_, facet, _))| !is_asked(facet)) {
                expected["orCounts"][place] = json!({});
            }
        }
        if let Some(most) = values {
            settings += &format!("&values={most}");
            let mut totals = json!({});
            for part in ["counts", "globalCounts"] {
                for (facet, counts) in expected[part].as_object_mut().expect("counts") {
                    let total = cut(counts, most, &groups.chosen(facet));
                    if let Some(total) = total.filter(|_| part == "counts") {
                        totals[facet] = json!(total);
                    }
                }
            }
            for (place, (_, facet, _)) in groups.0.iter().enumerate() {
                cut(&mut expected["orCounts"][place], most, &groups.chosen(facet));
            }
            if !omitted.contains(&"counts") {
                expected["valueTotals"] = totals;
            }
        }
        if let Some(fields) = fields {
            settings += &format!("&fields={}", fields.join(","));
            for image in expected["images"].as_array_mut().expect("images") {
                image.as_object_mut().expect("an image").retain(|name, _| fields.contains(&name.as_str()));
            }
        }
        expected.as_object_mut().expect("a reply").retain(|name, _| !omitted.contains(&name.as_str()));
        prop_assert_eq!(filtered(&service, &format!("{query}&{settings}")), expected, "{} {}", query, settings);
    }
}
