//! Builds the sections of a snapshot from records. The same records in any order give the same bytes.

mod impls;
mod references;
mod rows;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

pub use impls::CompactImpls;
use impls::Row;
use references::References;

use super::{
    column::Column,
    document_set, section_names,
    sections::SectionsBuf,
    stats::Stats,
    unimplemented,
    url_collector::CollectedUrls,
    urls::{RowNames, URL_FIELDS},
};
use crate::{
    documents::{DocumentPlan, DocumentSet},
    model::{IMPL_TAG_FACETS, Language, Library, Records, Refusal, Spec},
};

/// Most images of a snapshot, because the cells of literal URLs are numbered with 32 bits.
const MAX_IMAGES: usize = u32::MAX as usize / URL_FIELDS;

/// Builder of a snapshot's sections: records that were checked, numbered and sorted.
#[derive(Debug)]
pub struct CatalogBuilder {
    source: String,
    changed: Option<String>,
    stats: Stats,
    /// Languages, ascending by id. The index of a record is its number.
    languages: Vec<Language>,
    /// Libraries, ascending by id.
    libraries: Vec<Library>,
    /// Specs with implementations, ascending by id.
    specs: Vec<Spec>,
    /// Ids of the specs without implementations, ascending.
    unimplemented: Vec<String>,
    /// Images in reply order.
    rows: Vec<Row>,
    /// For each tag facet of implementations, its values with the ascending rows that carry them.
    impl_tags: [BTreeMap<Box<str>, Vec<u32>>; IMPL_TAG_FACETS.len()],
    urls: CollectedUrls,
    /// For each (language, library), the ascending numbers of the specs that have code in it.
    codes: BTreeMap<(u32, u32), Vec<u32>>,
}

impl CatalogBuilder {
    /// Checks, numbers and sorts `records`.
    ///
    /// # Errors
    /// [`Refusal`] names the first record that contradicts another or cannot be represented.
    pub fn new(records: Records<CompactImpls>) -> Result<Self, Refusal> {
        let Records { mut languages, mut libraries, mut specs, impls, changed, source } = records;
        sort_by_id("languages", &mut languages, |language| &language.id)?;
        sort_by_id("libraries", &mut libraries, |library| &library.id)?;
        for Library { id, language, .. } in &libraries {
            if languages.binary_search_by(|known| known.id.cmp(language)).is_err() {
                return Err(refusal("libraries", id.clone(), "language_id", references::unknown(language)));
            }
        }
        sort_by_id("specs", &mut specs, |spec| &spec.id)?;

        let CompactImpls { mut rows, tags, urls, lines_of_code, .. } = impls;
        let of_specs = References::of(impls.specs, specs.iter().map(|spec| &*spec.id));
        let of_languages = References::of(impls.languages, languages.iter().map(|language| &*language.id));
        let of_libraries = References::of(impls.libraries, libraries.iter().map(|library| &*library.id));
        for row in &mut rows {
            let ids = [(&of_specs, row.spec), (&of_languages, row.language), (&of_libraries, row.library)];
            let key = || ids.map(|(references, number)| references.id(number)).join("/");
            let refused = |column| move |reason| refusal("impls", key(), column, reason);
            let [spec, language, library] = ids.map(|(references, number)| references.place(number));
            let spec = spec.map_err(refused("spec_id"))?;
            let language = language.map_err(refused("language_id"))?;
            let library = library.map_err(refused("library_id"))?;
            if let Some(quality) = row.quality.filter(|quality| !quality.is_finite()) {
                let reason = format!("{quality} is no JSON number: set it to NULL or to a finite number");
                return Err(refused("quality_score")(reason));
            }
            (row.spec, row.language, row.library) = (spec, language, library);
        }
        rows.sort_by_cached_key(Row::key);
        if let Some([_, twin]) = rows.array_windows().find(|[a, b]| a.key() == b.key()) {
            let (spec, language) = (&specs[twin.spec as usize].id, &languages[twin.language as usize].id);
            let key = format!("{spec}/{language}/{}", libraries[twin.library as usize].id);
            let reason = "two rows implement this spec in this language and library: keep one".to_owned();
            return Err(refusal("impls", key, "library_id", reason));
        }

        let (mut implemented, mut unimplemented) = (Vec::new(), Vec::new());
        let mut rest = &mut *rows;
        for (number, spec) in (0..).zip(specs) {
            let of_spec = rest.iter().take_while(|row| row.spec == number).count();
            if of_spec == 0 {
                unimplemented.push(spec.id);
            } else {
                let rows = rest.split_off_mut(..of_spec).unwrap_or_default();
                rows.iter_mut().for_each(|row| row.spec = implemented.len() as u32);
                implemented.push(spec);
            }
        }
        let mut codes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.has_code) {
            codes.entry((row.language, row.library)).or_default().push(row.spec);
        }
        let used_languages: BTreeSet<_> = libraries.iter().map(|library| &library.language).collect();
        let stats = Stats {
            specs: implemented.len() as u64,
            plots: rows.len() as u64,
            libraries: libraries.len() as u64,
            languages: used_languages.len() as u64,
            lines_of_code,
        };

