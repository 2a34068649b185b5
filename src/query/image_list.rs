//! The query of `GET /libraries/{id}/images`.

use super::{
    fault::ParameterError,
    page::Page,
    parameters::parameters,
    sort::{self, Sort},
};

/// A parsed query for a list of images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageListQuery {
    /// Order of the images.
    pub sort: Sort,
    /// Page of them.
    pub page: Page,
}

impl ImageListQuery {
    /// Parses a raw query string. Unknown parameters are ignored.
    ///
    /// # Errors
    /// One [`ParameterError`] for each fault: limit, offset, sort, then seed.
    pub fn parse(query: &str) -> Result<Self, Vec<ParameterError>> {
        let (mut limit, mut offset, mut order, mut seed) = (None, None, None, None);
        for (name, value) in parameters(query) {
            match &*name {
                "limit" => limit = Some(value),
                "offset" => offset = Some(value),
                "sort" => order = Some(value),
                "seed" => seed = Some(value),
                _ => {}
            }
        }
        let mut errors = Vec::new();
        let page = Page::parse(limit, offset, &mut errors);
        let sort = Sort::parse(order, seed, sort::WITHOUT_WORDS, &mut errors);
        if errors.is_empty() { Ok(Self { sort, page }) } else { Err(errors) }
    }
}
