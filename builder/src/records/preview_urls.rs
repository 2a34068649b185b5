//! Preview URLs that no browser can load.

use std::fmt;

use catalog_edge::model::Impl;
use serde::Serialize;

use super::table::{Cell, Column, Table};
use super::tables::PREVIEWS;
use crate::terminal::excerpt;
use crate::terminal::format::{grouped, printable};

/// A cell of an image that holds no URL although it should.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct UnusableUrl {
    pub(crate) table: &'static str,
    pub(crate) key: String,
    pub(crate) column: &'static str,
    pub(crate) value: String,
}

/// All such cells of a catalogue.
#[derive(Debug, Default, Serialize)]
pub(crate) struct UnusableUrls {
    count: usize,
    /// The first of them, because there may be as many as there are images.
    listed: Vec<UnusableUrl>,
}

impl UnusableUrls {
    /// Number of cells that are listed; all are counted.
    const LISTED: usize = 1000;

    /// Adds those of `record`.
    pub(crate) fn check(&mut self, record: &Impl) {
        for url in unusable(record) {
            self.count += 1;
            if self.listed.len() < Self::LISTED {
                self.listed.push(url);
            }
        }
    }

    /// True if every URL can be loaded.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Returns the cells of an image that are not empty and hold no URL.
pub(crate) fn unusable(record: &Impl) -> impl Iterator<Item = UnusableUrl> + '_ {
    let columns = Impl::COLUMNS.iter().filter(|_| record.is_image());
    columns.filter_map(|column| unusable_cell(record, column))
}

fn unusable_cell(image: &Impl, column: &Column<Impl>) -> Option<UnusableUrl> {
    let Cell::OptionalText(Some(url)) = (column.cell)(image) else { return None };
    // An empty text means that there is no preview.
    let is_unusable = PREVIEWS.contains(&column.name) && !url.is_empty() && !is_url(url);
    is_unusable.then(|| UnusableUrl { table: Impl::NAME, key: image.key(), column: column.name, value: url.into() })
}

/// True for `http(s)://host...`, for a path or host relative to the page (`/...`), and for `data:type,content`. As in
/// browsers, upper and lower case in the scheme mean the same. Control characters are never allowed, white space only
/// in the content of `data:`.
fn is_url(url: &str) -> bool {
    let is = |scheme: &str, name: &str| scheme.eq_ignore_ascii_case(name);
    let (has_place, text) = match url.split_once(':') {
        Some((scheme, rest)) if is(scheme, "http") || is(scheme, "https") => {
            let host = rest.strip_prefix("//").and_then(|rest| rest.chars().next());
            (host.is_some_and(|first| !matches!(first, '/' | '?' | '#')), url)
        }
        Some((scheme, rest)) if is(scheme, "data") => match rest.split_once(',') {
            Some((of_type, content)) => (!content.is_empty(), of_type),
            None => (false, url),
        },
        _ => (url.starts_with('/'), url),
    };
    has_place && !text.contains(char::is_whitespace) && !url.contains(char::is_control)
}

impl fmt::Display for UnusableUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count: total, listed } = self;
        let cells = if *total == 1 { "cell holds" } else { "cells hold" };
        let count = grouped(*total as u64);
        write!(
            f,
            "{count} {cells} no preview URL that a browser can load, so verify of this snapshot will fail: write \
             https://host/path, /path or data:type,content, or NULL"
        )?;
        excerpt::write(f, "  ", listed, *total, "")
    }
}

/// `impls 'bar/r/lattice', column preview_url_dark: 'plots/x.png'`
impl fmt::Display for UnusableUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, key, column, value } = self;
        let value: String = value.chars().take(LONGEST).collect();
        write!(f, "{table} '{}', column {column}: '{}'", printable(key), printable(&value))
    }
}

