//! The documents that go with a catalogue.

use std::collections::BTreeMap;

use super::{
    codes::Codes,
    dictionary::Dictionary,
    inconsistency::Inconsistency,
    sections::{Sections, SectionsBuf},
    view::Catalog,
};
use crate::{
    digest::Digest,
    documents::{Document, DocumentSet},
    model::Facet,
};

/// Digest of the documents. Missing in a snapshot without documents.
const NAME: &str = "documents";

/// Writes the digest of `documents`. If code is among them, also writes for each (language, library) the ascending
/// specs that have code in it. Writes nothing if there are no documents.
pub(super) fn put(sections: &mut SectionsBuf, documents: Option<DocumentSet>, codes: &BTreeMap<(u32, u32), Vec<u32>>) {
    let Some(DocumentSet { digest, has_code }) = documents else { return };
    sections.put(NAME, digest.to_bytes());
    if has_code {
        Codes::put(sections, codes);
    }
}

/// Opens the digest of the documents, and the table of those with code.
pub(super) fn open<'a>(
    sections: &Sections<'a>,
    languages: &Dictionary<'_>,
    libraries: &Dictionary<'_>,
    specs: usize,
) -> Result<(Option<Digest>, Option<Codes<'a>>), Inconsistency> {
    let digest = |bytes: &[u8]| match bytes.try_into() {
        Ok(bytes) => Ok(Digest::from_bytes(bytes)),
        Err(_) => Err(Inconsistency::new(NAME, format!("is not a digest of {} bytes", Digest::LEN))),
    };
    let digest = sections.find(NAME).map(digest).transpose()?;
    let codes = Codes::open(sections, languages, libraries, specs)?;
    if digest.is_none() && codes.is_some() {
        return Err(Inconsistency::new(NAME, "is missing, but there are documents of code"));
    }
    Ok((digest, codes))
}

impl Catalog<'_> {
    /// Identity of the documents that go with the snapshot. `None` if it was exported without documents.
    #[must_use]
    pub fn document_set(&self) -> Option<DocumentSet> {
        self.documents.map(|digest| DocumentSet { digest, has_code: self.codes.is_some() })
    }

    /// The document with the code of spec number `spec` in `language` and `library`, if it exists.
    #[must_use]
    pub fn code_document(&self, spec: usize, language: &str, library: &str) -> Option<Document> {
        let codes = self.codes.as_ref()?;
        let number = |facet, name| {
            let value = self.find(facet, name)? - self.firsts[facet as usize];
            u32::try_from(value).ok()
        };
        let (language, library) = (number(Facet::Lang, language)?, number(Facet::Lib, library)?);
        let pair = codes.find(u32::try_from(spec).ok()?, language, library)?;
        Some(Document::Code { pair, spec })
    }

    /// Every document that goes with the snapshot.
    #[must_use]
    pub fn all_documents(&self) -> Vec<Document> {
        if self.documents.is_none() {
            return Vec::new();
        }
        let mut with_code = Vec::new();
        if let Some(codes) = &self.codes {
            for pair in 0..codes.len() {
                codes.for_each_spec(pair, |spec| with_code.push((pair, spec as usize)));
            }
        }
        Document::all(self.specs(), with_code)
    }
}
