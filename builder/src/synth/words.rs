//! Words of a synthetic catalogue: for each tag facet the frequent values with their probabilities, and the parts of
//! the rare values. Figures are those of the real catalogue, rounded.

mod impl_tags;
mod spec_tags;
mod vocabulary;

use catalog_edge::model::Facet;

pub(super) use vocabulary::{Frequent, Vocabulary};

use impl_tags::{DATAPREP, DEPENDENCIES, PATTERNS, STYLING, TECHNIQUES};
use spec_tags::{DATA, DOMAIN, FEATURES, PLOT};

/// Returns the words of a tag facet. Key facets have no words of their own.
pub(super) const fn of(facet: Facet) -> &'static Vocabulary {
    match facet {
        Facet::Lang | Facet::Lib | Facet::Spec | Facet::Plot => &PLOT,
        Facet::Data => &DATA,
        Facet::Dom => &DOMAIN,
        Facet::Feat => &FEATURES,
        Facet::Dep => &DEPENDENCIES,
        Facet::Tech => &TECHNIQUES,
        Facet::Pat => &PATTERNS,
        Facet::Prep => &DATAPREP,
        Facet::Style => &STYLING,
    }
}
