//! The fields of an image in replies.

/// A list of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    /// `GET /plots/filter`
    Filter,
    /// `GET /libraries/{id}/images`
    Library,
    /// `GET /specs/{id}/images`
    Spec,
}

impl List {
    /// Number of lists.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// All lists, by number.
    pub(in crate::http) const ALL: [Self; 3] = [Self::Filter, Self::Library, Self::Spec];
}

/// A field of an image.
pub(in crate::http) struct Field {
    /// Key in JSON, with its colon.
    pub(super) key: &'static str,
    pub(super) source: Source,
    /// The lists whose images have it.
    lists: &'static [List],
}

impl Field {
    /// Names of all fields, in reply order.
    pub(in crate::http) const NAMES: &[&str] = &{
        let mut names = [""; FIELDS.len()];
        let mut place = 0;
        while place < FIELDS.len() {
            let (_, name) = FIELDS[place].key.split_at(1);
            names[place] = name.split_at(name.len() - 2).0;
            place += 1;
        }
        names
    };

    pub(super) fn is_in(&self, list: List) -> bool {
        self.lists.contains(&list)
    }
}

/// Source of a field's value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// Id of the spec.
    Spec,
    /// Key of the library.
    Library,
    /// Key of the language.
    Language,
    /// Quality of the image, or `null`.
    Quality,
    /// The URL in this column, or `null`.
    Url(usize),
    /// Title of the spec.
    Title,
}

/// All fields, in reply order. `url` and `html` are older names of the light preview and the light page.
pub(super) const FIELDS: &[Field] = {
    use List::{Filter, Library, Spec};
    &[
        field(r#""spec_id":"#, Source::Spec, &[Filter, Library]),
        field(r#""library":"#, Source::Library, &[Filter, Library, Spec]),
        field(r#""language":"#, Source::Language, &[Filter, Library, Spec]),
        field(r#""quality":"#, Source::Quality, &[Filter]),
        field(r#""url_light":"#, Source::Url(0), &[Filter]),
        field(r#""url_dark":"#, Source::Url(1), &[Filter]),
        field(r#""html_light":"#, Source::Url(2), &[Filter]),
        field(r#""html_dark":"#, Source::Url(3), &[Filter]),
        field(r#""url":"#, Source::Url(0), &[Filter, Library, Spec]),
        field(r#""html":"#, Source::Url(2), &[Filter, Library, Spec]),
        field(r#""title":"#, Source::Title, &[Filter]),
    ]
};

const fn field(key: &'static str, source: Source, lists: &'static [List]) -> Field {
    Field { key, source, lists }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_keys_and_the_images_of_a_filter_have_all_fields() {
        for (field, name) in FIELDS.iter().zip(Field::NAMES) {
            assert_eq!(field.key, format!("\"{name}\":"));
            assert!(field.is_in(List::Filter), "{name}");
        }
    }
}
