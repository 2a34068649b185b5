//! Tables and columns that doctor examines.

use catalog_edge::model::{Impl, Language, Library, Spec};

use crate::records::table::Table;
use crate::records::tables::CODE;

/// Tables of the catalogue.
pub(super) const CATALOGUE: [&str; 4] = [Language::NAME, Library::NAME, Spec::NAME, Impl::NAME];

/// Another table of the service, which may be missing.
pub(super) const FEEDBACK: &str = "feedback";

/// Columns that the service filters by.
pub(super) const FILTERED: [(&str, &str); 5] = [
    (Impl::NAME, "spec_id"),
    (Impl::NAME, "library_id"),
    (Impl::NAME, "language_id"),
    (Library::NAME, "language_id"),
    (FEEDBACK, "spec_id"),
];

/// Columns that may be large, and that no list shows.
pub(super) const DETAILS: [(&str, &str); 9] = [
    (Spec::NAME, "description"),
    (Spec::NAME, "applications"),
    (Spec::NAME, "data"),
    (Spec::NAME, "notes"),
    (Impl::NAME, CODE),
    (Impl::NAME, "review_strengths"),
    (Impl::NAME, "review_weaknesses"),
    (Impl::NAME, "review_image_description"),
    (Impl::NAME, "review_criteria_checklist"),
];

/// Splits `pairs` into two lists, the parameters of a statement.
pub(super) fn columns<const N: usize>(
    pairs: [(&'static str, &'static str); N],
) -> (Vec<&'static str>, Vec<&'static str>) {
    pairs.into_iter().unzip()
}
