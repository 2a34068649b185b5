//! Useless values of a catalogue, which cause warnings, or with `--strict` a failure.

use std::fmt;

use catalog_edge::catalog::{Catalog, Inconsistency};
use serde::Serialize;

use crate::failure::{ExitCode, Failure};
use crate::records::preview_urls::UnusableUrls;
use crate::records::reach::UnreachableValues;

/// All useless values of a catalogue.
#[derive(Debug, Serialize, thiserror::Error)]
pub(crate) struct Doubts {
    unreachable: UnreachableValues,
    unusable_urls: UnusableUrls,
}

impl Doubts {
    /// Finds the values in `catalog`, and adds the URLs of the records that it was made of.
    pub(crate) fn of(catalog: &Catalog<'_>, unusable_urls: UnusableUrls) -> Result<Self, Inconsistency> {
        Ok(Self { unreachable: UnreachableValues::of(catalog)?, unusable_urls })
    }

    /// Returns a text for each kind of value that was found.
    pub(crate) fn texts(&self) -> Vec<String> {
        let Self { unreachable, unusable_urls } = self;
        let unreachable = (!unreachable.is_empty()).then(|| unreachable.to_string());
        let unusable_urls = (!unusable_urls.is_empty()).then(|| unusable_urls.to_string());
        unreachable.into_iter().chain(unusable_urls).collect()
    }
}

impl fmt::Display for Doubts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.texts().join("\n"))
    }
}

impl From<Doubts> for Failure {
    fn from(error: Doubts) -> Self {
        Self::new(ExitCode::Data, error)
    }
}
