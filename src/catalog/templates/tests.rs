#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

fn forms(cells: &[(&str, [&str; 3])]) -> (Vec<UrlForm>, Vec<Vec<u8>>) {
    let names = |[spec, language, library]: [&'static str; 3]| RowNames { spec, language, library };
    let cells: Vec<_> =
        cells.iter().map(|(url, n)| (url.to_owned(), n.map(|n| &*String::leak(n.to_owned())))).collect();
    let templates = Templates::of(cells.iter().map(|(url, n)| (&**url, names(*n))));
    let mut memory = Candidates::default();
    let forms: Vec<_> = cells.iter().map(|(url, n)| templates.form(Some(url), names(*n), &mut memory)).collect();
    let texts = templates.into_texts();
    for ((url, n), form) in cells.iter().zip(&forms) {
        if let UrlForm::Template(number) = form {
            assert_eq!(expand(&texts[*number as usize], names(*n)), *json_escape(url));
        }
    }
    (forms, texts)
}

#[test]
fn urls_of_one_pattern_share_a_template() {
    let (forms, texts) = forms(&[
        ("https://h/plots/a/python/x/p.png", ["a", "python", "x"]),
        ("https://h/plots/b/r/y/p.png", ["b", "r", "y"]),
        ("https://h/plots/r/r/r/p.png", ["r", "r", "r"]),
        ("https://elsewhere/1.png", ["c", "r", "y"]),
    ]);
    let template = UrlForm::Template(0);
    assert_eq!(forms, [template, template, template, UrlForm::Literal]);
    assert_eq!(texts, [b"https://h/plots/\x01/\x02/\x03/p.png"]);
}

#[test]
fn names_within_a_file_name_are_found_too() {
    let (forms, texts) =
        forms(&[("https://h/a.x.png?l=python", ["a", "python", "x"]), ("https://h/b.y.png?l=r", ["b", "r", "y"])]);
    assert_eq!(forms, [UrlForm::Template(0); 2]);
    assert_eq!(texts, [b"https://h/\x01.\x03.png?l=\x02"]);
}

#[test]
fn a_url_with_blanks_has_a_template_too() {
    let (forms, texts) = forms(&[("https://h/a b/a", ["a", "r", "x"]), ("https://h/a b/b", ["b", "r", "x"])]);
    assert_eq!(forms, [UrlForm::Template(0); 2]);
    assert_eq!(texts, [b"https://h/a b/\x01"]);
}

#[test]
fn a_url_with_control_characters_is_kept_word_for_word() {
    let (forms, _) = forms(&[("https://h/\u{1}", ["a", "r", "x"]), ("https://h/\u{1}", ["b", "r", "x"])]);
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

type Cell = (String, [&'static str; 3]);

fn names_of([spec, language, library]: [&'static str; 3]) -> RowNames<'static> {
    RowNames { spec, language, library }
}

fn found(cells: &[Cell]) -> Templates {
    Templates::of(cells.iter().map(|(url, names)| (&**url, names_of(*names))))
}

/// The templates of `cells` with their number of uses, most used first. Every text is counted.
fn counted(cells: &[Cell]) -> Vec<(Reverse<u32>, Vec<u8>)> {
    let (mut uses, mut candidates) = (HashMap::<Vec<u8>, u32>::new(), Candidates::default());
    for (url, names) in cells {
        candidates.of(url, names_of(*names)).for_each(|text| *uses.entry(text.to_vec()).or_default() += 1);
    }
    let mut counted: Vec<_> = uses.into_iter().filter(|(_, uses)| *uses >= MIN_USES as u32).collect();
    counted.sort_by(|(a, a_uses), (b, b_uses)| (Reverse(a_uses), a).cmp(&(Reverse(b_uses), b)));
    counted.into_iter().take(MAX_TEMPLATES).map(|(text, uses)| (Reverse(uses), text)).collect()
}

#[test]
fn of_many_templates_the_most_used_are_kept_and_of_equals_the_first() {
    for uses in [&[2][..], &[2, 3], &[5, 2, 2, 1, 3]] {
        let forms = (0..900_usize).flat_map(|form| vec![form; uses[form % uses.len()]]);
        let cells: Vec<Cell> =
            forms.map(|form| (format!("https://h/a/{}.png", form * 7919 % 900), ["a", "r", "x"])).collect();
        let mut texts: Vec<_> = counted(&cells).into_iter().map(|(_, text)| text).collect();
        texts.sort();
        assert_eq!(texts.len(), MAX_TEMPLATES);
        assert_eq!(found(&cells).into_texts(), texts);
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
        let (by_use, templates) = (counted(&cells), found(&cells));
        let mut texts: Vec<_> = by_use.iter().map(|(_, text)| text.clone()).collect();
        texts.sort();
        prop_assert_eq!(&templates.texts, &texts);
        let (mut memory, mut candidates) = (Candidates::default(), Candidates::default());
        for (url, names) in &cells {
            let names = names_of(*names);
            let is_known = |text: &&[u8]| texts.iter().any(|known| known == text);
            let own = candidates.of(url, names).find(is_known).map(<[u8]>::to_vec);
            let mut fitting = by_use.iter().map(|(_, text)| text).filter(|text| expand(text, names) == *json_escape(url));
            let expected = own.or_else(|| fitting.next().cloned()).map_or(UrlForm::Literal, |text| {
                UrlForm::Template(texts.iter().position(|known| *known == text).unwrap() as u32)
            });
            prop_assert_eq!(templates.form(Some(url), names, &mut memory), expected, "{} {:?}", url, &texts);
        }
    }
}
