//! Images of a snapshot.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::model::{Impl, Records};
use roaring::RoaringBitmap;

use super::sections::{FormatError, Read, Sections, at, bitmap, json, misread};

type Codes<'k> = BTreeMap<(&'k str, &'k str), RoaringBitmap>;

impl Sections {
    /// Returns all images, in the order of rows.
    pub(super) fn images(&self, Records { languages, libraries, specs, .. }: &Records) -> Read<Vec<Impl>> {
        let languages: Vec<&str> = languages.iter().map(|language| &*language.id).collect();
        let libraries: Vec<&str> = libraries.iter().map(|library| &*library.id).collect();
        let (editions, quality_of_row) = (self.column("rows.edition")?, self.column("rows.quality")?);
        let (qualities, newest) = (self.qualities()?, self.newest()?);
        let templates = self.strings("editions.templates")?;
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
                let language = *at("languages", &languages, *at("editions.language", &edition_languages, edition)?)?;
                let library = *at("libraries", &libraries, *at("editions.library", &edition_libraries, edition)?)?;
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
                images.push(Impl {
                    spec: spec.id.clone(),
                    language: language.into(),
                    library: library.into(),
                    quality: *at("qualities", &qualities, *at("rows.quality", &quality_of_row, row)?)?,
                    // The time itself is not stored.
                    updated: Some(-i64::from(*at("rows.newest", &newest, row)?)),
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

    /// Returns the qualities, which are numbers in descending order, and then none.
    fn qualities(&self) -> Read<Vec<Option<f64>>> {
        let texts = self.strings("qualities")?;
        let qualities = texts.into_iter().map(|text| json("qualities", text)).collect::<Read<Vec<Option<f64>>>>()?;
        let is_before = |a: &Option<f64>, b: &Option<f64>| match (a, b) {
            (Some(a), Some(b)) => a.total_cmp(b).is_gt(),
            (a, b) => a.is_some() && b.is_none(),
        };
        if qualities.is_sorted_by(is_before) {
            Ok(qualities)
        } else {
            Err(misread("qualities", "are not in descending order"))
        }
    }

    /// Returns the rank of each row by time.
    fn newest(&self) -> Read<Vec<u32>> {
        let ranks = self.column("rows.newest")?;
        let distinct: BTreeSet<usize> = ranks.iter().copied().collect();
        if !distinct.into_iter().eq(0..ranks.iter().max().map_or(0, |last| last + 1)) {
            return Err(misread("rows.newest", "skips a rank"));
        }
        let rank = |rank: usize| u32::try_from(rank).map_err(|error| misread("rows.newest", error));
        ranks.into_iter().map(rank).collect()
    }

    /// Returns the numbers of the specs that have code, by language and library.
    fn codes<'k>(&self, languages: &[&'k str], libraries: &[&'k str]) -> Read<Codes<'k>> {
        if !self.has("codes.postings") {
            return Ok(Codes::new());
        }
        let pairs = self.column("codes.language")?.into_iter().zip(self.column("codes.library")?);
        let named = pairs.zip(self.strings("codes.postings")?).map(|((language, library), list)| {
            let key = (*at("codes.language", languages, language)?, *at("codes.library", libraries, library)?);
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
