//! A second reader of snapshots, written from `snapshots/FORMAT.md` alone. It is simple and slow, and shares no code
//! with the engine. If the two readers disagree, one of them is wrong.

mod images;
mod sections;
mod words;

use catalog_edge::model::{Facet, IMPL_TAG_FACETS, Records, SPEC_TAG_FACETS, Spec};
use xxhash_rust::xxh3::xxh3_128;

use super::words::WordIndex;
use crate::records::normalized::Normalized;
pub(super) use sections::FormatError;
use sections::{Read, Sections, bitmap, json, little_endian, misread};

/// Section with the ids of the specs without implementations. It is missing if there are none.
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
    /// Sources of each word.
    pub(super) words: WordIndex,
    /// All records. The times of images are in the order of their ranks.
    pub(super) normalized: Normalized,
}

/// Reads the snapshot in `file`.
pub(super) fn read(file: &[u8]) -> Read<Content> {
    let misread = |reason: &str| FormatError { section: "header".into(), reason: reason.into() };
    let (header, payload) = file.split_at_checked(HEADER).ok_or_else(|| misread("is cut short"))?;
    let digest = xxh3_128(payload).to_be_bytes();
    let is_sound = header[..11] == *b"\xc7\x24\x43cedge\r\n\x1a"
        && header[11..15] == [2, 0, 0, 0]
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

impl Sections {
    fn content(&self, digest: String) -> Read<Content> {
        let mut records = Records {
            languages: json("languages", self.bytes("languages")?)?,
            libraries: json("libraries", self.bytes("libraries")?)?,
            changed: self.has("changed").then(|| self.text("changed")).transpose()?,
            source: self.text("source")?,
            ..Records::default()
        };
        // The lists are sorted by name, records by key.
        records.languages.sort_by(|a, b| a.id.cmp(&b.id));
        records.libraries.sort_by(|a, b| a.id.cmp(&b.id));
        let languages = records.languages.iter().map(|language| (language.id.clone(), language.name.clone()));
        if self.members("languages.by_id")? != languages.collect::<Vec<_>>() {
            return Err(misread("languages.by_id", "has other ids and names than languages"));
        }
        let libraries = records.libraries.iter().map(|library| (library.id.clone(), library.name.clone()));
        if self.members("libraries.by_id")? != libraries.collect::<Vec<_>>() {
            return Err(misread("libraries.by_id", "has other ids and names than libraries"));
        }
        let spec = |(id, title)| Spec { id, title, ..Spec::default() };
        records.specs = self.members("specs")?.into_iter().map(spec).collect();
        records.impls = self.images(&records)?;
        for (place, facet) in SPEC_TAG_FACETS.into_iter().enumerate() {
            self.add_tags(facet, records.specs.iter_mut().map(|spec| &mut spec.tags[place]).collect())?;
        }
        for (place, facet) in IMPL_TAG_FACETS.into_iter().enumerate() {
            self.add_tags(facet, records.impls.iter_mut().map(|image| &mut image.tags[place]).collect())?;
        }
        let stats = self.bytes("stats")?.chunks(8).map(little_endian).collect();
        let documents = self.has("documents").then(|| self.bytes("documents").map(hexadecimal)).transpose()?;
        let unimplemented = if self.has(UNIMPLEMENTED) { self.keys(UNIMPLEMENTED)? } else { Vec::new() };
        Ok(Content {
            digest,
            stats,
            documents,
            words: self.words()?,
            normalized: Normalized { records, unimplemented },
        })
    }

    /// Adds the values of `facet` to the lists of their owners.
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
}
