//! The facets, in one table.

/// A property of images to filter by. Facets are in reply order, as in `TABLE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Facet {
    /// Language of the implementation.
    Lang,
    /// Library of the implementation.
    Lib,
    /// The spec itself.
    Spec,
    /// Types of plots.
    Plot,
    /// Types of data.
    Data,
    /// Domains.
    Dom,
    /// Features of the plot.
    Feat,
    /// Dependencies besides the library.
    Dep,
    /// Techniques.
    Tech,
    /// Patterns of the code.
    Pat,
    /// Preparation of the data.
    Prep,
    /// Styling.
    Style,
}

/// Source of a facet's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetSource {
    /// A key of the image itself: its language, library or spec.
    Key,
    /// Tags shared by all images of a spec, at this place in [`Spec::tags`](super::Spec::tags).
    SpecTag(usize),
    /// Tags of one implementation, at this place in [`Impl::tags`](super::Impl::tags).
    ImplTag(usize),
}

/// A facet in the table.
struct Row {
    facet: Facet,
    /// Query parameter and reply key.
    name: &'static str,
    values: Values,
}

/// Kind of a facet's values. Tags also have their key in the database's tag objects.
#[derive(Clone, Copy)]
enum Values {
    Key,
    SpecTag(&'static str),
    ImplTag(&'static str),
}

/// All facets in reply order: keys of the image first, then tags of the spec, then tags of the implementation.
const TABLE: &[Row] = &[
    row(Facet::Lang, "lang", Values::Key),
    row(Facet::Lib, "lib", Values::Key),
    row(Facet::Spec, "spec", Values::Key),
    row(Facet::Plot, "plot", Values::SpecTag("plot_type")),
    row(Facet::Data, "data", Values::SpecTag("data_type")),
    row(Facet::Dom, "dom", Values::SpecTag("domain")),
    row(Facet::Feat, "feat", Values::SpecTag("features")),
    row(Facet::Dep, "dep", Values::ImplTag("dependencies")),
    row(Facet::Tech, "tech", Values::ImplTag("techniques")),
    row(Facet::Pat, "pat", Values::ImplTag("patterns")),
    row(Facet::Prep, "prep", Values::ImplTag("dataprep")),
    row(Facet::Style, "style", Values::ImplTag("styling")),
];

const fn row(facet: Facet, name: &'static str, values: Values) -> Row {
    Row { facet, name, values }
}

/// Facets whose values are tags of the spec.
pub const SPEC_TAG_FACETS: [Facet; IMPL_TAGS_AT - SPEC_TAGS_AT] = from(SPEC_TAGS_AT);

/// Facets whose values are tags of the implementation.
pub const IMPL_TAG_FACETS: [Facet; Facet::COUNT - IMPL_TAGS_AT] = from(IMPL_TAGS_AT);

const SPEC_TAGS_AT: usize = facets_before(1);
const IMPL_TAGS_AT: usize = facets_before(2);

/// Position of a kind of values in the order of the table.
const fn kind(values: Values) -> usize {
    match values {
        Values::Key => 0,
        Values::SpecTag(_) => 1,
        Values::ImplTag(_) => 2,
    }
}

/// The number of facets whose kind of values comes before `end`. Fails to compile if the table is out of order.
const fn facets_before(end: usize) -> usize {
    let (mut count, mut place) = (0, 0);
    while place < TABLE.len() {
        let Row { facet, values, .. } = TABLE[place];
        assert!(facet as usize == place, "rows are in the order of the facets");
        assert!(
            place == 0 || kind(TABLE[place - 1].values) <= kind(values),
            "keys, tags of specs, tags of implementations"
        );
        if kind(values) < end {
            count += 1;
        }
        place += 1;
    }
    count
}

/// `N` facets in the order of the table, from the one at `first` on.
const fn from<const N: usize>(first: usize) -> [Facet; N] {
    let mut facets = [Facet::Lang; N];
    let mut place = 0;
    while place < N {
        facets[place] = TABLE[first + place].facet;
        place += 1;
    }
    facets
}

impl Facet {
    /// Number of facets.
    pub const COUNT: usize = TABLE.len();

    /// All facets, in reply order.
    pub const ALL: [Self; Self::COUNT] = from(0);

    /// The names of all facets, in reply order.
    pub const NAMES: &[&str] = &{
        let mut names = [""; Self::COUNT];
        let mut place = 0;
        while place < Self::COUNT {
            names[place] = TABLE[place].name;
            place += 1;
        }
        names
    };

    /// The query parameter and reply key of this facet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        TABLE[self as usize].name
    }

    /// The key under which the database's tag objects hold this facet's list; `None` for key facets.
    #[must_use]
    pub const fn tag_key(self) -> Option<&'static str> {
        match TABLE[self as usize].values {
            Values::Key => None,
            Values::SpecTag(key) | Values::ImplTag(key) => Some(key),
        }
    }

    /// The facet called `name`, case-sensitively.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// The source of this facet's values.
    #[must_use]
    pub const fn source(self) -> FacetSource {
        match TABLE[self as usize].values {
            Values::Key => FacetSource::Key,
            Values::SpecTag(_) => FacetSource::SpecTag(self as usize - SPEC_TAGS_AT),
            Values::ImplTag(_) => FacetSource::ImplTag(self as usize - IMPL_TAGS_AT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tag_keys_are_those_of_the_replaced_service() {
        let named = Facet::ALL.map(|facet| (facet.name(), facet.tag_key()));
        let expected = [
            ("lang", None),
            ("lib", None),
            ("spec", None),
            ("plot", Some("plot_type")),
            ("data", Some("data_type")),
            ("dom", Some("domain")),
            ("feat", Some("features")),
            ("dep", Some("dependencies")),
            ("tech", Some("techniques")),
            ("pat", Some("patterns")),
            ("prep", Some("dataprep")),
            ("style", Some("styling")),
        ];
        assert_eq!(named, expected);
    }
}
