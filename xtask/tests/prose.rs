//! Rule: a doc comment begins with a noun phrase, or with a verb in the third person. One that begins with a question word
//! makes its reader guess the noun.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]

use std::fs;
use std::path::Path;

const FOLDERS: [&str; 4] = ["src", "builder", "xtask", "tests"];
const QUESTIONS: [&str; 5] = ["What", "Whether", "How", "Where", "Who"];

/// Returns the number and text of each line of `text` that begins a doc comment with a question word.
fn questions(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut before = None;
    for (number, line) in text.lines().enumerate() {
        let sign = ["///", "//!", "/**"].into_iter().find(|sign| line.trim_start().starts_with(sign));
        let is_first = sign.is_some() && (sign != before || sign == Some("/**"));
        // The text of a block may begin on the line after its sign.
        let is_second = before == Some("/**") && line.trim_start().starts_with("* ");
        if is_first || is_second {
            let words = line.trim_start().trim_start_matches(['/', '!', '*']).trim_start();
            let first = words.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
            if QUESTIONS.contains(&first) {
                found.push((number + 1, line.trim()));
            }
        }
        before = sign.filter(|sign| *sign != "/**" || line.trim() == "/**");
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<String>) {
    let root = xtask::path("");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(&root).unwrap();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| ["rs", "js", "mjs"].iter().any(|known| kind == *known)) {
            let text = fs::read_to_string(&path).unwrap();
            let lines = questions(&text).into_iter();
            found.extend(lines.map(|(number, line)| format!("{}:{number}: {line}", name.display())));
        }
    }
}

#[test]
fn doc_comments_begin_with_no_question() {
    let mut found = Vec::new();
    for folder in FOLDERS {
        collect(&xtask::path(folder), &mut found);
    }
    found.sort();
    assert!(
        found.is_empty(),
        "{} doc comments begin with a question word. Begin with the noun, or with a verb in the third person:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn questions_are_found_where_a_doc_comment_begins() {
    for (text, lines) in [
        ("/// What is in it.", &[1][..]),
        ("//! How it runs.\n//! Whether it does.", &[1]),
        ("    /// Where: there.", &[1]),
        ("/// Text\n/// What goes on.", &[]),
        ("/// Whatever is left.\nfn f() {}\n/// Who\'s there.", &[3]),
        ("//! Text.\n\n/// Whether.", &[3]),
        ("/** How it runs. */\n/** What it is. */", &[1, 2]),
        ("/**\n * Where it is.\n * What goes on.\n */", &[2]),
        ("// What follows is code.\nlet text = \"/// What\";", &[]),
    ] {
        let found: Vec<_> = questions(text).into_iter().map(|(number, _)| number).collect();
        assert_eq!(found, lines, "{text}");
    }
}
