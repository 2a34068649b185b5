//! `GET /libraries/{id}/images` and `GET /specs/{id}/images`.

use std::collections::BTreeSet;

use super::{
    Image, Naive,
    faults::saturating,
    json::{array, json, object},
    not_found,
    parameters::Parameters,
    sort,
};

impl Naive {
    /// Status and body of `GET /libraries/{id}/images?{query}`.
    pub(crate) fn library_images(&self, id: &str, query: &str) -> (u16, String) {
        if !self.libraries.iter().any(|library| library.id == id) {
            return not_found(&format!("Library '{id}' not found"), &format!("/libraries/{id}/images"));
        }
        let mut asked = Parameters::parse(query);
        let limit = asked.number("limit", 1, None).map_or(usize::MAX, |digits| saturating(&digits));
        let offset = asked.number("offset", 0, None).map_or(0, |digits| saturating(&digits));
        let sort = asked.sort(&sort::WITHOUT_WORDS);
        if let Some(refusal) = asked.refusal() {
            return refusal;
        }
        let mut images: Vec<&Image> = self.images.iter().filter(|image| image.item.library == id).collect();
        sort.apply(&mut images, self, &BTreeSet::new());
        let images = images.into_iter().skip(offset).take(limit).map(|image| {
            object([
                ("spec_id", json(&image.item.spec)),
                ("library", json(&image.item.library)),
                ("language", json(&image.item.language)),
                ("url", json(&image.item.url_light)),
                ("html", json(&image.item.html_light)),
            ])
        });
        (200, object([("library", json(id)), ("images", array(images))]))
    }

    /// Status and body of `GET /specs/{id}/images`, of a spec that is in the records.
    pub(crate) fn spec_images(&self, id: &str) -> (u16, String) {
        if !self.impls.iter().any(|item| item.spec == id) {
            let message = format!("Spec with implementations '{id}' not found");
            return not_found(&message, &format!("/specs/{id}/images"));
        }
        let images = self.images.iter().filter(|image| image.item.spec == id).map(|image| {
            object([
                ("library", json(&image.item.library)),
                ("language", json(&image.item.language)),
                ("url", json(&image.item.url_light)),
                ("html", json(&image.item.html_light)),
            ])
        });
        (200, object([("spec_id", json(id)), ("images", array(images))]))
    }
}
