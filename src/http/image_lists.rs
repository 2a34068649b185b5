//! The bodies of `GET /libraries/{id}/images` and `GET /specs/{id}/images`.

use super::{
    images::{ImageTemplates, List},
    json::json,
    output::Output,
};
use crate::catalog::{Bitset, Catalog};

/// Writes the list of the images in `rows`. `library` is the id of their library.
pub(super) fn of_library(catalog: &Catalog<'_>, images: &ImageTemplates, library: &str, rows: &Bitset) -> Vec<u8> {
    list("library", library, |out| {
        images.write(catalog, List::Library, rows.iter_from(0).take(usize::MAX), out);
    })
}

/// Writes the list of the images of a spec, given its id and its number.
pub(super) fn of_spec(catalog: &Catalog<'_>, images: &ImageTemplates, id: &str, spec: usize) -> Vec<u8> {
    // A set, although the rows are a range. All lists then use the same iterator as the page of a filter, so that the
    // code that writes rows is compiled once.
    let mut rows = Bitset::empty(catalog.images());
    rows.insert_range(catalog.rows_of_spec(spec));
    list("spec_id", id, |out| {
        images.write(catalog, List::Spec, rows.iter_from(0).take(usize::MAX), out);
    })
}

/// `{"owner":"id","images":[...]}`.
fn list(owner: &str, id: &str, write_images: impl FnOnce(&mut Output)) -> Vec<u8> {
    let mut out = Output::with_capacity(0);
    out.extend(format!("{{\"{owner}\":").as_bytes());
    out.extend(&json(&id));
    out.extend(b",\"images\":[");
    write_images(&mut out);
    out.extend(b"]}");
    out.into_bytes()
}
