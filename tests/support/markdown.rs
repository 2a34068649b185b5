//! Code on the project's pages.

use std::fs;

/// A fenced block of code.
#[derive(Debug)]
pub(crate) struct Block {
    /// The word after the fence.
    pub(crate) language: String,
    /// Its lines, without the indentation of the fence.
    pub(crate) text: String,
}

/// The text of a page of this repository.
pub(crate) fn page(name: &str) -> String {
    fs::read_to_string(xtask::path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The part of a page below the heading, up to the next heading of the same level or above.
pub(crate) fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, section) = page.split_once(&format!("{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}"));
    let level = heading.split(' ').next().unwrap_or_default().len();
    let is_above = |line: &str| line.starts_with('#') && line.trim_start_matches('#').len() + level >= line.len();
    let mut is_code = false;
    let mut end = 0;
    for line in section.split_inclusive('\n') {
        is_code ^= line.trim_start().starts_with("```");
        if !is_code && is_above(line) {
            break;
        }
        end += line.len();
    }
    &section[..end]
}

/// The blocks of code in `text`, in order.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indentation = line.len() - line.trim_start().len();
        let Some(language) = line.trim_start().strip_prefix("```") else { continue };
        let code = lines.by_ref().take_while(|line| line.trim() != "```");
        let code = code.map(|line| line.get(indentation..).unwrap_or_default().to_owned() + "\n").collect();
        blocks.push(Block { language: language.to_owned(), text: code });
    }
    blocks
}

/// The lines of the blocks of commands in `text`.
pub(crate) fn shell_lines(text: &str) -> Vec<String> {
    let shell = blocks(text).into_iter().filter(|block| block.language == "sh");
    shell.flat_map(|block| block.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The pieces of code in the first column of the tables in `text`.
pub(crate) fn code_of_first_cells(text: &str) -> Vec<String> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}
