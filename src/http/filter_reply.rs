//! The body of `GET /plots/filter`, in chunks: the images of the page, then the members after them.
//!
//! A page of a usual size is one chunk. The rows that match are selected for the first chunk, and once more for the first
//! one after the images. The others go on with what was found.

use super::{
    continuation::{CHUNK_ROOM, Continuation, IMAGE, stage},
    counts_json::GlobalCounts,
    filter_members::FilterMembers,
    image_run::ImageRun,
    images::{Field, ImageTemplates, List},
    message::Body,
    output::Output,
};
use crate::{
    catalog::Catalog,
    query::{FilterQuery, Order, Part, Selection},
};

/// The sources of replies.
#[derive(Clone, Copy)]
pub(super) struct FilterReply<'r> {
    pub(super) catalog: &'r Catalog<'r>,
    pub(super) templates: &'r ImageTemplates,
    pub(super) global: &'r GlobalCounts,
}

impl FilterReply<'_> {
    /// The body of the reply to `query`.
    #[inline(never)]
    pub(super) fn body<'b>(&self, query: &FilterQuery<'_>) -> Body<'b> {
        let Self { catalog, templates, .. } = *self;
        let selection = Selection::new(catalog, &query.conditions, &query.words);
        let images = if query.has(Part::Images) { query.page.of(selection.total()) } else { 0..0 };
        let mut out = Output::with_capacity(self.capacity(query, images.len()));
        out.extend(b"{\"total\":");
        out.number(selection.total() as u32);
        if query.has(Part::Images) {
            out.extend(b",\"images\":[");
        }
        let mut run = ImageRun::new(List::Filter, query.fields, images);
        let order = || Order::of(catalog, query.sort, &query.words);
        let find = |places| Order::page(order().as_ref(), selection.matching(), places);
        let continuation = if run.write(catalog, templates, &find, &mut out) {
            self.end(query, selection, &mut out)
        } else {
            Some(run.continuation(selection.matching()))
        };
        match continuation {
            None => Body::from(out.into_bytes()),
            Some(continuation) => Body::Chunked(out.into_bytes(), continuation.into()),
        }
    }

    /// The next chunk of the body of the reply to the raw `query`.
    #[inline(never)]
    pub(super) fn chunk(&self, query: &str, continuation: &mut Continuation) -> Vec<u8> {
        let Self { catalog, templates, global } = *self;
        let parse = || FilterQuery::parse(query, Field::NAMES).ok();
        let mut out = Output::with_capacity(CHUNK_ROOM);
        if continuation.position[0] == stage::MEMBERS {
            let Some(query) = parse() else { return Vec::new() };
            let mut members = FilterMembers::resumed(catalog, global, &query, continuation);
            match members.write(continuation.position, &mut out) {
                Some(position) => {
                    let run = members.into_run();
                    continuation.go_on(position, run);
                }
                None => continuation.finish(),
            }
        } else {
            let order = || parse().and_then(|query| Order::of(catalog, query.sort, &query.words));
            if ImageRun::go_on(catalog, templates, List::Filter, continuation, &order, &mut out) {
                let Some(query) = parse() else { return Vec::new() };
                let selection = Selection::new(catalog, &query.conditions, &query.words);
                match self.end(&query, selection, &mut out) {
                    Some(rest) => continuation.enter(rest),
                    None => continuation.finish(),
                }
            }
        }
        out.into_bytes()
    }

    /// Writes the end of the images, and members until the output is a chunk.
    #[inline(never)]
    fn end(&self, query: &FilterQuery<'_>, selection: Selection<'_>, out: &mut Output) -> Option<Continuation> {
        if query.has(Part::Images) {
            out.extend(b"]");
        }
        let mut members = FilterMembers::new(self.catalog, self.global, query, selection);
        let position = members.write(FilterMembers::START, out)?;
        let found = members.found();
        Some(Continuation::of(position, found, members.into_run().unwrap_or_default()))
    }

    /// Approximate size of the first chunk, in bytes. `images` is the number of images on the page.
    fn capacity(&self, query: &FilterQuery<'_>, images: usize) -> usize {
        let part = |part, len| if query.has(part) { len } else { 0 };
        let all = images * IMAGE
            + part(Part::Counts, self.global.len())
            + part(Part::GlobalCounts, self.global.len())
            + part(Part::SpecTitles, self.catalog.spec_titles_json().len());
        (all + 4_096).min(CHUNK_ROOM)
    }
}
