//! The JSON of images.
//!
//! The catalogue knows the parts of an image: its spec, edition, quality and literal URLs. This module defines their
//! form in replies. The snapshot stores names, titles and URLs escaped (`snapshots/FORMAT.md`), so the values of a row
//! are copied without escaping. The text between them is prepared once for each edition, when the snapshot is opened.

mod fields;
mod template;

pub(super) use fields::{Field, List};

use super::output::{Output, Short};
use crate::{
    catalog::{Catalog, Edition, Placeholder, UrlForm},
    model::Facet,
    query::NameSet,
};
use fields::{FIELDS, Source};
use template::{Hole, ImageTemplate};

/// Templates of the objects of all images.
pub(super) struct ImageTemplates {
    /// For each [`List`], a template for each edition.
    lists: [Vec<ImageTemplate>; List::COUNT],
}

impl ImageTemplates {
    /// Compiles the templates for the editions of `catalog`.
    #[inline(never)]
    pub(super) fn of(catalog: &Catalog<'_>) -> Self {
        let of_list = |list| catalog.editions().iter().map(|edition| compile(catalog, edition, list, None)).collect();
        Self { lists: List::ALL.map(of_list) }
    }
}

/// Writer of the objects of images in one list.
pub(super) struct ImageWriter<'w> {
    list: List,
    templates: &'w [ImageTemplate],
    /// Fields of the objects, all if `None`.
    fields: Option<NameSet>,
    /// Templates with these fields, for the editions that were met.
    own_templates: Vec<(usize, ImageTemplate)>,
}

impl<'w> ImageWriter<'w> {
    /// Creates a writer of objects with `fields`, all if `None`.
    pub(super) fn new(templates: &'w ImageTemplates, list: List, fields: Option<NameSet>) -> Self {
        Self { list, templates: &templates.lists[list as usize], fields, own_templates: Vec::new() }
    }

    /// Writes the objects of `rows`, with commas between them, until the output has `limit` bytes. Returns the number of
    /// rows that were written, at least one if there is one.
    #[inline(never)]
    pub(super) fn write(&mut self, catalog: &Catalog<'_>, rows: &[u32], limit: usize, out: &mut Output) -> usize {
        let Self { list, templates, fields, ref mut own_templates } = *self;
        let specs = catalog.keys(Facet::Spec);
        let (mut spec, mut spec_rows) = (0, 0..0);
        let (mut name, mut rest) = (Short::default(), &[][..]);
        out.list(rows.iter().map(|row| *row as usize), limit, |row, line| {
            if !spec_rows.contains(&row) {
                (spec, spec_rows) = catalog.spec_from(if row < spec_rows.start { 0 } else { spec }, row);
                name = Short::default();
                rest = name.fill(specs.name(spec));
            }
            let edition = catalog.edition_of(row);
            let template = match fields {
                None => &templates[edition],
                Some(_) => {
                    let found = own_templates.binary_search_by_key(&edition, |(edition, _)| *edition);
                    let place = found.unwrap_or_else(|place| {
                        let template = compile(catalog, &catalog.editions()[edition], list, fields);
                        own_templates.insert(place, (edition, template));
                        place
                    });
                    &own_templates[place].1
                }
            };
            template.add_to(line, |hole, line| match hole {
                Hole::Spec if rest.is_empty() => line.short(&name),
                Hole::Spec => line.piece(specs.name_piece(spec)),
                Hole::Quality => line.piece(catalog.quality_of(row)),
                Hole::Title => line.piece(specs.object_value_piece(spec)),
                Hole::Literal(column) => line.piece(catalog.literal_url(row, column)),
                Hole::None => {}
            });
        })
    }
}

/// The object of `edition` in `list` with these `fields`, all if `None`, and the comma after it.
#[inline(never)]
fn compile(catalog: &Catalog<'_>, edition: &Edition, list: List, fields: Option<NameSet>) -> ImageTemplate {
    let mut object = ImageTemplate::default();
    let is_shown = |place| fields.is_none_or(|fields| fields.contains(place));
    let shown = (0..).zip(FIELDS).filter(|(place, field)| field.is_in(list) && is_shown(*place));
    for ((_, Field { key, source, .. }), separator) in shown.zip(separators()) {
        object = object.text(separator).text(key.as_bytes());
        object = match *source {
            Source::Spec => object.text(b"\"").hole(Hole::Spec).text(b"\""),
            Source::Library => object.text(catalog.keys(Facet::Lib).string(edition.library as usize)),
            Source::Language => object.text(catalog.keys(Facet::Lang).string(edition.language as usize)),
            Source::Quality => object.hole(Hole::Quality),
            Source::Url(column) => url(object, catalog, edition, column),
            Source::Title => object.hole(Hole::Title),
        };
    }
    object.text(b"},")
}

/// The text before each member of an object.
fn separators() -> impl Iterator<Item = &'static [u8]> {
    std::iter::once(&b"{"[..]).chain(std::iter::repeat(&b","[..]))
}

/// Adds the URL in `column`, or `null`.
fn url(object: ImageTemplate, catalog: &Catalog<'_>, edition: &Edition, column: usize) -> ImageTemplate {
    match edition.urls[column] {
        UrlForm::Null => object.text(b"null"),
        UrlForm::Literal => object.hole(Hole::Literal(column)),
        UrlForm::Template(number) => {
            let mut object = object.text(b"\"");
            for (text, name) in catalog.url_template(number) {
                object = object.text(text);
                object = match name {
                    Some(Placeholder::Spec) => object.hole(Hole::Spec),
                    Some(Placeholder::Language) => {
                        object.text(catalog.keys(Facet::Lang).name(edition.language as usize))
                    }
                    Some(Placeholder::Library) => object.text(catalog.keys(Facet::Lib).name(edition.library as usize)),
                    None => object,
                };
            }
            object.text(b"\"")
        }
    }
}
