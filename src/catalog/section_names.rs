//! Names of the sections that the catalogue itself writes. Each building block defines the names of its own sections.

use crate::model::Facet;

/// Source of the records, for people.
pub(crate) const SOURCE: &str = "source";
/// Time at which the newest record changed, RFC 3339; missing if unknown.
pub(crate) const CHANGED: &str = "changed";
/// The list of `GET /languages`, ready JSON.
pub(crate) const LANGUAGES: &str = "languages";
/// The list of `GET /libraries`, ready JSON.
pub(crate) const LIBRARIES: &str = "libraries";
/// Ids and names of the languages, as the members of a JSON object. The ids are the values of facet `lang`.
pub(crate) const LANGUAGES_BY_ID: &str = "languages.by_id";
/// Ids and names of the libraries, as the members of a JSON object. The ids are the values of facet `lib`.
pub(crate) const LIBRARIES_BY_ID: &str = "libraries.by_id";
/// Ids and titles of the specs with implementations, as the members of a JSON object.
pub(crate) const SPECS: &str = "specs";
/// Number of images of each spec. The images of the first spec are the first rows, and so on.
pub(crate) const SPEC_IMAGES: &str = "specs.images";
/// Number of each row's edition.
pub(crate) const ROW_EDITIONS: &str = "rows.edition";
/// Number of each row's quality.
pub(crate) const ROW_QUALITIES: &str = "rows.quality";
/// Rank of each row by time: 0 for the newest.
pub(crate) const ROW_NEWEST: &str = "rows.newest";
/// The distinct qualities: JSON numbers, highest first, then `null`.
pub(crate) const QUALITIES: &str = "qualities";

/// Names of a tag facet's values.
pub(crate) fn tag_keys(facet: Facet) -> String {
    format!("tags.{}.keys", facet.name())
}

/// For each value of a tag facet, a Roaring bitmap of the specs or rows that carry it.
pub(crate) fn tag_postings(facet: Facet) -> String {
    format!("tags.{}.postings", facet.name())
}
