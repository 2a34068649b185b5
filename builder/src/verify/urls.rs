//! Whether preview URLs are URLs.

use catalog_edge::model::{Impl, Records};

use super::Difference;

/// The URLs that no browser could load: neither `http(s)://host...` nor a path or host of the page that shows them
/// (`/...`), or with white space or control characters in them.
pub(super) fn faults(records: &Records) -> Vec<Difference> {
    let of_image = |item| urls(item).into_iter().filter_map(move |(column, url)| fault(item, column, url?));
    records.impls.iter().flat_map(of_image).collect()
}

fn urls(item: &Impl) -> [(&'static str, Option<&str>); 4] {
    [
        ("preview_url_light", item.url_light.as_deref()),
        ("preview_url_dark", item.url_dark.as_deref()),
        ("preview_html_light", item.html_light.as_deref()),
        ("preview_html_dark", item.html_dark.as_deref()),
    ]
}

fn fault(item: &Impl, column: &str, url: &str) -> Option<Difference> {
    // The empty text stands for none.
    (!url.is_empty() && !is_url(url)).then(|| Difference {
        part: "impls".into(),
        key: format!("{}/{}/{}", item.spec, item.language, item.library),
        column: Some(column.into()),
        snapshot: url.into(),
        expected: "a URL: https://host/path".into(),
    })
}

fn is_url(url: &str) -> bool {
    let after_scheme = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let has_place = match after_scheme {
        Some(rest) => rest.chars().next().is_some_and(|first| !matches!(first, '/' | '?' | '#')),
        None => url.starts_with('/'),
    };
    has_place && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_lead_somewhere() {
        for url in ["https://h/p.png", "http://h", "//cdn/p.png", "/plots/größe.png?a=b#c"] {
            assert!(is_url(url), "{url}");
        }
        for url in
            ["h/p.png", "https://", "https:///p.png", "javascript:alert(1)", "https://h/a b", "https://h/\u{1}", ""]
        {
            assert!(!is_url(url), "{url}");
        }
    }
}
