//! Text of a comparison: counts first, then the changes. Long lists are cut.

use std::cmp::Ordering;
use std::fmt;

use anstyle::Style;

use super::report::{Count, Diff, Side};
use super::values::ValueChanges;
use crate::records::compare::Changes;
use crate::records::newest::Moved;
use crate::terminal::excerpt;
use crate::terminal::format::{brief, grouped, head, line, printable, row};
use crate::terminal::style::{ADDED, CHANGED, HEADING, REMOVED, Styled};

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, Side { path, digest, changed, .. }) in [("old", &self.old), ("new", &self.new)] {
            line(f, name, path)?;
            line(f, "", format_args!("digest {digest}, changed {}", changed.as_deref().unwrap_or("unknown")))?;
        }
        if self.same {
            return writeln!(f, "the same catalogue with the same documents");
        }
        count_table(f, &self.counts)?;
        if self.old.documents != self.new.documents {
            writeln!(f, "\ndocuments differ")?;
        }
        for changes in &self.tables {
            table(f, changes)?;
        }
        if let Some(Moved { key, old, new }) = &self.newest {
            writeln!(f, "\norder by time differs\n  ~ {}: rank {old} -> {new}, the first of these", printable(key))?;
        }
        for (facet, changes) in &self.values {
            values(f, facet, changes)?;
        }
        Ok(())
    }
}

/// Writes the counts of both sides, and by how much they differ.
pub(crate) fn count_table(f: &mut fmt::Formatter<'_>, counts: &[Count]) -> fmt::Result {
    writeln!(f)?;
    head(f, format_args!("{:<16}{:>10}{:>10}", "", "old", "new"))?;
    for count in counts {
        let (old, new) = (grouped(count.old), grouped(count.new));
        let (style, change) = match count.new.cmp(&count.old) {
            Ordering::Equal => (Style::new(), String::new()),
            Ordering::Greater => (ADDED, format!("+{}", grouped(count.new - count.old))),
            Ordering::Less => (REMOVED, format!("-{}", grouped(count.old - count.new))),
        };
        let name = count.what.replace('_', " ");
        row(f, format!("{name:<16}{old:>10}{new:>10}{}", Styled(style, format!("{change:>10}"))).trim_end())?;
    }
    Ok(())
}

fn table(f: &mut fmt::Formatter<'_>, Changes { table, added, removed, changed, .. }: &Changes) -> fmt::Result {
    let cells = changed.iter().flat_map(|row| {
        let key = printable(&row.key);
        row.cells.iter().map(move |cell| {
            changed_line(format_args!("{key}: {} {} -> {}", cell.column, brief(&cell.old), brief(&cell.new)))
        })
    });
    let count = added.len() + removed.len() + changed.iter().map(|row| row.cells.len()).sum::<usize>();
    let lines = (named(added, removed).chain(cells), count);
    section(f, &table.replace('_', " "), [added.len(), removed.len(), changed.len()], lines)
}

fn values(f: &mut fmt::Formatter<'_>, facet: &str, changes: &ValueChanges) -> fmt::Result {
    let ValueChanges { added, removed, changed } = changes;
    let counts = changed.iter().map(|change| {
        let (old, new) = (grouped(change.old), grouped(change.new));
        changed_line(format_args!("{}: {old} -> {new} images", printable(&change.value)))
    });
    let title = format!("values of {facet}");
    let lines = (named(added, removed).chain(counts), added.len() + removed.len() + changed.len());
    section(f, &title, [added.len(), removed.len(), changed.len()], lines)
}

fn named<'n>(added: &'n [String], removed: &'n [String]) -> impl Iterator<Item = String> + 'n {
    let removed = removed.iter().map(|key| Styled(REMOVED, format!("- {}", printable(key))).to_string());
    removed.chain(added.iter().map(|key| Styled(ADDED, format!("+ {}", printable(key))).to_string()))
}

fn changed_line(text: fmt::Arguments<'_>) -> String {
    Styled(CHANGED, format!("~ {text}")).to_string()
}

fn section(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    [added, removed, changed]: [usize; 3],
    (lines, count): (impl Iterator<Item = String>, usize),
) -> fmt::Result {
    if count == 0 {
        return Ok(());
    }
    let [added, removed, changed] = [added, removed, changed].map(|count| grouped(count as u64));
    write!(f, "\n{}: {added} added, {removed} removed, {changed} changed", Styled(HEADING, title))?;
    excerpt::write(f, "  ", lines, count, ": --json lists all")?;
    writeln!(f)
}
