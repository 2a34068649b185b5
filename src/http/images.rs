//! The bodies of `GET /libraries/{id}/images` and `GET /specs/{id}/images`.

use crate::catalog::Catalog;

/// Writes the list of the images in `rows`; `library` is their library's id.
pub(super) fn of_library(catalog: &Catalog<'_>, library: &str, rows: impl Iterator<Item = usize>) -> Vec<u8> {
    list("library", library, |out| catalog.write_library_images(rows, out))
}

/// Writes the list of the images of a spec, by its id and its number.
pub(super) fn of_spec(catalog: &Catalog<'_>, id: &str, spec: usize) -> Vec<u8> {
    list("spec_id", id, |out| catalog.write_spec_images(catalog.rows_of_spec(spec), out))
}

/// `{"owner":"id","images":[...]}`.
fn list(owner: &str, id: &str, write_images: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = format!("{{\"{owner}\":").into_bytes();
    // Writing a string into memory cannot fail.
    let _infallible = serde_json::to_writer(&mut out, id);
    out.extend_from_slice(b",\"images\":[");
    write_images(&mut out);
    out.extend_from_slice(b"]}");
    out
}
