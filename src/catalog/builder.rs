//! From records in any order to the sections of a snapshot: same records, same bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::{
    bitmap,
    column::Column,
    documents,
    editions::{self, EditionKey},
    incidence::{MAX_VALUES, can_number},
    keys::Keys,
    literals::Literals,
    names,
    sections::SectionsBuf,
    slices::Slices,
    stats::Stats,
    templates::{Candidates, Templates},
    unimplemented,
    urls::{RowNames, URL_FIELDS, UrlForm},
};
use crate::model::{Facet, IMPL_TAG_FACETS, Impl, Records, Refusal, SPEC_TAG_FACETS, Spec};

/// Cells of literal URLs are numbered with 32 bits.
const MAX_IMAGES: usize = u32::MAX as usize / URL_FIELDS;

/// Makes the sections of a snapshot from records.
pub struct CatalogBuilder<'r> {
    records: &'r Records,
    languages: BTreeMap<&'r str, u32>,
    libraries: BTreeMap<&'r str, u32>,
    /// Specs with implementations, by id.
    specs: Vec<&'r Spec>,
    /// Ids of specs without implementations, ascending.
    unimplemented: Vec<&'r str>,
    /// Images in reply order.
    rows: Vec<Row<'r>>,
    /// Specs of which each (language, library) has code, ascending.
    codes: BTreeMap<(u32, u32), Vec<u32>>,
}

struct Row<'r> {
    spec: u32,
    language: u32,
    library: u32,
    record: &'r Impl,
}

