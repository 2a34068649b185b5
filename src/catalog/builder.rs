//! Builds the sections of a snapshot from records. The same records in any order give the same bytes.

mod rows;
mod values;

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
};

use serde::Serialize;

use super::{
    column::Column, document_set, numbers::Numbers, section_names, sections::SectionsBuf, stats::Stats, unimplemented,
    urls::URL_FIELDS,
};
use crate::{
    documents::{DocumentPlan, DocumentSet},
    model::{Impl, Records, Refusal, Spec},
};

/// Most images of a snapshot, because the cells of literal URLs are numbered with 32 bits.
const MAX_IMAGES: usize = u32::MAX as usize / URL_FIELDS;

/// Builder of a snapshot's sections from records, owned or borrowed.
pub struct CatalogBuilder<R> {
    records: R,
    /// Indexes of the languages in the records, ascending by id.
    languages: Vec<u32>,
    /// Indexes of the libraries, ascending by id.
    libraries: Vec<u32>,
    /// Indexes of the specs with implementations, ascending by id.
    specs: Vec<u32>,
    /// Indexes of the specs without implementations, ascending by id.
    unimplemented: Vec<u32>,
    /// Images in reply order.
    rows: Vec<Row>,
    /// For each (language, library), the ascending numbers of the specs that have code in it.
    codes: BTreeMap<(u32, u32), Vec<u32>>,
}

/// An image: numbers of its spec, language and library, and its index among the implementations.
struct Row {
    spec: u32,
    language: u32,
    library: u32,
    place: u32,
}

impl<R: Borrow<Records>> CatalogBuilder<R> {
    /// Checks and indexes `records`.
    ///
    /// # Errors
    /// [`Refusal`] names the first record that contradicts another or cannot be represented.
    pub fn new(records: R) -> Result<Self, Refusal> {
        let all = records.borrow();
        let languages = numbers("languages", all.languages.iter().map(|language| &*language.id))?;
        let libraries = numbers("libraries", all.libraries.iter().map(|library| &*library.id))?;
        for library in &all.libraries {
            let refused = |reason| refusal("libraries", library.id.clone(), "language_id", reason);
            languages.find(&library.language).map_err(refused)?;
        }
        // All specs are numbered first, because only the implementations show which specs have any.
        let all_specs = numbers("specs", all.specs.iter().map(|spec| &*spec.id))?;

        let mut rows = Vec::with_capacity(all.impls.len());
        for (record, place) in all.impls.iter().zip(0..) {
            let refused = |column| move |reason| refusal("impls", record.key(), column, reason);
            let spec = all_specs.find(&record.spec).map_err(refused("spec_id"))?;
            let language = languages.find(&record.language).map_err(refused("language_id"))?;
            let library = libraries.find(&record.library).map_err(refused("library_id"))?;
            if let Some(quality) = record.quality.filter(|quality| !quality.is_finite()) {
                let reason = format!("{quality} is no JSON number: set it to NULL or to a finite number");
                return Err(refused("quality_score")(reason));
            }
            rows.push(Row { spec, language, library, place });
        }
        rows.sort_unstable_by_key(|row| (row.spec, row.language, row.library));
        if let Some([_, twin]) =
            rows.array_windows().find(|[a, b]| (a.spec, a.language, a.library) == (b.spec, b.language, b.library))
        {
            let reason = "two rows implement this spec in this language and library: keep one".to_owned();
            return Err(refusal("impls", all.impls[twin.place as usize].key(), "library_id", reason));
        }

        let (mut specs, mut unimplemented) = (Vec::new(), Vec::new());
        let mut rest = &mut *rows;
        for (number, place) in (0..).zip(all_specs.places) {
            let of_spec = rest.iter().take_while(|row| row.spec == number).count();
            if of_spec == 0 {
                unimplemented.push(place);
            } else {
                let rows = rest.split_off_mut(..of_spec).unwrap_or_default();
                rows.iter_mut().for_each(|row| row.spec = specs.len() as u32);
                specs.push(place);
            }
        }
        let mut codes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in rows.iter().filter(|row| all.impls[row.place as usize].has_code) {
            codes.entry((row.language, row.library)).or_default().push(row.spec);
        }
        rows.retain(|row| all.impls[row.place as usize].is_image());
        if rows.len() > MAX_IMAGES {
            let reason = format!("found {} images, expected at most {MAX_IMAGES}: remove some", rows.len());
            return Err(refusal("impls", "*".to_owned(), "preview_url_light", reason));
        }
        let (languages, libraries) = (languages.places, libraries.places);
        Ok(Self { records, languages, libraries, specs, unimplemented, rows, codes })
    }