/// Longest part of a value that is shown, in characters.
const LONGEST: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::sample::image;

    #[test]
    fn urls_lead_somewhere() {
        for url in [
            "https://h/p.png",
            "http://h",
            "HTTPS://H/p.png",
            "hTTp://h?a",
            "https://h:8080/a:b",
            "//cdn/p.png",
            "/plots/größe.png?a=b#c",
            "/a:b",
            "data:image/png;base64,iVBORw0KGgo=",
            "DATA:,a",
            "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1'/>",
        ] {
            assert!(is_url(url), "{url}");
        }
        for url in [
            "",
            "h/p.png",
            "plots/x.png",
            "./x.png",
            "https://",
            "https:///p.png",
            "https://?a",
            "https:h/p.png",
            "https:/h/p.png",
            "httpss://h",
            "ftp://h/p.png",
            "file:///p.png",
            "javascript:alert(1)",
            "https://h/a b",
            " https://h/a",
            "https://h/a\n",
            "https://h/\u{1}",
            "/a b",
            "data:",
            "data:image/png",
            "data:image/png;base64,",
            "data: image/png,a",
            "data:image/png,\u{1}",
        ] {
            assert!(!is_url(url), "{url}");
        }
    }

    fn checked(images: &[Impl]) -> UnusableUrls {
        let mut urls = UnusableUrls::default();
        images.iter().for_each(|image| urls.check(image));
        urls
    }

    #[test]
    fn cells_of_images_that_are_not_empty_are_checked() {
        let url = |url: &str| Some(url.to_owned());
        let image = || image("pie", "r", "lattice");
        for (image, cells) in [
            (image(), &[][..]),
            (Impl { url_dark: url("/p.png"), html_light: url(""), ..image() }, &[]),
            (Impl { url_light: url("p.png"), ..image() }, &["preview_url_light: 'p.png'"]),
            (
                Impl { url_dark: url("p"), html_light: url("a b"), html_dark: url("c\n"), ..image() },
                &["preview_url_dark: 'p'", "preview_html_light: 'a b'", r"preview_html_dark: 'c\n'"],
            ),
            // Without a light preview, an implementation is in no reply.
            (Impl { url_light: None, url_dark: url("p"), ..image() }, &[]),
            (Impl { url_light: url(""), url_dark: url("p"), ..image() }, &[]),
        ] {
            let found: Vec<String> = unusable(&image).map(|cell| cell.to_string()).collect();
            let expected: Vec<String> =
                cells.iter().map(|cell| format!("impls 'pie/r/lattice', column {cell}")).collect();
            assert_eq!(found, expected);
            assert_eq!(checked(&[image]).is_empty(), cells.is_empty());
        }
    }

    #[test]
    fn all_cells_are_counted_the_first_are_listed_and_some_are_shown() {
        for (count, listed, head, more) in [
            (1, 1, "1 cell holds", ""),
            (2, 2, "2 cells hold", ""),
            (20, 20, "20 cells hold", ""),
            (1000, 1000, "1,000 cells hold", "\n  and 980 more"),
            (1001, 1000, "1,001 cells hold", "\n  and 981 more"),
        ] {
            let of = |number| Impl { url_light: Some("p.png".into()), ..image(&format!("s{number}"), "r", "lattice") };
            let urls = checked(&(0..count).map(of).collect::<Vec<_>>());
            assert_eq!(urls.listed.len(), listed);
            let shown: String = (0..count.min(excerpt::SHOWN))
                .map(|number| format!("\n  impls 's{number}/r/lattice', column preview_url_light: 'p.png'"))
                .collect();
            let text = "no preview URL that a browser can load, so verify of this snapshot will fail: write \
                        https://host/path, /path or data:type,content, or NULL";
            assert_eq!(urls.to_string(), format!("{head} {text}{shown}{more}"));
        }
    }

    #[test]
    fn long_values_are_cut() {
        for (length, shown) in [(LONGEST, LONGEST), (LONGEST + 1, LONGEST)] {
            let image = Impl { url_light: Some("é".repeat(length)), ..image("pie", "r", "lattice") };
            let cells: Vec<String> = unusable(&image).map(|cell| cell.to_string()).collect();
            let expected = format!("impls 'pie/r/lattice', column preview_url_light: '{}'", "é".repeat(shown));
            assert_eq!(cells, [expected]);
        }
    }
}
