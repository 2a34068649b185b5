//! The contract in simple loops: the expected answers, without regard to speed.
//!
//! Written from the contract, not from the engine. If the two differ, one of them is wrong.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::model::{Facet, FacetSource, Impl, Library, Records, Spec};

use super::python::{self, NoInt};

/// A second, simple and slow implementation of a catalogue.
pub(crate) struct Naive {
    specs: BTreeMap<String, Spec>,
    libraries: Vec<Library>,
    /// In reply order.
    impls: Vec<Impl>,
    /// The counts of all images, the same in every reply.
    global_counts: String,
}

/// Values of one facet. An image must have at least one of them.
struct Group {
    facet: Facet,
    values: Vec<String>,
}

impl Naive {
    /// Takes the records in any order.
    pub(crate) fn new(records: &Records) -> Self {
        let (mut specs, mut impls) = (records.specs.clone(), records.impls.clone());
        // A value that is listed twice counts once.
        let once = |tags: &mut Vec<String>| {
            tags.sort();
            tags.dedup();
        };
        specs.iter_mut().flat_map(|spec| &mut spec.tags).for_each(once);
        impls.iter_mut().flat_map(|item| &mut item.tags).for_each(once);
        impls.sort_by(|a, b| (&a.spec, &a.language, &a.library).cmp(&(&b.spec, &b.language, &b.library)));
        let mut naive = Self {
            specs: specs.into_iter().map(|spec| (spec.id.clone(), spec)).collect(),
            libraries: records.libraries.clone(),
            impls,
            global_counts: String::new(),
        };
        naive.global_counts = naive.all_counts(&naive.images().collect::<Vec<_>>());
        naive
    }

    /// Status and body of `GET /plots/filter?{query}`.
    pub(crate) fn filter(&self, query: &str) -> (u16, String) {
        let pairs = python::parse_qsl(query);
        let last = |name: &str| pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let limit = last("limit").map(|text| number("limit", text, 1)).transpose();
        let offset = last("offset").map(|text| number("offset", text, 0)).transpose();
        let (limit, offset) = match (limit, offset) {
            (Ok(limit), Ok(offset)) => (limit, offset.unwrap_or_else(|| "0".to_owned())),
            (limit, offset) => {
                let errors = [limit.err(), offset.err()].into_iter().flatten();
                return (422, object([("detail", array(errors))]));
            }
        };

        let groups = groups(&pairs);
        let all: Vec<&Impl> = self.images().collect();
        let matching = self.matching(&all, groups.iter());
        let page = matching.iter().skip(saturating(&offset)).take(limit.as_deref().map_or(usize::MAX, saturating));
        let or_counts = (0..groups.len()).map(|own| {
            let others = groups.iter().enumerate().filter(|(place, _)| *place != own).map(|(_, group)| group);
            self.counts(&self.matching(&all, others), groups[own].facet)
        });

        let omitted: Vec<&str> = pairs
            .iter()
            .filter(|(name, _)| name == "omit")
            .flat_map(|(_, list)| list.split(',').map(python::strip))
            .filter(|part| ["images", "counts", "globalCounts", "orCounts", "specTitles"].contains(part))
            .collect();
        let members = [
            ("total", matching.len().to_string()),
            ("images", array(page.map(|image| self.image(image)))),
            ("counts", self.all_counts(&matching)),
            ("globalCounts", self.global_counts.clone()),
            ("orCounts", array(or_counts)),
            ("specTitles", self.titles()),
            ("offset", offset),
            ("limit", limit.unwrap_or_else(|| "null".to_owned())),
        ];
        (200, object(members.into_iter().filter(|(name, _)| !omitted.contains(name))))
    }

    /// Body of `GET /libraries/{id}/images`, or `None` if the library does not exist.
    pub(crate) fn library_images(&self, id: &str) -> Option<String> {
        self.libraries.iter().find(|library| library.id == id)?;
        let images = self.images().filter(|image| image.library == id).map(|image| {
            object([
                ("spec_id", json(&image.spec)),
                ("library", json(&image.library)),
                ("language", json(&image.language)),
                ("url", json(&image.url_light)),
                ("html", json(&image.html_light)),
            ])
        });
        Some(object([("library", json(id)), ("images", array(images))]))
    }

    /// Body of `GET /specs/{id}/images`, or `None` if the spec has no implementations.
    pub(crate) fn spec_images(&self, id: &str) -> Option<String> {
        self.impls.iter().find(|item| item.spec == id)?;
        let images = self.images().filter(|image| image.spec == id).map(|image| {
            object([
                ("library", json(&image.library)),
                ("language", json(&image.language)),
                ("url", json(&image.url_light)),
                ("html", json(&image.html_light)),
            ])
        });
        Some(object([("spec_id", json(id)), ("images", array(images))]))
    }

