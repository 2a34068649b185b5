//! Tag objects: JSON objects that hold a list of strings for each category.
//!
//! Four values mean "no tags": SQL NULL, JSON null, a missing category, an empty list. Categories without a facet are
//! ignored. Everything else is refused, because a guess could show or hide the wrong images.

use catalog_edge::model::Facet;
use serde_json::Value;

/// Error of a tag object that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TagError {
    /// Category with the fault; `None` if it is the whole object.
    pub(crate) category: Option<&'static str>,
    /// Fault and remedy.
    pub(crate) reason: String,
}

/// Fills the lists of `facets`, in their order, from the JSON text of a tag object.
pub(super) fn parse(text: Option<&str>, facets: &[Facet], lists: &mut [Vec<String>]) -> Result<(), TagError> {
    let Some(text) = text else { return Ok(()) };
    let mut object = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        Ok(Value::Null) => return Ok(()),
        Ok(other) => {
            let reason = format!("is {}, not an object of tag lists: correct it, or set it to NULL", kind(&other));
            return Err(TagError { category: None, reason });
        }
        Err(error) => {
            let reason = format!("is not JSON ({error}): correct it, or set it to NULL");
            return Err(TagError { category: None, reason });
        }
    };
    for (list, facet) in lists.iter_mut().zip(facets) {
        let Some(category) = facet.tag_key() else { continue };
        *list = match object.remove(category) {
            None | Some(Value::Null) => continue,
            Some(Value::Array(items)) => strings(items),
            Some(other) => Err(format!("is {}, not a list of strings: make it a list, or remove it", kind(&other))),
        }
        .map_err(|reason| TagError { category: Some(category), reason })?;
    }
    Ok(())
}

fn strings(items: Vec<Value>) -> Result<Vec<String>, String> {
    let string = |(at, item)| match item {
        Value::String(tag) => Ok(tag),
        other => Err(format!("has {} as item {}, not a string: correct or remove it", kind(&other), at + 1)),
    };
    items.into_iter().enumerate().map(string).collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

    use catalog_edge::model::{Facet, FacetSource, IMPL_TAG_FACETS, ImplTags};

    use super::TagError;

    fn parse(text: Option<&str>) -> Result<ImplTags, TagError> {
        let mut lists: ImplTags = Default::default();
        super::parse(text, &IMPL_TAG_FACETS, &mut lists).map(|()| lists)
    }

    fn fault(text: &str) -> (Option<&'static str>, String) {
        let fault = parse(Some(text)).unwrap_err();
        (fault.category, fault.reason)
    }

    #[test]
    fn every_kind_of_nothing_is_no_tags() {
        let none: ImplTags = Default::default();
        assert_eq!(parse(None), Ok(none.clone()));
        for text in ["null", "{}", r#"{"techniques": null}"#, r#"{"techniques": []}"#, r#"{"other": {"a": 1}}"#] {
            assert_eq!(parse(Some(text)), Ok(none.clone()), "{text}");
        }
    }

    #[test]
    fn lists_come_in_facet_order_with_duplicates_and_case() {
        let lists = parse(Some(r#"{"styling": ["b", "a", "b"], "dependencies": ["MASS", "mass"]}"#));
        let lists = lists.unwrap();
        let of = |facet: Facet| match facet.source() {
            FacetSource::ImplTag(place) => &*lists[place],
            other => unreachable!("{other:?}"),
        };
        assert_eq!(of(Facet::Dep), ["MASS", "mass"]);
        assert_eq!(of(Facet::Style), ["b", "a", "b"]);
    }

    #[test]
    fn anything_but_lists_of_strings_is_refused_by_category() {
        for (text, category, words) in [
            (r#"{"techniques": {"a": true}}"#, Some("techniques"), "is an object"),
            (r#"{"techniques": "a"}"#, Some("techniques"), "is a string"),
            (r#"{"patterns": 7}"#, Some("patterns"), "is a number"),
            (r#"{"patterns": false}"#, Some("patterns"), "is a boolean"),
            (r#"{"dataprep": [["a"]]}"#, Some("dataprep"), "has a list as item 1"),
            (r#"{"dataprep": ["a", null]}"#, Some("dataprep"), "has null as item 2"),
            (r#"["a"]"#, None, "is a list, not an object"),
            (r#""a""#, None, "is a string, not an object"),
            ("{", None, "is not JSON"),
        ] {
            let (found, reason) = fault(text);
            assert_eq!(found, category, "{text}");
            assert!(reason.contains(words), "{text}: {reason}");
        }
    }
}
