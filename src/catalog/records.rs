//! The way back: from a catalogue to the records of what it serves.

use serde::{Deserialize, de::DeserializeOwned};

use super::{Catalog, Inconsistency, names};
use crate::model::{Facet, IMPL_TAG_FACETS, Impl, Language, Library, Records, SPEC_TAG_FACETS, Spec};
use crate::output::{Output, Piece};

/// What an image's JSON says of it, but for its quality: as decimal text that parses back exactly.
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

impl Catalog<'_> {
    /// The records of everything this catalogue serves, each list in key order, the values of a facet ascending.
    ///
    /// A snapshot does not hold all that it was made of: of implementations there are the images alone, none with its
    /// line count, and of specs those with implementations; [`unimplemented`](Self::unimplemented) gives the ids of the
    /// others. What is here is what replies are made of: every image is read from the JSON that clients get.
    ///
    /// # Errors
    /// [`Inconsistency`] names a ready list or an image that is not the JSON it should be. Opening does not look into
    /// those lists, since nothing at the edge does.
    pub fn records(&self) -> Result<Records, Inconsistency> {
        let mut languages: Vec<Language> = parse(names::LANGUAGES, self.languages.as_bytes())?;
        languages.sort_by(|a, b| a.id.cmp(&b.id));
        let mut libraries: Vec<Library> = parse(names::LIBRARIES, self.libraries.as_bytes())?;
        libraries.sort_by(|a, b| a.id.cmp(&b.id));

        let mut specs = Vec::with_capacity(self.specs());
        let mut impls = Vec::with_capacity(self.images());
        for spec in 0..self.specs() {
            let Piece { heap: titles, place } = self.specs.object_value_piece(spec);
            specs.push(Spec {
                id: parse(names::SPECS, self.specs.string(spec))?,
                title: parse(names::SPECS, &titles[place])?,
                tags: self.tags(SPEC_TAG_FACETS, &self.spec_values.of(spec))?,
            });
            for row in self.rows_of_spec(spec) {
                let mut json = Output::with_capacity(0);
                self.write_images(std::iter::once(row), &mut json);
                impls.push(self.image(spec, row, parse(names::ROW_EDITIONS, &json)?)?);
            }
        }
        Ok(Records {
            languages,
            libraries,
            specs,
            impls,
            changed: self.changed.map(Into::into),
            source: self.source.into(),
        })
    }

    fn image(&self, spec: usize, row: usize, image: Image) -> Result<Impl, Inconsistency> {
        let quality = self.qualities.get(self.row_qualities.get(row) as usize);
        let number = || std::str::from_utf8(quality).ok().and_then(|text| text.parse().ok());
        let not_a_number = || Inconsistency::new(names::QUALITIES, "an entry is not a number");
        Ok(Impl {
            has_code: self.code_document(spec, &image.language, &image.library).is_some(),
            spec: image.spec_id,
            language: image.language,
            library: image.library,
            quality: if quality == b"null" { None } else { Some(number().ok_or_else(not_a_number)?) },
            url_light: image.url_light,
            url_dark: image.url_dark,
            html_light: image.html_light,
            html_dark: image.html_dark,
            tags: self.tags(IMPL_TAG_FACETS, &self.row_values.of(row))?,
            line_count: None,
        })
    }

    /// The names of those of `values` that are of `facets`, by facet.
    fn tags<const N: usize>(&self, facets: [Facet; N], values: &[usize]) -> Result<[Vec<String>; N], Inconsistency> {
        let mut tags = [const { Vec::new() }; N];
        for &value in values {
            for (list, facet) in tags.iter_mut().zip(facets) {
                if self.values_of(facet).contains(&value) {
                    list.push(self.value_name(facet, value)?);
                }
            }
        }
        Ok(tags)
    }

    /// The name of the numbered `value` of `facet`.
    fn value_name(&self, facet: Facet, value: usize) -> Result<String, Inconsistency> {
        parse(&names::tag_keys(facet), self.keys(facet).string(value - self.values_of(facet).start))
    }

    /// The tag values of `facet` by name, each with its posting list: a serialized Roaring bitmap of places among
    /// the specs or the images of [`records`](Self::records), by where the facet's values come from. Nothing for the
    /// facets that are keys of the image.
    ///
    /// # Errors
    /// [`Inconsistency`] names a value whose name is not text.
    pub fn postings(&self, facet: Facet) -> Result<Vec<(String, &[u8])>, Inconsistency> {
        let Some(index) = super::tag_index(facet) else { return Ok(Vec::new()) };
        let list = |(value, list)| Ok((self.value_name(facet, value)?, list));
        self.values_of(facet).zip(self.postings[index].iter()).map(list).collect()
    }
}

fn parse<T: DeserializeOwned>(part: &str, json: &[u8]) -> Result<T, Inconsistency> {
    serde_json::from_slice(json).map_err(|error| Inconsistency::new(part, error.to_string()))
}
