//! Text of a comparison: counts first, then the changes. Long lists are cut.

use std::cmp::Ordering;
use std::fmt;

use super::report::{Count, Diff, Side};
use super::values::ValueChanges;
use crate::records::compare::Changes;
use crate::records::newest::Moved;
use crate::terminal::excerpt;
use crate::terminal::format::{brief, grouped, line, printable};

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
    writeln!(f, "\n{:<16}{:>10}{:>10}", "", "old", "new")?;
    for count in counts {
        let (old, new) = (grouped(count.old), grouped(count.new));
        write!(f, "{:<16}{old:>10}{new:>10}", count.what)?;
        match count.new.cmp(&count.old) {
            Ordering::Equal => writeln!(f)?,
            Ordering::Greater => writeln!(f, "{:>10}", format!("+{}", grouped(count.new - count.old)))?,
            Ordering::Less => writeln!(f, "{:>10}", format!("-{}", grouped(count.old - count.new)))?,
        }
    }
    Ok(())
}

fn table(f: &mut fmt::Formatter<'_>, Changes { table, added, removed, changed, .. }: &Changes) -> fmt::Result {
    let cells = changed.iter().flat_map(|row| {
        let key = printable(&row.key);
        row.cells
            .iter()
            .map(move |cell| format!("~ {key}: {} {} -> {}", cell.column, brief(&cell.old), brief(&cell.new)))
    });
    let count = added.len() + removed.len() + changed.iter().map(|row| row.cells.len()).sum::<usize>();
    let lines = (named(added, removed).chain(cells), count);
    section(f, &table.replace('_', " "), [added.len(), removed.len(), changed.len()], lines)
}

fn values(f: &mut fmt::Formatter<'_>, facet: &str, changes: &ValueChanges) -> fmt::Result {
    let ValueChanges { added, removed, changed } = changes;
    let counts = changed.iter().map(|change| {
        let (old, new) = (grouped(change.old), grouped(change.new));
        format!("~ {}: {old} -> {new} images", printable(&change.value))
    });
    let title = format!("values of {facet}");
    let lines = (named(added, removed).chain(counts), added.len() + removed.len() + changed.len());
    section(f, &title, [added.len(), removed.len(), changed.len()], lines)
}

fn named<'n>(added: &'n [String], removed: &'n [String]) -> impl Iterator<Item = String> + 'n {
    let removed = removed.iter().map(|key| format!("- {}", printable(key)));
    removed.chain(added.iter().map(|key| format!("+ {}", printable(key))))
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
    write!(f, "\n{title}: {added} added, {removed} removed, {changed} changed")?;
    excerpt::write(f, "\n  ", lines, count, ": --json lists all")?;
    writeln!(f)
}
