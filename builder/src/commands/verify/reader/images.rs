//! Images of a snapshot.

use std::collections::BTreeMap;

use catalog_edge::model::{Impl, Spec};
use roaring::RoaringBitmap;

use super::sections::{FormatError, Read, Sections, at, bitmap, json};

type Codes<'k> = BTreeMap<(&'k String, &'k String), RoaringBitmap>;

impl Sections {
    /// Returns all images, in the order of rows.
    pub(super) fn images(&self, specs: &[Spec]) -> Read<Vec<Impl>> {
        let (languages, libraries) = (self.keys("languages.keys")?, self.keys("libraries.keys")?);
        let (editions, qualities) = (self.column("rows.edition")?, self.column("rows.quality")?);
        let (quality_texts, templates) = (self.strings("qualities")?, self.strings("editions.templates")?);
        let (edition_languages, edition_libraries) =
            (self.column("editions.language")?, self.column("editions.library")?);
        let columns = ["editions.url_light", "editions.url_dark", "editions.html_light", "editions.html_dark"];
        let forms = columns.map(|name| self.column(name).map(|column| (name, column)));
        let cells = self.column("literals.cells")?;
        let literals: BTreeMap<usize, &[u8]> = cells.into_iter().zip(self.strings("literals.texts")?).collect();
        let codes = self.codes(&languages, &libraries)?;

        let mut images = Vec::new();
        for (number, (spec, count)) in specs.iter().zip(self.column("specs.images")?).enumerate() {
            for row in images.len()..images.len() + count {
                let edition = *at("rows.edition", &editions, row)?;
                let language =
                    at("languages.keys", &languages, *at("editions.language", &edition_languages, edition)?)?;
                let library = at("libraries.keys", &libraries, *at("editions.library", &edition_libraries, edition)?)?;
                let url = |column: usize| {
                    let (name, forms) = forms[column].as_ref().map_err(FormatError::clone)?;
                    match *at(name, forms, edition)? {
                        0 => Ok(None),
                        1 => literals.get(&(row * 4 + column)).map(|text| json("literals.texts", text)).transpose(),
                        form => {
                            let names = [&*spec.id, language, library];
                            filled(at("editions.templates", &templates, form - 2)?, names).map(Some)
                        }
                    }
                };
                let quality = *at("qualities", &quality_texts, *at("rows.quality", &qualities, row)?)?;
                images.push(Impl {
                    spec: spec.id.clone(),
                    language: language.clone(),
                    library: library.clone(),
                    quality: std::str::from_utf8(quality).ok().and_then(|text| text.parse().ok()),
                    url_light: url(0)?,
                    url_dark: url(1)?,
                    html_light: url(2)?,
                    html_dark: url(3)?,
                    has_code: codes
                        .get(&(language, library))
                        .is_some_and(|specs| u32::try_from(number).is_ok_and(|number| specs.contains(number))),
                    ..Impl::default()
                });
            }
        }
        Ok(images)
    }

    /// Returns the numbers of the specs that have code, by language and library.
    fn codes<'k>(&self, languages: &'k [String], libraries: &'k [String]) -> Read<Codes<'k>> {
        if !self.has("codes.postings") {
            return Ok(Codes::new());
        }
        let pairs = self.column("codes.language")?.into_iter().zip(self.column("codes.library")?);
        let named = pairs.zip(self.strings("codes.postings")?).map(|((language, library), list)| {
            let key = (at("codes.language", languages, language)?, at("codes.library", libraries, library)?);
            Ok((key, bitmap("codes.postings", list)?))
        });
        named.collect()
    }
}

/// Fills the names of spec, language and library into `template`.
fn filled(template: &[u8], names: [&str; 3]) -> Read<String> {
    let section = "editions.templates";
    let mut url = String::new();
    for piece in template.split_inclusive(|byte| (1..=3).contains(byte)) {
        let (text, name) = match piece {
            [text @ .., placeholder @ 1..=3] => (text, names[usize::from(*placeholder) - 1]),
            text => (text, ""),
        };
        url += &json::<String>(section, &[b"\"", text, b"\""].concat())?;
        url += name;
    }
    Ok(url)
}
