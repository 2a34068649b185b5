//! The query of `GET /plots/facets/{facet}`.

use super::{
    conditions::Conditions,
    fault::{ParameterError, checked},
    lax_integer::LaxInteger,
    page::{Page, bounded},
    searched,
};

/// A parsed search for values of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetSearch<'q> {
    /// Conditions on the images that are counted.
    pub conditions: Conditions<'q>,
    /// Distinct folded words. Each is the beginning of a word of the images that are counted.
    pub image_words: Vec<String>,
    /// Distinct folded words. Each is the beginning of a word of the value or of its label.
    pub words: Vec<String>,
    /// Page of the values.
    pub page: Page,
}

/// Most values in a page.
const MAX_VALUES: u32 = 1_000;

/// Values in a page if the query has no limit.
const VALUES: usize = 10;

impl<'q> FacetSearch<'q> {
    /// Parses a raw query string. Parameters that have nothing to do with the values are ignored.
    ///
    /// # Errors
    /// One [`ParameterError`] for each fault: limit, offset, words of the values, words of the images, then
    /// exclusions.
    pub fn parse(query: &'q str) -> Result<Self, Vec<ParameterError>> {
        let (mut limit, mut offset, mut q, mut of_images) = (None, None, None, None);
        let (mut errors, mut unnamed) = (Vec::new(), Vec::new());
        let conditions = Conditions::read(query, &mut unnamed, |name, value| {
            match name {
                "limit" => limit = Some(value),
                "offset" => offset = Some(value),
                "q" => q = Some(value),
                "words" => of_images = Some(value),
                _ => return Some(value),
            }
            None
        });
        let limit = match limit {
            Some(limit) => checked(bounded("limit", &limit, 1, MAX_VALUES), &mut errors),
            None => Some(LaxInteger::from(VALUES)),
        };
        let page = Page { limit, ..Page::parse(None, offset, &mut errors) };
        let words = searched::words("q", q.as_deref(), &mut errors);
        let image_words = searched::words("words", of_images.as_deref(), &mut errors);
        errors.append(&mut unnamed);
        conditions.check(&mut errors);
        if errors.is_empty() { Ok(Self { conditions, image_words, words, page }) } else { Err(errors) }
    }
}
