//! The bodies of `GET /libraries/{id}/images` and `GET /specs/{id}/images`.

use super::json;
use crate::{catalog::Catalog, output::Output};

/// Writes the list of the images in `rows`; `library` is their library's id.
pub(super) fn of_library(catalog: &Catalog<'_>, library: &str, rows: impl Iterator<Item = usize>) -> Vec<u8> {
    list("library", library, |out| catalog.write_library_images(rows, out))
}

/// Writes the list of the images of a spec, by its id and its number.
pub(super) fn of_spec(catalog: &Catalog<'_>, id: &str, spec: usize) -> Vec<u8> {
    list("spec_id", id, |out| catalog.write_spec_images(catalog.rows_of_spec(spec), out))
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
