//! The documents of a catalogue, before its snapshot exists.

use super::document::Document;

/// The documents that a catalogue needs, found by the names in their paths. The builder of the catalogue creates the
/// plan, with the numbers that the snapshot will have.
#[derive(Clone, Debug, Default)]
pub struct DocumentPlan<'n> {
    /// Ids of the specs with implementations, ascending.
    specs: Vec<&'n str>,
    /// Each language and library with code, ascending, with the ascending numbers of the specs that have code in it.
    codes: Vec<(Pair<'n>, &'n [u32])>,
}

/// Keys of a language and of a library.
type Pair<'n> = (&'n str, &'n str);

impl<'n> DocumentPlan<'n> {
    /// Plans a document for each of the ascending `specs`, and one for each code in the ascending `codes`.
    pub(crate) fn new(specs: Vec<&'n str>, codes: Vec<(Pair<'n>, &'n [u32])>) -> Self {
        Self { specs, codes }
    }

    /// Returns the document of the spec with this id.
    #[must_use]
    pub fn spec(&self, id: &str) -> Option<Document> {
        self.number(id).map(Document::Spec)
    }

    /// Returns the document with the code of this implementation.
    #[must_use]
    pub fn code(&self, spec: &str, language: &str, library: &str) -> Option<Document> {
        let spec = self.number(spec)?;
        let pair = self.codes.binary_search_by_key(&(language, library), |(pair, _)| *pair).ok()?;
        self.codes[pair].1.binary_search(&u32::try_from(spec).ok()?).ok()?;
        Some(Document::Code { pair, spec })
    }

    /// Returns every document.
    #[must_use]
    pub fn all(&self) -> Vec<Document> {
        let codes = self.codes.iter().enumerate();
        let codes = codes.flat_map(|(pair, (_, specs))| specs.iter().map(move |&spec| (pair, spec as usize)));
        Document::all(self.specs.len(), codes)
    }

    /// Returns the number of documents.
    #[must_use]
    pub fn count(&self) -> usize {
        Document::all(self.specs.len(), []).len() + self.code_count()
    }

    /// Returns the number of documents of code.
    #[must_use]
    pub fn code_count(&self) -> usize {
        self.codes.iter().map(|(_, specs)| specs.len()).sum()
    }

    fn number(&self, spec: &str) -> Option<usize> {
        self.specs.binary_search(&spec).ok()
    }
}