        let mut row_of_place = vec![0; rows.len()];
        rows.retain(|row| row.is_image);
        if rows.len() > MAX_IMAGES {
            let reason = format!("found {} images, expected at most {MAX_IMAGES}: remove some", rows.len());
            return Err(refusal("impls", "*".to_owned(), "preview_url_light", reason));
        }
        rows.iter().zip(0..).for_each(|(row, number)| row_of_place[row.place as usize] = number);
        let impl_tags = tags.map(|carriers| by_row(carriers, &row_of_place));
        let (specs, urls) = (implemented, urls.finish());
        Ok(Self { source, changed, stats, languages, libraries, specs, unimplemented, rows, impl_tags, urls, codes })
    }

    /// Does the same with records that stay as they are.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of(records: &Records) -> Result<Self, Refusal> {
        let mut impls = CompactImpls::default();
        records.impls.iter().for_each(|record| impls.add(record));
        let Records { languages, libraries, specs, changed, source, .. } = records;
        Self::new(Records {
            languages: languages.clone(),
            libraries: libraries.clone(),
            specs: specs.clone(),
            impls,
            changed: changed.clone(),
            source: source.clone(),
        })
    }

    /// Returns the documents that the catalogue needs. Documents of code are included only if `has_code`.
    pub fn document_plan(&self, has_code: bool) -> DocumentPlan<'_> {
        let language = |number: u32| &*self.languages[number as usize].id;
        let library = |number: u32| &*self.libraries[number as usize].id;
        let codes = self.codes.iter().filter(|_| has_code);
        DocumentPlan::new(
            self.specs.iter().map(|spec| &*spec.id).collect(),
            codes.map(|(pair, specs)| ((language(pair.0), library(pair.1)), &**specs)).collect(),
        )
    }

    /// Writes the sections of the catalogue, which goes with `documents`.
    ///
    /// # Errors
    /// [`Refusal`] if there are more tag values than can be numbered.
    pub fn sections(self, documents: Option<DocumentSet>) -> Result<SectionsBuf, Refusal> {
        let mut sections = SectionsBuf::default();
        sections.put(section_names::SOURCE, &*self.source);
        if let Some(changed) = &self.changed {
            sections.put(section_names::CHANGED, &**changed);
        }
        self.stats.put(&mut sections);
        sections.put(section_names::LANGUAGES, by_name(&self.languages, |language| (&language.name, &language.id)));
        sections.put(section_names::LIBRARIES, by_name(&self.libraries, |library| (&library.name, &library.id)));
        self.put_values(&mut sections)?;
        unimplemented::put(&mut sections, self.unimplemented.iter().map(|id| &**id));
        let mut spec_images = vec![0_u32; self.specs.len()];
        self.rows.iter().for_each(|row| spec_images[row.spec as usize] += 1);
        Column::put(&mut sections, section_names::SPEC_IMAGES, &spec_images);
        self.put_rows(&mut sections);
        document_set::put(&mut sections, documents, &self.codes);
        Ok(sections)
    }

    /// The names of `row`.
    fn names(&self, row: &Row) -> RowNames<'_> {
        RowNames {
            spec: &self.specs[row.spec as usize].id,
            language: &self.languages[row.language as usize].id,
            library: &self.libraries[row.library as usize].id,
        }
    }
}

fn refusal(table: &'static str, key: String, column: &str, reason: String) -> Refusal {
    Refusal { table, key, column: column.to_owned(), reason }
}

/// Sorts `records` by id. Fails if two have the same.
fn sort_by_id<T>(table: &'static str, records: &mut [T], id: impl Fn(&T) -> &String) -> Result<(), Refusal> {
    records.sort_by(|a, b| id(a).cmp(id(b)));
    match records.array_windows().find(|[a, b]| id(a) == id(b)) {
        Some([twin, _]) => Err(refusal(table, id(twin).clone(), "id", "two rows have this id: keep one".to_owned())),
        None => Ok(()),
    }
}

/// Sorts the values of a facet, and gives each the ascending rows of the images at its places.
fn by_row(carriers: HashMap<Box<str>, Vec<u32>>, row_of_place: &[u32]) -> BTreeMap<Box<str>, Vec<u32>> {
    let mut values: BTreeMap<_, _> = carriers.into_iter().collect();
    for rows in values.values_mut() {
        rows.iter_mut().for_each(|place| *place = row_of_place[*place as usize]);
        rows.sort_unstable();
    }
    values
}

/// A JSON list in the order of names: first without regard to case, then by code point.
fn by_name<T: Serialize>(records: &[T], names: impl Fn(&T) -> (&String, &String)) -> Vec<u8> {
    let mut records: Vec<&T> = records.iter().collect();
    records.sort_by_cached_key(|record| {
        let (name, id) = names(record);
        (name.to_lowercase(), name.clone(), id.clone())
    });
    // Serializing strings into memory cannot fail.
    serde_json::to_vec(&records).unwrap_or_default()
}
