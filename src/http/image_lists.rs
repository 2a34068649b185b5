//! The bodies of `GET /libraries/{id}/images` and `GET /specs/{id}/images`, in chunks.

use std::ops::Range;

use super::{
    continuation::{CHUNK_ROOM, Continuation, IMAGE},
    image_run::ImageRun,
    images::{ImageTemplates, List},
    json::json,
    message::Body,
    output::Output,
};
use crate::{
    catalog::{Bitset, Catalog},
    query::{ImageListQuery, Order, Sort},
};

/// The sources of lists.
#[derive(Clone, Copy)]
pub(super) struct ImageLists<'l> {
    pub(super) catalog: &'l Catalog<'l>,
    pub(super) templates: &'l ImageTemplates,
}

impl ImageLists<'_> {
    /// The page of the images in `rows` that `query` asks for. `library` is the id of their library.
    pub(super) fn of_library<'b>(&self, library: &str, rows: &Bitset, query: &ImageListQuery) -> Body<'b> {
        self.list(List::Library, "library", library, rows, (query.sort, query.page.of(rows.count())))
    }

    /// All images of a spec, given its id and its number.
    pub(super) fn of_spec<'b>(&self, id: &str, spec: usize) -> Body<'b> {
        let mut rows = Bitset::empty(self.catalog.images());
        let of_spec = self.catalog.rows_of_spec(spec);
        rows.insert_range(of_spec.clone());
        self.list(List::Spec, "spec_id", id, &rows, (Sort::default(), 0..of_spec.len()))
    }

    /// The next chunk of a list. `query` is the raw query.
    #[inline(never)]
    pub(super) fn chunk(&self, list: List, query: &str, continuation: &mut Continuation) -> Vec<u8> {
        let mut out = Output::with_capacity(CHUNK_ROOM);
        let order = || ImageListQuery::parse(query).ok().and_then(|query| Order::of(self.catalog, query.sort, &[]));
        if ImageRun::go_on(self.catalog, self.templates, list, continuation, &order, &mut out) {
            out.extend(b"]}");
            continuation.finish();
        }
        out.into_bytes()
    }

    /// `{"owner":"id","images":[...]}` with the images at some places of `rows` in an order.
    #[inline(never)]
    fn list<'b>(
        &self,
        list: List,
        owner: &str,
        id: &str,
        rows: &Bitset,
        (sort, places): (Sort, Range<usize>),
    ) -> Body<'b> {
        let mut out = Output::with_capacity((places.len() * IMAGE + 256).min(CHUNK_ROOM));
        out.extend(format!("{{\"{owner}\":").as_bytes());
        out.extend(&json(&id));
        out.extend(b",\"images\":[");
        let mut run = ImageRun::new(list, None, places);
        let order = || Order::of(self.catalog, sort, &[]);
        let find = |places| Order::page(order().as_ref(), rows, places);
        if run.write(self.catalog, self.templates, &find, &mut out) {
            out.extend(b"]}");
            return Body::from(out.into_bytes());
        }
        Body::Chunked(out.into_bytes(), run.continuation(rows).into())
    }
}
