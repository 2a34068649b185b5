//! Implementations in the form that the sections of a snapshot need.

use std::collections::HashMap;

use crate::{
    catalog::{
        interner::Interner,
        url_collector::{CollectedUrl, UrlCollector},
        urls::{RowNames, URL_FIELDS},
    },
    model::{IMPL_TAG_FACETS, Impl},
};

/// The implementations of a catalogue in a compact form: each id, each tag and each form of a URL is kept once.
///
/// A source adds its records one by one, and need not keep them.
#[derive(Debug, Default)]
pub struct CompactImpls {
    /// Ids of the specs, languages and libraries that implementations refer to.
    pub(super) specs: Interner<str>,
    pub(super) languages: Interner<str>,
    pub(super) libraries: Interner<str>,
    /// The implementations in the order in which they were added.
    pub(super) rows: Vec<Row>,
    /// For each tag facet, its values with the places of the images that carry them.
    pub(super) tags: [HashMap<Box<str>, Vec<u32>>; IMPL_TAG_FACETS.len()],
    pub(super) urls: UrlCollector,
    pub(super) lines_of_code: u64,
}

/// An implementation.
#[derive(Debug)]
pub(super) struct Row {
    /// Numbers of its spec, language and library.
    pub(super) spec: u32,
    pub(super) language: u32,
    pub(super) library: u32,
    /// Its place in the order in which implementations were added.
    pub(super) place: u32,
    pub(super) quality: Option<f64>,
    pub(super) time: Option<i64>,
    pub(super) urls: [Option<CollectedUrl>; URL_FIELDS],
    pub(super) is_image: bool,
    pub(super) has_code: bool,
}

impl CompactImpls {
    /// Adds `record`. Of an implementation that is no image, it keeps what counts and documents need.
    pub fn add(&mut self, record: &Impl) {
        let place = self.rows.len() as u32;
        let (is_image, mut urls) = (record.is_image(), [None; URL_FIELDS]);
        if is_image {
            let names = RowNames { spec: &record.spec, language: &record.language, library: &record.library };
            urls = [&record.url_light, &record.url_dark, &record.html_light, &record.html_dark]
                .map(|url| url.as_ref().map(|url| self.urls.add(url, names)));
            for (carriers, values) in self.tags.iter_mut().zip(&record.tags) {
                for value in values {
                    match carriers.get_mut(&**value) {
                        Some(places) => places.push(place),
                        None => _ = carriers.insert((**value).into(), vec![place]),
                    }
                }
            }
        }
        self.lines_of_code += record.line_count.unwrap_or(0);
        self.rows.push(Row {
            spec: self.specs.number(&record.spec),
            language: self.languages.number(&record.language),
            library: self.libraries.number(&record.library),
            place,
            quality: record.quality,
            time: record.time(),
            urls,
            is_image,
            has_code: record.has_code,
        });
    }
}

impl Row {
    /// Numbers of its spec, language and library: rows are unique by them, and sorted.
    pub(super) fn key(&self) -> (u32, u32, u32) {
        (self.spec, self.language, self.library)
    }
}
