//! The vocabulary every part shares: the facets, and the records a catalogue is made of.
//!
//! Nothing here knows of files, queries or HTTP. [`Records`] is what a source (Postgres, a generator, a test) hands
//! to [`CatalogBuilder`](crate::catalog::CatalogBuilder); [`Refusal`] is what it gets back when a record cannot be
//! represented.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One of the twelve ways to narrow the catalogue, in the order every reply lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Facet {
    /// The implementation's language.
    Lang,
    /// The implementation's library.
    Lib,
    /// The spec itself.
    Spec,
    /// Spec tag `plot_type`.
    Plot,
    /// Spec tag `data_type`.
    Data,
    /// Spec tag `domain`.
    Dom,
    /// Spec tag `features`.
    Feat,
    /// Implementation tag `dependencies`.
    Dep,
    /// Implementation tag `techniques`.
    Tech,
    /// Implementation tag `patterns`.
    Pat,
    /// Implementation tag `dataprep`.
    Prep,
    /// Implementation tag `styling`.
    Style,
}

/// Where the values of a facet come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetSource {
    /// A key of the image itself: its language, library or spec.
    Key,
    /// Tags shared by all images of a spec, at this place in [`Spec::tags`].
    SpecTag(usize),
    /// Tags of one implementation, at this place in [`Impl::tags`].
    ImplTag(usize),
}

/// Facets whose values are tags of the spec.
pub const SPEC_TAG_FACETS: [Facet; 4] = [Facet::Plot, Facet::Data, Facet::Dom, Facet::Feat];

/// Facets whose values are tags of the implementation.
pub const IMPL_TAG_FACETS: [Facet; 5] = [Facet::Dep, Facet::Tech, Facet::Pat, Facet::Prep, Facet::Style];

impl Facet {
    /// How many facets there are.
    pub const COUNT: usize = 12;

    /// All facets, in reply order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Lang,
        Self::Lib,
        Self::Spec,
        Self::Plot,
        Self::Data,
        Self::Dom,
        Self::Feat,
        Self::Dep,
        Self::Tech,
        Self::Pat,
        Self::Prep,
        Self::Style,
    ];

    /// The query parameter and reply key of this facet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lang => "lang",
            Self::Lib => "lib",
            Self::Spec => "spec",
            Self::Plot => "plot",
            Self::Data => "data",
            Self::Dom => "dom",
            Self::Feat => "feat",
            Self::Dep => "dep",
            Self::Tech => "tech",
            Self::Pat => "pat",
            Self::Prep => "prep",
            Self::Style => "style",
        }
    }

    /// The key under which the database's tag objects hold this facet's list; `None` for key facets.
    #[must_use]
    pub const fn tag_key(self) -> Option<&'static str> {
        match self {
            Self::Lang | Self::Lib | Self::Spec => None,
            Self::Plot => Some("plot_type"),
            Self::Data => Some("data_type"),
            Self::Dom => Some("domain"),
            Self::Feat => Some("features"),
            Self::Dep => Some("dependencies"),
            Self::Tech => Some("techniques"),
            Self::Pat => Some("patterns"),
            Self::Prep => Some("dataprep"),
            Self::Style => Some("styling"),
        }
    }

    /// The facet called `name`, case-sensitively.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// Where this facet's values come from.
    #[must_use]
    pub const fn source(self) -> FacetSource {
        match self {
            Self::Lang | Self::Lib | Self::Spec => FacetSource::Key,
            Self::Plot | Self::Data | Self::Dom | Self::Feat => {
                FacetSource::SpecTag(self as usize - Self::Plot as usize)
            }
            Self::Dep | Self::Tech | Self::Pat | Self::Prep | Self::Style => {
                FacetSource::ImplTag(self as usize - Self::Dep as usize)
            }
        }
    }
}

/// A programming language, with the keys of `GET /languages` in reply order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// Key, as in `lang=python`.
    pub id: String,
    /// Name for people; the list is ordered by it.
    pub name: String,
    /// With its dot.
    pub file_extension: String,
    /// Version the implementations run on.
    pub runtime_version: Option<String>,
    /// Where its documentation is.
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
    /// Where its documentation is.
    pub documentation_url: Option<String>,
    /// A paragraph for people.
    pub description: Option<String>,
}

/// What is drawn, implemented by [`Impl`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// Key, as in `spec=scatter-basic`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Values of [`SPEC_TAG_FACETS`], in that order; duplicates and any order allowed.
    pub tags: [Vec<String>; 4],
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
    /// 0 to 100.
    pub quality: Option<f64>,
    /// Light preview; `None` or empty means that this implementation is no image.
    pub url_light: Option<String>,
    /// Dark preview.
    pub url_dark: Option<String>,
    /// Light interactive page.
    pub html_light: Option<String>,
    /// Dark interactive page.
    pub html_dark: Option<String>,
    /// Values of [`IMPL_TAG_FACETS`], in that order; duplicates and any order allowed.
    pub tags: [Vec<String>; 5],
    /// Lines of its code (newlines + 1); `None` without code.
    pub line_count: Option<u64>,
    /// True if it has code, which becomes a document in a catalogue with documents of code.
    pub has_code: bool,
}

impl Impl {
    /// True if it has a light preview, so that replies show it.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.url_light.as_ref().is_some_and(|url| !url.is_empty())
    }

    /// Returns its key as people write it: `spec/language/library`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.spec, self.language, self.library)
    }
}

/// A whole catalogue as a source knows it, in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// All languages.
    pub languages: Vec<Language>,
    /// All libraries.
    pub libraries: Vec<Library>,
    /// All specs. Of those without implementations only the ids are kept, for the errors about them.
    pub specs: Vec<Spec>,
    /// All implementations.
    pub impls: Vec<Impl>,
    /// When the newest of these rows changed, RFC 3339 in UTC with whole seconds (`2026-11-22T09:13:01Z`).
    pub changed: Option<String>,
    /// What made these records, for people (`catalog-builder 0.1.0, PostgreSQL`).
    pub source: String,
}

/// Why a record cannot be part of a catalogue: which cell, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Table of the cell, as the database calls it.
    pub table: &'static str,
    /// Primary or natural key of the row (`scatter-basic/python/matplotlib`).
    pub key: String,
    /// Column of the cell.
    pub column: String,
    /// What is wrong with it, and the remedy.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} '{}', column {}: {}", self.table, self.key, self.column, self.reason)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tag_keys_are_those_of_the_replaced_service() {
        let named = Facet::ALL.map(|facet| (facet.name(), facet.tag_key()));
        let expected = [
            ("lang", None),
            ("lib", None),
            ("spec", None),
            ("plot", Some("plot_type")),
            ("data", Some("data_type")),
            ("dom", Some("domain")),
            ("feat", Some("features")),
            ("dep", Some("dependencies")),
            ("tech", Some("techniques")),
            ("pat", Some("patterns")),
            ("prep", Some("dataprep")),
            ("style", Some("styling")),
        ];
        assert_eq!(named, expected);
    }
}
