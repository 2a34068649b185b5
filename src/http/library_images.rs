//! The body of `GET /libraries/{id}/images`.

use crate::catalog::Catalog;

/// Writes the list of the images in `rows`; `name` is the library's.
pub(super) fn write(catalog: &Catalog<'_>, name: &str, rows: impl Iterator<Item = usize>) -> Vec<u8> {
    let mut out = b"{\"library\":".to_vec();
    // Writing a string into memory cannot fail.
    let _infallible = serde_json::to_writer(&mut out, name);
    out.extend_from_slice(b",\"images\":[");
    catalog.write_library_images(rows, &mut out);
    out.extend_from_slice(b"]}");
    out
}
