#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::catalog::{
    json::json_escape,
    url_collector::{Candidates, UrlCollector},
    urls::RowNames,
};

/// A URL, and the names of its row.
type Cell = (String, [&'static str; 3]);

fn cell(url: &str, names: [&'static str; 3]) -> Cell {
    (url.to_owned(), names)
}

fn names_of([spec, language, library]: [&'static str; 3]) -> RowNames<'static> {
    RowNames { spec, language, library }
}

/// Returns the forms of the URLs, and the texts of the templates.
fn forms(cells: &[Cell]) -> (Vec<UrlForm>, Vec<Vec<u8>>) {
    let mut collector = UrlCollector::default();
    let urls: Vec<_> = cells.iter().map(|(url, names)| collector.add(url, names_of(*names))).collect();
    let collected = collector.finish();
    let templates = Templates::of(&collected);
    let form = |(url, (_, names)): (CollectedUrl, &Cell)| templates.form(Some(url), &names_of(*names).escaped());
    let forms: Vec<_> = urls.into_iter().zip(cells).map(form).collect();
    let texts: Vec<_> = templates.texts().iter().map(|text| text.to_vec()).collect();
    for ((url, names), form) in cells.iter().zip(&forms) {
        if let UrlForm::Template(number) = form {
            assert_eq!(expand(&texts[*number as usize], names_of(*names)), *json_escape(url));
        }
    }
    (forms, texts)
}

#[test]
fn urls_of_one_pattern_share_a_template() {
    let (forms, texts) = forms(&[
        cell("https://h/plots/a/python/x/p.png", ["a", "python", "x"]),
        cell("https://h/plots/b/r/y/p.png", ["b", "r", "y"]),
        cell("https://h/plots/r/r/r/p.png", ["r", "r", "r"]),
        cell("https://elsewhere/1.png", ["c", "r", "y"]),
    ]);
    let template = UrlForm::Template(0);
    assert_eq!(forms, [template, template, template, UrlForm::Literal]);
    assert_eq!(texts, [b"https://h/plots/\x01/\x02/\x03/p.png"]);
}

#[test]
fn names_within_a_file_name_are_found_too() {
    let (forms, texts) = forms(&[
        cell("https://h/a.x.png?l=python", ["a", "python", "x"]),
        cell("https://h/b.y.png?l=r", ["b", "r", "y"]),
    ]);
    assert_eq!(forms, [UrlForm::Template(0); 2]);
    assert_eq!(texts, [b"https://h/\x01.\x03.png?l=\x02"]);
}

#[test]
fn a_url_with_blanks_has_a_template_too() {
    let (forms, texts) = forms(&[cell("https://h/a b/a", ["a", "r", "x"]), cell("https://h/a b/b", ["b", "r", "x"])]);
    assert_eq!(forms, [UrlForm::Template(0); 2]);
    assert_eq!(texts, [b"https://h/a b/\x01"]);
}

#[test]
fn a_url_with_control_characters_is_kept_word_for_word() {
    let (forms, _) = forms(&[cell("https://h/\u{1}", ["a", "r", "x"]), cell("https://h/\u{1}", ["b", "r", "x"])]);
    assert_eq!(forms, [UrlForm::Literal; 2]);
}

/// `template` with the names of a row instead of the placeholders, JSON-escaped.
fn expand(template: &[u8], names: RowNames<'_>) -> Vec<u8> {
    let mut text = Vec::new();
    for &byte in template {
        match names.of(byte) {
            Some(name) => text.extend_from_slice(&json_escape(name)),
            None => text.push(byte),
        }
    }
    text
}

/// The templates of `cells`, most used first. Every text is counted.
fn counted(cells: &[Cell]) -> Vec<Vec<u8>> {
    let (mut uses, mut candidates) = (HashMap::<Vec<u8>, u32>::new(), Candidates::default());
    for (url, names) in cells {
        candidates.of(url, names_of(*names)).for_each(|text| *uses.entry(text.to_vec()).or_default() += 1);
    }
    let mut counted: Vec<_> = uses.into_iter().filter(|(_, uses)| *uses >= MIN_USES).collect();
    counted.sort_by(|(a, a_uses), (b, b_uses)| (Reverse(a_uses), a).cmp(&(Reverse(b_uses), b)));
    counted.into_iter().take(MAX_TEMPLATES).map(|(text, _)| text).collect()
}

#[test]
fn of_many_templates_the_most_used_are_kept_and_of_equals_the_first() {
    for uses in [&[2][..], &[2, 3], &[5, 2, 2, 1, 3]] {
        let of_cells = (0..900_usize).flat_map(|form| vec![form; uses[form % uses.len()]]);
        let cells: Vec<Cell> =
            of_cells.map(|form| (format!("https://h/a/{}.png", form * 7919 % 900), ["a", "r", "x"])).collect();
        let mut texts = counted(&cells);
        texts.sort();
        assert_eq!(texts.len(), MAX_TEMPLATES);
        assert_eq!(forms(&cells).1, texts);
    }
}

fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let name = || prop::sample::select(&["", "a", "b", "ab", "a/b", "a\"", "\u{1}"][..]);
    let piece = prop::sample::select(&["a", "b", "ab", "/", ".", "\"", "\u{1}"][..]);
    let url = prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat());
    prop::collection::vec((url, [name(), name(), name()]), 0..60)
}

proptest! {
    #[test]
    fn form_is_that_of_expanding_every_template(cells in cells()) {
        let (by_use, (forms, texts)) = (counted(&cells), forms(&cells));
        let mut ascending = by_use.clone();
        ascending.sort();
        prop_assert_eq!(&texts, &ascending);
        let mut candidates = Candidates::default();
        for ((url, names), form) in cells.iter().zip(forms) {
            let names = names_of(*names);
            let own = candidates.of(url, names).find(|text| texts.iter().any(|known| known == text)).map(<[u8]>::to_vec);
            let mut fitting = by_use.iter().filter(|text| expand(text, names) == *json_escape(url));
            let expected = own.or_else(|| fitting.next().cloned()).map_or(UrlForm::Literal, |text| {
                UrlForm::Template(texts.iter().position(|known| *known == text).unwrap() as u32)
            });
            prop_assert_eq!(form, expected, "{} {:?}", url, &texts);
        }
    }
}