impl<'r> CatalogBuilder<'r> {
    /// Takes stock of `records`.
    ///
    /// # Errors
    /// [`Refusal`] names the first record that contradicts another or cannot be represented.
    pub fn new(records: &'r Records) -> Result<Self, Refusal> {
        let languages = number("languages", records.languages.iter().map(|language| &*language.id))?;
        let libraries = number("libraries", records.libraries.iter().map(|library| &*library.id))?;
        for library in &records.libraries {
            known(&languages, "libraries", &library.id, "language_id", &library.language)?;
        }
        // Numbered among all specs first: whether one has implementations shows only below.
        let all_specs = number("specs", records.specs.iter().map(|spec| &*spec.id))?;

        let mut rows = Vec::with_capacity(records.impls.len());
        for record in &records.impls {
            let key = || record.key();
            let spec = known(&all_specs, "impls", key, "spec_id", &record.spec)?;
            let language = known(&languages, "impls", key, "language_id", &record.language)?;
            let library = known(&libraries, "impls", key, "library_id", &record.library)?;
            if let Some(quality) = record.quality.filter(|quality| !quality.is_finite()) {
                let reason = format!("{quality} is no JSON number: set it to NULL or to a finite number");
                return Err(refusal("impls", key(), "quality_score", reason));
            }
            rows.push(Row { spec, language, library, record });
        }
        rows.sort_unstable_by_key(|row| (row.spec, row.language, row.library));
        if let Some([_, twin]) =
            rows.array_windows().find(|[a, b]| (a.spec, a.language, a.library) == (b.spec, b.language, b.library))
        {
            let reason = "two rows implement this spec in this language and library: keep one".to_owned();
            return Err(refusal("impls", twin.record.key(), "library_id", reason));
        }

        let used: BTreeSet<u32> = rows.iter().map(|row| row.spec).collect();
        let renumbered: HashMap<u32, u32> = used.into_iter().zip(0..).collect();
        let (mut specs, unused): (Vec<&Spec>, Vec<&Spec>) =
            records.specs.iter().partition(|spec| renumbered.contains_key(&all_specs[&*spec.id]));
        specs.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut unimplemented: Vec<&str> = unused.into_iter().map(|spec| &*spec.id).collect();
        unimplemented.sort_unstable();
        rows.iter_mut().for_each(|row| row.spec = renumbered[&row.spec]);
        let mut codes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.record.has_code) {
            codes.entry((row.language, row.library)).or_default().push(row.spec);
        }
        rows.retain(|row| row.record.is_image());
        if rows.len() > MAX_IMAGES {
            let reason = format!("{} images where a snapshot holds at most {MAX_IMAGES}", rows.len());
            return Err(refusal("impls", "*".to_owned(), "preview_url_light", reason));
        }
        Ok(Self { records, languages, libraries, specs, unimplemented, rows, codes })
    }

    /// Lays the sections out.
    ///
    /// # Errors
    /// [`Refusal`] when there are more tag values than can be numbered.
    pub fn sections(&self) -> Result<SectionsBuf, Refusal> {
        let mut sections = SectionsBuf::default();
        let records = self.records;
        sections.put(names::SOURCE, &*records.source);
        if let Some(changed) = &records.changed {
            sections.put(names::CHANGED, &**changed);
        }
        self.stats().put(&mut sections);
        sections.put(names::LANGUAGES, by_name(&records.languages, |language| (&language.name, &language.id)));
        sections.put(names::LIBRARIES, by_name(&records.libraries, |library| (&library.name, &library.id)));
        Keys::put(&mut sections, names::LANGUAGE_KEYS, self.languages.keys().copied());
        Keys::put(&mut sections, names::LIBRARY_KEYS, self.libraries.keys().copied());
        Keys::put_object(&mut sections, names::SPECS, self.specs.iter().map(|spec| (&*spec.id, &*spec.title)));
        unimplemented::put(&mut sections, self.unimplemented.iter().copied());
        let mut spec_images = vec![0_u32; self.specs.len()];
        self.rows.iter().for_each(|row| spec_images[row.spec as usize] += 1);
        Column::put(&mut sections, names::SPEC_IMAGES, &spec_images);
        self.put_rows(&mut sections);
        self.put_tags(&mut sections)?;
        documents::put(&mut sections, records.documents, &self.codes);
        Ok(sections)
    }

    fn stats(&self) -> Stats {
        let languages: BTreeSet<_> = self.records.libraries.iter().map(|library| &library.language).collect();
        Stats {
            specs: self.specs.len() as u64,
            plots: self.records.impls.len() as u64,
            libraries: self.records.libraries.len() as u64,
            languages: languages.len() as u64,
            lines_of_code: self.records.impls.iter().filter_map(|record| record.line_count).sum(),
        }
    }

    fn put_rows(&self, sections: &mut SectionsBuf) {
        let templates = Templates::of(self.rows.iter().flat_map(|Row { record, .. }| {
            let urls = urls(record).into_iter().flatten();
            urls.map(|url| (url, row_names(record)))
        }));

        let mut candidates = Candidates::default();
        let mut literals = Vec::new();
        let mut editions = Vec::with_capacity(self.rows.len());
        let mut qualities = Vec::with_capacity(self.rows.len());
        for (row, at) in self.rows.iter().zip(0_u32..) {
            let urls = urls(row.record);
            let forms = urls.map(|url| templates.form(url, row_names(row.record), &mut candidates));
            for ((form, url), field) in forms.iter().zip(urls).zip(0_u32..) {
                if let (UrlForm::Literal, Some(url)) = (form, url) {
                    literals.push((at * URL_FIELDS as u32 + field, url));
                }
            }
            editions.push(EditionKey { language: row.language, library: row.library, urls: forms });
            qualities.push(row.record.quality.map_or_else(|| "null".to_owned(), json_number));
        }
        let (editions, edition_of_row) = distinct(&editions);
        let (qualities, quality_of_row) = distinct(&qualities);
        Column::put(sections, names::ROW_EDITIONS, &edition_of_row);
        Column::put(sections, names::ROW_QUALITIES, &quality_of_row);
        Slices::put(sections, names::QUALITIES, qualities);
        editions::put(sections, &editions, templates.into_texts());
        Literals::put(sections, &literals);
    }

    fn put_tags(&self, sections: &mut SectionsBuf) -> Result<(), Refusal> {
        let mut values = self.languages.len() + self.libraries.len() + self.specs.len();
        for (index, facet) in SPEC_TAG_FACETS.into_iter().enumerate() {
            values += put_tag(sections, facet, self.specs.iter().map(|spec| &*spec.tags[index]));
        }
        for (index, facet) in IMPL_TAG_FACETS.into_iter().enumerate() {
            values += put_tag(sections, facet, self.rows.iter().map(|row| &*row.record.tags[index]));
        }
        if !can_number(values) {
            let reason = format!("{values} specs, libraries, languages and tags where a snapshot numbers {MAX_VALUES}");
            return Err(refusal("impls", "*".to_owned(), "impl_tags", reason));
        }
        Ok(())
    }
}

