//! The types that all modules share: the facets, and the records of a catalogue.
//!
//! Nothing here depends on files, queries or HTTP. A source (Postgres, a generator, a test) passes [`Records`] to
//! [`CatalogBuilder`](crate::catalog::CatalogBuilder). If a record cannot be represented, the source gets a
//! [`Refusal`].

mod facet;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use facet::{Facet, FacetSource, IMPL_TAG_FACETS, SPEC_TAG_FACETS};

/// A programming language, with the keys of `GET /languages` in reply order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// Key, as in `lang=python`.
    pub id: String,
    /// Name for people; the list is ordered by it.
    pub name: String,
    /// File extension with its dot.
    pub file_extension: String,
    /// Version the implementations run on.
    pub runtime_version: Option<String>,
    /// Address of its documentation.
    pub documentation_url: Option<String>,
    /// A paragraph for people.
    pub description: Option<String>,
}

/// A plotting library, with the keys of `GET /libraries` in reply order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    /// Key, as in `lib=matplotlib`.
    pub id: String,
    /// Name for people; the list is ordered by it.
    pub name: String,
    /// Key of its language.
    pub language: String,
    /// `none`, or the framework its code needs.
    pub framework: String,
    /// Released version in use.
    pub version: Option<String>,
    /// Address of its documentation.
    pub documentation_url: Option<String>,
    /// A paragraph for people.
    pub description: Option<String>,
}

/// A list of values for each of [`SPEC_TAG_FACETS`].
pub type SpecTags = [Vec<String>; SPEC_TAG_FACETS.len()];

/// A list of values for each of [`IMPL_TAG_FACETS`].
pub type ImplTags = [Vec<String>; IMPL_TAG_FACETS.len()];

/// A kind of plot, which [`Impl`]s draw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// Key, as in `spec=scatter-basic`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Values of [`SPEC_TAG_FACETS`], in that order; duplicates and any order allowed.
    pub tags: SpecTags,
}

/// One implementation of a spec in one library; an *image* if it has a light preview.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impl {
    /// Key of its spec.
    pub spec: String,
    /// Key of its language.
    pub language: String,
    /// Key of its library.
    pub library: String,
    /// Quality, 0 to 100.
    pub quality: Option<f64>,
    /// Time of its last change, in microseconds since 1970 in UTC.
    pub updated: Option<i64>,
    /// Time at which it was generated, in the same unit.
    pub generated_at: Option<i64>,
    /// Light preview; `None` or empty means that this implementation is no image.
    pub url_light: Option<String>,
    /// Dark preview.
    pub url_dark: Option<String>,
    /// Light interactive page.
    pub html_light: Option<String>,
    /// Dark interactive page.
    pub html_dark: Option<String>,
    /// Values of [`IMPL_TAG_FACETS`], in that order; duplicates and any order allowed.
    pub tags: ImplTags,
    /// Lines of its code (newlines + 1); `None` without code.
    pub line_count: Option<u64>,
    /// True if it has code. In a catalogue with documents of code, the code becomes a document.
    pub has_code: bool,
}

impl Impl {
    /// True if it has a light preview, so that replies show it.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.url_light.as_ref().is_some_and(|url| !url.is_empty())
    }

    /// Returns the time by which the newest implementations are found.
    #[must_use]
    pub fn time(&self) -> Option<i64> {
        self.updated.or(self.generated_at)
    }

    /// Returns its key as people write it: `spec/language/library`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.spec, self.language, self.library)
    }
}

/// A whole catalogue from a source, in any order. `I` holds its implementations: as records, or in another form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records<I = Vec<Impl>> {
    /// All languages.
    pub languages: Vec<Language>,
    /// All libraries.
    pub libraries: Vec<Library>,
    /// All specs. Of those without implementations only the ids are kept, for the errors about them.
    pub specs: Vec<Spec>,
    /// All implementations.
    pub impls: I,
    /// Time at which the newest of these rows changed, RFC 3339 in UTC with whole seconds (`2026-11-22T09:13:01Z`).
    pub changed: Option<String>,
    /// Source of these records, for people (`catalog-builder 0.1.0, PostgreSQL`).
    pub source: String,
}

impl<I> Records<I> {
    /// Returns the same catalogue with its implementations in the form that `convert` returns.
    pub fn map_impls<J>(self, convert: impl FnOnce(I) -> J) -> Records<J> {
        let Self { languages, libraries, specs, impls, changed, source } = self;
        Records { languages, libraries, specs, impls: convert(impls), changed, source }
    }
}

/// Error of a record that cannot be part of a catalogue: names the cell and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Table of the cell, with the name it has in the database.
    pub table: &'static str,
    /// Primary or natural key of the row (`scatter-basic/python/matplotlib`).
    pub key: String,
    /// Column of the cell.
    pub column: String,
    /// Description of the fault, and the remedy.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} '{}', column {}: {}", self.table, self.key, self.column, self.reason)
    }
}

impl std::error::Error for Refusal {}