    /// Body of `GET /stats`.
    pub(crate) fn stats(&self) -> String {
        let specs: BTreeSet<&str> = self.impls.iter().map(|item| item.spec.as_str()).collect();
        let languages: BTreeSet<&str> = self.libraries.iter().map(|library| library.language.as_str()).collect();
        let lines: u64 = self.impls.iter().filter_map(|item| item.line_count).sum();
        object([
            ("specs", specs.len().to_string()),
            ("plots", self.impls.len().to_string()),
            ("libraries", self.libraries.len().to_string()),
            ("languages", languages.len().to_string()),
            ("lines_of_code", lines.to_string()),
        ])
    }

    fn images(&self) -> impl Iterator<Item = &Impl> {
        self.impls.iter().filter(|item| item.url_light.as_ref().is_some_and(|url| !url.is_empty()))
    }

    /// The values of an image, without duplicates.
    fn values<'a>(&'a self, image: &'a Impl, facet: Facet) -> Vec<&'a str> {
        let spec = &self.specs[&image.spec];
        let tags = match (facet, facet.source()) {
            (Facet::Lang, _) => return vec![&image.language],
            (Facet::Lib, _) => return vec![&image.library],
            (_, FacetSource::Key) => return vec![&image.spec],
            (_, FacetSource::SpecTag(place)) => &spec.tags[place],
            (_, FacetSource::ImplTag(place)) => &image.tags[place],
        };
        tags.iter().map(String::as_str).collect()
    }

    /// The images among `images` that have a value of every group.
    fn matching<'a>(&self, images: &[&'a Impl], groups: impl Iterator<Item = &'a Group> + Clone) -> Vec<&'a Impl> {
        let mut matching = Vec::new();
        for image in images {
            let has_one = |group: &Group| {
                let values = self.values(image, group.facet);
                group.values.iter().any(|value| values.contains(&value.as_str()))
            };
            if groups.clone().all(has_one) {
                matching.push(*image);
            }
        }
        matching
    }

    /// Returns the number of `images` with each value: highest number first, then by value.
    fn counts(&self, images: &[&Impl], facet: Facet) -> String {
        let mut counts = BTreeMap::<&str, usize>::new();
        for image in images {
            for value in self.values(image, facet) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        object(counts.into_iter().map(|(value, count)| (value, count.to_string())))
    }

    fn all_counts(&self, images: &[&Impl]) -> String {
        object(Facet::ALL.map(|facet| (facet.name(), self.counts(images, facet))))
    }

    /// Titles of all specs with an implementation, even if none has a preview.
    fn titles(&self) -> String {
        let implemented: BTreeSet<&str> = self.impls.iter().map(|item| item.spec.as_str()).collect();
        object(implemented.into_iter().map(|id| (id, json(&self.specs[id].title))))
    }

    fn image(&self, image: &Impl) -> String {
        object([
            ("spec_id", json(&image.spec)),
            ("library", json(&image.library)),
            ("language", json(&image.language)),
            ("quality", json(&image.quality)),
            ("url_light", json(&image.url_light)),
            ("url_dark", json(&image.url_dark)),
            ("html_light", json(&image.html_light)),
            ("html_dark", json(&image.html_dark)),
            ("url", json(&image.url_light)),
            ("html", json(&image.html_light)),
            ("title", json(&self.specs[&image.spec].title)),
        ])
    }
}

/// One group for every pair named after a facet, unless its list is empty.
fn groups(pairs: &[(String, String)]) -> Vec<Group> {
    let mut groups = Vec::new();
    for (name, list) in pairs {
        let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.name() == name) else {
            continue;
        };
        let values: Vec<String> =
            list.split(',').map(python::strip).filter(|value| !value.is_empty()).map(str::to_owned).collect();
        if !values.is_empty() {
            groups.push(Group { facet, values });
        }
    }
    groups
}

/// A parameter as Python prints it, or pydantic's error for it.
fn number(name: &str, text: &str, least: u64) -> Result<String, String> {
    let error = |kind: &str, message: &str, context: Option<String>| {
        let mut error = vec![
            ("type", json(kind)),
            ("loc", array([json("query"), json(name)])),
            ("msg", json(message)),
            ("input", json(text)),
        ];
        error.extend(context.map(|context| ("ctx", context)));
        object(error)
    };
    match python::int(text) {
        Err(NoInt::Parsing) => {
            Err(error("int_parsing", "Input should be a valid integer, unable to parse string as an integer", None))
        }
        Err(NoInt::ParsingSize) => {
            Err(error("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size", None))
        }
        Ok(number) if number.starts_with('-') || saturating(&number) < least as usize => {
            let message = format!("Input should be greater than or equal to {least}");
            Err(error("greater_than_equal", &message, Some(object([("ge", least.to_string())]))))
        }
        Ok(number) => Ok(number),
    }
}

/// Numbers that do not fit are larger than any catalogue.
fn saturating(digits: &str) -> usize {
    digits.parse().unwrap_or(usize::MAX)
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("text and numbers can be written")
}

fn array(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let members = members.into_iter().map(|(key, value)| format!("{}:{value}", json(key)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}