/// Writes one facet, whose owners' values are `tags`, and returns how many values it has.
fn put_tag<'r>(sections: &mut SectionsBuf, facet: Facet, tags: impl Iterator<Item = &'r [String]>) -> usize {
    let mut lists: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (values, owner) in tags.zip(0..) {
        for value in values {
            lists.entry(value).or_default().push(owner);
        }
    }
    Keys::put(sections, &names::tag_keys(facet), lists.keys().copied());
    let postings = lists.values().map(|owners| bitmap::serialize(owners.iter().copied()));
    Slices::put(sections, &names::tag_postings(facet), postings);
    lists.len()
}

fn urls(record: &Impl) -> [Option<&str>; URL_FIELDS] {
    [&record.url_light, &record.url_dark, &record.html_light, &record.html_dark].map(Option::as_deref)
}

fn row_names(record: &Impl) -> RowNames<'_> {
    RowNames { spec: &record.spec, language: &record.language, library: &record.library }
}

fn json_number(number: f64) -> String {
    // Finite numbers serialize always; others were refused.
    serde_json::to_string(&number).unwrap_or_default()
}

fn refusal(table: &'static str, key: String, column: &str, reason: String) -> Refusal {
    Refusal { table, key, column: column.to_owned(), reason }
}

/// Numbers distinct `ids` by code point.
fn number<'r>(table: &'static str, ids: impl Iterator<Item = &'r str>) -> Result<BTreeMap<&'r str, u32>, Refusal> {
    let mut numbers = BTreeMap::new();
    for id in ids {
        if numbers.insert(id, 0).is_some() {
            return Err(refusal(table, id.to_owned(), "id", "two rows have this id: keep one".to_owned()));
        }
    }
    numbers.values_mut().zip(0..).for_each(|(value, number)| *value = number);
    Ok(numbers)
}

fn known(
    numbers: &BTreeMap<&str, u32>,
    table: &'static str,
    key: impl ToKey,
    column: &str,
    id: &str,
) -> Result<u32, Refusal> {
    numbers.get(id).copied().ok_or_else(|| {
        let reason = format!("refers to '{id}', which does not exist: add it or remove this row");
        refusal(table, key.to_key(), column, reason)
    })
}

/// The key of a row, made only when it is told.
trait ToKey {
    fn to_key(self) -> String;
}

impl ToKey for &String {
    fn to_key(self) -> String {
        self.clone()
    }
}

impl<F: Fn() -> String> ToKey for F {
    fn to_key(self) -> String {
        self()
    }
}

/// The distinct entries in order, and for each entry the number of its equal.
fn distinct<T: Ord + Clone>(entries: &[T]) -> (Vec<T>, Vec<u32>) {
    let mut numbers: BTreeMap<&T, u32> = entries.iter().map(|entry| (entry, 0)).collect();
    numbers.values_mut().zip(0..).for_each(|(value, number)| *value = number);
    let numbered = entries.iter().map(|entry| numbers[entry]).collect();
    (numbers.into_keys().cloned().collect(), numbered)
}

/// A JSON list ordered by name as people read it: regardless of case first.
fn by_name<T: Serialize>(records: &[T], names: impl Fn(&T) -> (&String, &String)) -> Vec<u8> {
    let mut records: Vec<&T> = records.iter().collect();
    records.sort_by_cached_key(|record| {
        let (name, id) = names(record);
        (name.to_lowercase(), name.clone(), id.clone())
    });
    // Serializing strings into memory cannot fail.
    serde_json::to_vec(&records).unwrap_or_default()
}
