//! A second reader of snapshots, written from `snapshots/FORMAT.md` alone: simple, slow, and without the code that wrote
//! the file or answers from it. What both readers find is the same, or one of them is wrong.

use std::collections::BTreeMap;

use catalog_edge::model::{Facet, IMPL_TAG_FACETS, Impl, Records, SPEC_TAG_FACETS, Spec};
use roaring::RoaringBitmap;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use xxhash_rust::xxh3::xxh3_128;

use crate::records::normalized::Normalized;

/// Ids of the specs without implementations; missing if there are none.
const UNIMPLEMENTED: &str = "specs.unimplemented";

/// Length of the header.
const HEADER: usize = 39;

/// Content of a snapshot.
#[derive(Debug)]
pub(super) struct Content {
    /// Digest of the payload, in hexadecimal.
    pub(super) digest: String,
    /// Specs, plots, libraries, languages and lines of code.
    pub(super) stats: Vec<u64>,
    /// Digest of the documents, in hexadecimal.
    pub(super) documents: Option<String>,
    /// Everything else, without digest of documents.
    pub(super) normalized: Normalized,
}

/// A part of the file that is not as the format has it.
#[derive(Clone, Debug)]
pub(super) struct Misread {
    pub(super) section: String,
    pub(super) reason: String,
}

type Read<T> = Result<T, Misread>;

