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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use catalog_edge::snapshot;

    use super::*;
    use crate::records::sample::{catalogue, image};

    #[test]
    fn each_kind_of_value_has_a_text() {
        for (spec, url, kinds) in [
            ("pie", "https://h/p.png", &[][..]),
            ("a,b", "https://h/p.png", &["no request can name"][..]),
            ("pie", "p.png", &["1 cell holds no preview URL"]),
            ("a,b", "p.png", &["no request can name", "1 cell holds no preview URL"]),
        ] {
            let mut image = image(spec, "r", "lattice");
            image.url_light = Some(url.into());
            let mut urls = UnusableUrls::default();
            urls.check(&image);
            let bytes = snapshot::build(&catalogue(vec![image]), None).unwrap();
            let doubts = Doubts::of(&snapshot::open(&bytes).unwrap().catalog, urls).unwrap();
            let texts = doubts.texts();
            assert_eq!(texts.len(), kinds.len(), "{texts:?}");
            assert!(texts.iter().zip(kinds).all(|(text, kind)| text.starts_with(kind)), "{texts:?}");
            assert_eq!(doubts.to_string(), texts.join("\n"));
        }
    }
}