    /// Returns the records.
    pub fn records(&self) -> &Records {
        self.records.borrow()
    }

    /// Returns the documents that the catalogue needs. Documents of code are included only if `has_code`.
    pub fn document_plan(&self, has_code: bool) -> DocumentPlan<'_> {
        let records = self.records();
        let language = |number: u32| &*records.languages[self.languages[number as usize] as usize].id;
        let library = |number: u32| &*records.libraries[self.libraries[number as usize] as usize].id;
        let codes = self.codes.iter().filter(|_| has_code);
        DocumentPlan::new(
            self.specs().map(|spec| &*spec.id).collect(),
            codes.map(|(pair, specs)| ((language(pair.0), library(pair.1)), &**specs)).collect(),
        )
    }

    /// Writes the sections of the catalogue, which goes with `documents`.
    ///
    /// # Errors
    /// [`Refusal`] if there are more tag values than can be numbered.
    pub fn sections(&self, documents: Option<DocumentSet>) -> Result<SectionsBuf, Refusal> {
        let mut sections = SectionsBuf::default();
        let records = self.records();
        sections.put(section_names::SOURCE, &*records.source);
        if let Some(changed) = &records.changed {
            sections.put(section_names::CHANGED, &**changed);
        }
        self.stats().put(&mut sections);
        sections.put(section_names::LANGUAGES, by_name(&records.languages, |language| (&language.name, &language.id)));
        sections.put(section_names::LIBRARIES, by_name(&records.libraries, |library| (&library.name, &library.id)));
        self.put_values(&mut sections)?;
        let unimplemented = self.unimplemented.iter().map(|&place| &*records.specs[place as usize].id);
        unimplemented::put(&mut sections, unimplemented);
        let mut spec_images = vec![0_u32; self.specs.len()];
        self.rows.iter().for_each(|row| spec_images[row.spec as usize] += 1);
        Column::put(&mut sections, section_names::SPEC_IMAGES, &spec_images);
        self.put_rows(&mut sections);
        document_set::put(&mut sections, documents, &self.codes);
        Ok(sections)
    }

    /// The specs with implementations, by number.
    fn specs(&self) -> impl Iterator<Item = &Spec> {
        self.specs.iter().map(|&place| &self.records().specs[place as usize])
    }

    /// The records of the rows, in their order.
    fn images(&self) -> impl Iterator<Item = &Impl> + Clone {
        self.rows.iter().map(|row| &self.records().impls[row.place as usize])
    }

    fn stats(&self) -> Stats {
        let records = self.records();
        let languages: BTreeSet<_> = records.libraries.iter().map(|library| &library.language).collect();
        Stats {
            specs: self.specs.len() as u64,
            plots: records.impls.len() as u64,
            libraries: records.libraries.len() as u64,
            languages: languages.len() as u64,
            lines_of_code: records.impls.iter().filter_map(|record| record.line_count).sum(),
        }
    }
}

fn refusal(table: &'static str, key: String, column: &str, reason: String) -> Refusal {
    Refusal { table, key, column: column.to_owned(), reason }
}

fn numbers<'r>(table: &'static str, ids: impl Iterator<Item = &'r str>) -> Result<Numbers<'r>, Refusal> {
    let twin = |id: &str| refusal(table, id.to_owned(), "id", "two rows have this id: keep one".to_owned());
    Numbers::of(ids).map_err(twin)
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