/// Reads the snapshot in `file`.
pub(super) fn read(file: &[u8]) -> Read<Content> {
    let misread = |reason: &str| Misread { section: "header".into(), reason: reason.into() };
    let (header, payload) = file.split_at_checked(HEADER).ok_or_else(|| misread("is cut short"))?;
    let digest = xxh3_128(payload).to_be_bytes();
    let is_sound = header[..11] == *b"\xc7\x24\x43cedge\r\n\x1a"
        && header[11..15] == [1, 0, 0, 0]
        && header[15..31] == digest
        && header[31..] == (payload.len() as u64).to_le_bytes();
    if !is_sound {
        return Err(misread("signature, version, digest or length is another"));
    }
    let sections = rmp_serde::from_slice(payload).map_err(|error| misread(&error.to_string()))?;
    Sections(sections).content(hexadecimal(&digest))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The payload: sections by name.
struct Sections(BTreeMap<String, ByteBuf>);

impl Sections {
    fn content(&self, digest: String) -> Read<Content> {
        let mut records = Records {
            languages: json("languages", self.bytes("languages")?)?,
            libraries: json("libraries", self.bytes("libraries")?)?,
            changed: self.has("changed").then(|| self.text("changed")).transpose()?,
            source: self.text("source")?,
            ..Records::default()
        };
        // Lists are by name, records by key.
        records.languages.sort_by(|a, b| a.id.cmp(&b.id));
        records.libraries.sort_by(|a, b| a.id.cmp(&b.id));
        for pair in self.strings("specs")?.chunks(2) {
            let [id, title] = pair else { return Err(misread("specs", "has an id without title")) };
            let id = json("specs", without(id, b':'))?;
            records.specs.push(Spec { id, title: json("specs", without(title, b','))?, ..Spec::default() });
        }
        records.impls = self.images(&records.specs)?;
        for (place, facet) in SPEC_TAG_FACETS.into_iter().enumerate() {
            self.add_tags(facet, records.specs.iter_mut().map(|spec| &mut spec.tags[place]).collect())?;
        }
        for (place, facet) in IMPL_TAG_FACETS.into_iter().enumerate() {
            self.add_tags(facet, records.impls.iter_mut().map(|image| &mut image.tags[place]).collect())?;
        }
        let stats = self.bytes("stats")?.chunks(8).map(little_endian).collect();
        let documents = self.has("documents").then(|| self.bytes("documents").map(hexadecimal)).transpose()?;
        let unimplemented = if self.has(UNIMPLEMENTED) { self.keys(UNIMPLEMENTED)? } else { Vec::new() };
        Ok(Content { digest, stats, documents, normalized: Normalized { records, unimplemented } })
    }

    /// All images, in the order of rows.
    fn images(&self, specs: &[Spec]) -> Read<Vec<Impl>> {
        let (languages, libraries) = (self.keys("languages.keys")?, self.keys("libraries.keys")?);
        let (editions, qualities) = (self.column("rows.edition")?, self.column("rows.quality")?);
        let (quality_texts, templates) = (self.strings("qualities")?, self.strings("editions.templates")?);
        let (edition_languages, edition_libraries) =
            (self.column("editions.language")?, self.column("editions.library")?);
        let columns = ["editions.url_light", "editions.url_dark", "editions.html_light", "editions.html_dark"];
        let forms = columns.map(|name| self.column(name).map(|column| (name, column)));
        let cells = self.column("literals.cells")?;
        let literals: BTreeMap<usize, &[u8]> = cells.into_iter().zip(self.strings("literals.texts")?).collect();
        let codes = self.codes(&languages, &libraries)?;

        let mut images = Vec::new();
        for (number, (spec, count)) in specs.iter().zip(self.column("specs.images")?).enumerate() {
            for row in images.len()..images.len() + count {
                let edition = *at("rows.edition", &editions, row)?;
                let language =
                    at("languages.keys", &languages, *at("editions.language", &edition_languages, edition)?)?;
                let library = at("libraries.keys", &libraries, *at("editions.library", &edition_libraries, edition)?)?;
                let url = |column: usize| {
                    let (name, forms) = forms[column].as_ref().map_err(Misread::clone)?;
                    match *at(name, forms, edition)? {
                        0 => Ok(None),
                        1 => literals.get(&(row * 4 + column)).map(|text| json("literals.texts", text)).transpose(),
                        form => {
                            let names = [&*spec.id, language, library];
                            filled(at("editions.templates", &templates, form - 2)?, names).map(Some)
                        }
                    }
                };
                let quality = *at("qualities", &quality_texts, *at("rows.quality", &qualities, row)?)?;
                images.push(Impl {
                    spec: spec.id.clone(),
                    language: language.clone(),
                    library: library.clone(),
                    quality: std::str::from_utf8(quality).ok().and_then(|text| text.parse().ok()),
                    url_light: url(0)?,
                    url_dark: url(1)?,
                    html_light: url(2)?,
                    html_dark: url(3)?,
                    has_code: codes
                        .get(&(language, library))
                        .is_some_and(|specs| u32::try_from(number).is_ok_and(|number| specs.contains(number))),
                    ..Impl::default()
                });
            }
        }
        Ok(images)
    }

    /// Numbers of the specs that have code, by language and library.
    fn codes<'k>(&self, languages: &'k [String], libraries: &'k [String]) -> Read<Codes<'k>> {
        if !self.has("codes.postings") {
            return Ok(Codes::new());
        }
        let pairs = self.column("codes.language")?.into_iter().zip(self.column("codes.library")?);
        let named = pairs.zip(self.strings("codes.postings")?).map(|((language, library), list)| {
            let key = (at("codes.language", languages, language)?, at("codes.library", libraries, library)?);
            Ok((key, bitmap("codes.postings", list)?))
        });
        named.collect()
    }

    /// Adds each value of `facet` to the lists of its owners.
    fn add_tags(&self, facet: Facet, mut owners: Vec<&mut Vec<String>>) -> Read<()> {
        let (keys, postings) = (format!("tags.{}.keys", facet.name()), format!("tags.{}.postings", facet.name()));
        for (value, list) in self.keys(&keys)?.into_iter().zip(self.strings(&postings)?) {
            for owner in bitmap(&postings, list)? {
                let owner = owners.get_mut(owner as usize).ok_or_else(|| misread(&postings, "names no owner"))?;
                owner.push(value.clone());
            }
        }
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn bytes(&self, name: &str) -> Read<&[u8]> {
        self.0.get(name).map(|bytes| &***bytes).ok_or_else(|| misread(name, "is missing"))
    }

    fn text(&self, name: &str) -> Read<String> {
        String::from_utf8(self.bytes(name)?.to_vec()).map_err(|error| misread(name, error))
    }

    fn column(&self, name: &str) -> Read<Vec<usize>> {
        match self.bytes(name)?.split_first() {
            Some((width @ (1 | 2 | 4), values)) => {
                Ok(values.chunks((*width).into()).map(|bytes| little_endian(bytes) as usize).collect())
            }
            _ => Err(misread(name, "has no width of 1, 2 or 4")),
        }
    }

    fn strings(&self, name: &str) -> Read<Vec<&[u8]>> {
        let mut rest = self.bytes(name)?;
        let mut strings = Vec::new();
        for length in self.column(&format!("{name}.lengths"))? {
            let string;
            (string, rest) =
                rest.split_at_checked(length).ok_or_else(|| misread(name, "is shorter than its strings"))?;
            strings.push(string);
        }
        Ok(strings)
    }

    fn keys(&self, name: &str) -> Read<Vec<String>> {
        self.strings(name)?.into_iter().map(|key| json(name, without(key, b':'))).collect()
    }
}

type Codes<'k> = BTreeMap<(&'k String, &'k String), RoaringBitmap>;

fn misread(section: &str, reason: impl ToString) -> Misread {
    Misread { section: section.into(), reason: reason.to_string() }
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// `string` without `end`, if it ends with that.
fn without(string: &[u8], end: u8) -> &[u8] {
    string.strip_suffix(&[end]).unwrap_or(string)
}

fn json<T: DeserializeOwned>(section: &str, text: &[u8]) -> Read<T> {
    serde_json::from_slice(text).map_err(|error| misread(section, error))
}

fn bitmap(section: &str, list: &[u8]) -> Read<RoaringBitmap> {
    RoaringBitmap::deserialize_from(list).map_err(|error| misread(section, error))
}

fn at<'v, T>(section: &str, values: &'v [T], index: usize) -> Read<&'v T> {
    values.get(index).ok_or_else(|| misread(section, format!("has no entry {index}")))
}

/// The URL that `template` makes of the names of spec, language and library.
fn filled(template: &[u8], names: [&str; 3]) -> Read<String> {
    let section = "editions.templates";
    let mut url = String::new();
    for piece in template.split_inclusive(|byte| (1..=3).contains(byte)) {
        let (text, name) = match piece {
            [text @ .., placeholder @ 1..=3] => (text, names[usize::from(*placeholder) - 1]),
            text => (text, ""),
        };
        url += &json::<String>(section, &[b"\"", text, b"\""].concat())?;
        url += name;
    }
    Ok(url)
}
