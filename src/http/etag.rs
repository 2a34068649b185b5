//! Validators of RFC 9110. A client that already has a reply is not sent it again.

/// Returns true if a field `If-None-Match` names the entity tag `etag`, by weak comparison.
///
/// `*` names every tag. A field that cannot be parsed names none.
pub(super) fn names(field: &str, etag: &str) -> bool {
    if field.trim_matches(is_space) == "*" {
        return true;
    }
    let mut rest = field;
    loop {
        rest = rest.trim_start_matches(|c| c == ',' || is_space(c));
        let tag = rest.strip_prefix("W/").unwrap_or(rest);
        // A tag may contain commas, but no quotes.
        let Some((opaque, after)) = tag.strip_prefix('"').and_then(|tag| tag.split_once('"')) else { return false };
        if opaque == opaque_of(etag) {
            return true;
        }
        rest = after;
    }
}

/// The weak entity tag of this name.
#[inline(never)]
pub(super) fn weak(name: &str) -> String {
    format!("W/\"{name}\"")
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

fn opaque_of(etag: &str) -> &str {
    etag.strip_prefix("W/").unwrap_or(etag).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_tag_of_a_list_is_compared_weakly() {
        for (field, expected) in [
            (r#"W/"a-1""#, true),
            (r#""a-1""#, true),
            (r#""x", W/"a-1""#, true),
            (r#""x,W/",,	W/"y" , "a-1","z""#, true),
            ("*", true),
            (" * ", true),
            (r#""x", *"#, false),
            (r#""a-2""#, false),
            (r#""a-1"#, false),
            (r#"a-1"#, false),
            (r#"w/"a-1""#, false),
            (r#""", "a-1 ""#, false),
            ("", false),
            (",", false),
        ] {
            assert_eq!(names(field, r#"W/"a-1""#), expected, "{field}");
        }
    }
}
