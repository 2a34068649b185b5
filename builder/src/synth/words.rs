//! The words of the made-up catalogue: for each tag facet the frequent values with how likely each is, and what the
//! rare ones are made of. Figures are those of the real catalogue, rounded.

mod impl_tags;
mod spec_tags;
mod vocabulary;

use catalog_edge::model::Facet;

pub(super) use vocabulary::{Frequent, Vocabulary};

use impl_tags::{DATAPREP, DEPENDENCIES, PATTERNS, STYLING, TECHNIQUES};
use spec_tags::{DATA, DOMAIN, FEATURES, PLOT};

/// The words of a tag facet; key facets have none of their own.
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
