//! The bodies of `GET /libraries/{id}/images` and `GET /specs/{id}/images`.

use super::{
    images::{ImageTemplates, List},
    json::json,
    output::Output,
};
use crate::{
    catalog::{Bitset, Catalog},
    query::{ImageListQuery, Order},
};

/// Writes the page of the images in `rows` that `query` asks for. `library` is the id of their library.
pub(super) fn of_library(
    catalog: &Catalog<'_>,
    images: &ImageTemplates,
    library: &str,
    rows: &Bitset,
    query: &ImageListQuery,
) -> Vec<u8> {
    let order = Order::of(catalog, query.sort, &[]);
    let rows = Order::page(order.as_ref(), rows, query.page.of(rows.count()));
    list("library", library, |out| images.write(catalog, List::Library, None, &rows, out))
}

/// Writes the list of the images of a spec, given its id and its number.
pub(super) fn of_spec(catalog: &Catalog<'_>, images: &ImageTemplates, id: &str, spec: usize) -> Vec<u8> {
    let rows: Vec<usize> = catalog.rows_of_spec(spec).collect();
    list("spec_id", id, |out| images.write(catalog, List::Spec, None, &rows, out))
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
