//! The records that replies are computed from, read back from the replies.

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    images::{ImageTemplates, ImageWriter, List},
    output::{Output, Piece},
};
use crate::{
    catalog::{Catalog, Inconsistency},
    model::{Facet, Impl, Language, Library, Records, Spec},
};

/// Fields of an image's JSON, without its quality, which is read as text to be exact.
#[derive(Deserialize)]
struct Image {
    spec_id: String,
    library: String,
    language: String,
    url_light: Option<String>,
    url_dark: Option<String>,
    html_light: Option<String>,
    html_dark: Option<String>,
}

/// Returns the records of everything that `catalog` serves. Each list is in key order, the values of a facet are
/// ascending.
///
/// A snapshot does not contain every record that it was built from. Of the implementations it has only the images,
/// without line counts. Of the specs it has those with implementations; [`Catalog::unimplemented`] returns the ids of
/// the others. Every image is read from the JSON that clients get. Of the times of images it has the order only: `updated`
/// is the rank by time, negated.
///
/// # Errors
/// [`Inconsistency`] names a ready list or an image that is not the expected JSON. Opening does not check the ready
/// lists, because the worker never parses them.
pub fn served_records(catalog: &Catalog<'_>) -> Result<Records, Inconsistency> {
    let Records { languages, libraries, specs, impls, changed, source } = served_one_by_one(catalog)?;
    Ok(Records { languages, libraries, specs, impls: impls.collect::<Result<_, _>>()?, changed, source })
}

/// Returns the same records, but reads each implementation when it is asked for.
///
/// # Errors
/// As [`served_records`].
pub fn served_one_by_one(
    catalog: &Catalog<'_>,
) -> Result<Records<impl Iterator<Item = Result<Impl, Inconsistency>>>, Inconsistency> {
    let mut languages: Vec<Language> = parse("languages", catalog.languages_json().as_bytes())?;
    languages.sort_by(|a, b| a.id.cmp(&b.id));
    let mut libraries: Vec<Library> = parse("libraries", catalog.libraries_json().as_bytes())?;
    libraries.sort_by(|a, b| a.id.cmp(&b.id));

    let ids = catalog.keys(Facet::Spec);
    let mut specs = Vec::with_capacity(catalog.specs());
    for spec in 0..catalog.specs() {
        let Piece { heap: titles, place } = ids.object_value_piece(spec);
        specs.push(Spec {
            id: parse("specs", ids.string(spec))?,
            title: parse("specs", &titles[place])?,
            tags: catalog.tags_of_spec(spec)?,
        });
    }
    let (templates, mut spec) = (ImageTemplates::of(catalog), 0);
    let impls = (0..catalog.images()).map(move |row| {
        (spec, _) = catalog.spec_from(spec, row);
        let mut json = Output::with_capacity(0);
        ImageWriter::new(&templates, List::Filter, None).write(catalog, &[row as u32], usize::MAX, &mut json);
        record(catalog, spec, row, parse("rows.edition", &json)?)
    });
    let (changed, source) = (catalog.changed().map(Into::into), catalog.source().into());
    Ok(Records { languages, libraries, specs, impls, changed, source })
}

fn record(catalog: &Catalog<'_>, spec: usize, row: usize, image: Image) -> Result<Impl, Inconsistency> {
    let Piece { heap, place } = catalog.quality_of(row);
    let quality = &heap[place];
    let number = || std::str::from_utf8(quality).ok().and_then(|text| text.parse().ok());
    let not_a_number = || Inconsistency::new("qualities", "an entry is not a number");
    Ok(Impl {
        has_code: catalog.code_document(spec, &image.language, &image.library).is_some(),
        spec: image.spec_id,
        language: image.language,
        library: image.library,
        updated: Some(-i64::from(catalog.newest_ranks().get(row))),
        quality: if quality == b"null" { None } else { Some(number().ok_or_else(not_a_number)?) },
        url_light: image.url_light,
        url_dark: image.url_dark,
        html_light: image.html_light,
        html_dark: image.html_dark,
        tags: catalog.tags_of_row(row)?,
        ..Impl::default()
    })
}

fn parse<T: DeserializeOwned>(section: &str, json: &[u8]) -> Result<T, Inconsistency> {
    serde_json::from_slice(json).map_err(|error| Inconsistency::new(section, error.to_string()))
}
