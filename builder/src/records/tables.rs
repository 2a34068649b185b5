//! The tables of the catalogue, each a list of columns and the fields that hold them.

use catalog_edge::model::{Impl, Language, Library, Spec};

use super::table::table;

table!(
    Language, "languages",
    key ["id" => id],
    columns [
        "name" => name,
        "file_extension" => file_extension,
        "runtime_version" => runtime_version,
        "documentation_url" => documentation_url,
        "description" => description,
    ]
);

table!(
    Library, "libraries",
    key ["id" => id],
    columns [
        "name" => name,
        "language_id" => language,
        "framework" => framework,
        "version" => version,
        "documentation_url" => documentation_url,
        "description" => description,
    ]
);

table!(
    Spec, "specs",
    key ["id" => id],
    columns [
        "title" => title,
        SPEC_TAGS => tags,
    ]
);

// The language is that of the implementation, not of its library: a library may serve several languages.
table!(
    Impl, "impls",
    key ["spec_id" => spec, "language_id" => language, "library_id" => library],
    columns [
        "quality_score" => quality,
        "updated" => updated,
        "generated_at" => generated_at,
        URL_LIGHT => url_light,
        URL_DARK => url_dark,
        HTML_LIGHT => html_light,
        HTML_DARK => html_dark,
        IMPL_TAGS => tags,
        LINE_COUNT => line_count,
        HAS_CODE => has_code,
    ]
);

/// Column of `specs` that holds tags.
pub(crate) const SPEC_TAGS: &str = "tags";

/// Column of `impls` that holds tags.
pub(crate) const IMPL_TAGS: &str = "impl_tags";

const URL_LIGHT: &str = "preview_url_light";
const URL_DARK: &str = "preview_url_dark";
const HTML_LIGHT: &str = "preview_html_light";
const HTML_DARK: &str = "preview_html_dark";

/// Columns of `impls` that hold a URL.
pub(crate) const PREVIEWS: [&str; 4] = [URL_LIGHT, URL_DARK, HTML_LIGHT, HTML_DARK];

/// Column of `impls` that the export can count in [`CODE`], too.
pub(crate) const LINE_COUNT: &str = "line_count";

/// Name under which the export reads if a row of `impls` has code. The table has no such column.
pub(crate) const HAS_CODE: &str = "has_code";

/// Column of `impls` that holds code.
pub(crate) const CODE: &str = "code";

/// Column of `specs` and `impls` that holds the time of the last change.
pub(crate) const UPDATED_AT: &str = "updated_at";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::records::table::{Cell, Table};

    fn columns<R: Table>() -> Vec<&'static str> {
        R::COLUMNS.iter().map(|column| column.name).collect()
    }

    #[test]
    fn columns_are_distinct_and_begin_with_the_key() {
        for (columns, key) in [
            (columns::<Language>(), Language::KEY),
            (columns::<Library>(), Library::KEY),
            (columns::<Spec>(), Spec::KEY),
            (columns::<Impl>(), Impl::KEY),
        ] {
            assert!(columns.starts_with(key), "{columns:?}");
            assert_eq!(columns.iter().collect::<BTreeSet<_>>().len(), columns.len(), "{columns:?}");
        }
        assert!(PREVIEWS.iter().all(|name| columns::<Impl>().contains(name)));
    }

    #[test]
    fn numbers_that_json_lacks_equal_none() {
        for (quality, cell) in [
            (Some(91.5), Cell::Number(Some(91.5))),
            (Some(f64::NAN), Cell::Number(None)),
            (Some(f64::NEG_INFINITY), Cell::Number(None)),
            (None, Cell::Number(None)),
        ] {
            let record = Impl { quality, ..Impl::default() };
            let column = Impl::COLUMNS.iter().find(|column| column.name == "quality_score");
            assert_eq!(column.map(|column| (column.cell)(&record)), Some(cell));
        }
    }
}
