//! The arrows that are allowed between the rooms of a crate, as ARCHITECTURE.md lists them.
//!
//! A room is a module directly below the crate's root, with all that lies in its folder; the root itself is a room of the
//! name `lib` or `main`. The list of a crate is a block of code whose first line is three backticks, `arrows` and the
//! crate's folder. A line of it is a room, a colon, and the rooms that it may take something from. These are listed below
//! it, so that arrows between rooms only lead down.

use std::collections::{BTreeMap, BTreeSet};

use crate::arrows::Arrows;
use crate::circles::line;

/// The list of one crate: rooms from the top down, each with those that it may take something from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rooms(Vec<(String, BTreeSet<String>)>);

impl Rooms {
    /// Reads the list of the crate in `folder`.
    pub(crate) fn parse(document: &str, folder: &str) -> Result<Self, String> {
        let begin = format!("```arrows {folder}");
        let mut lines = document.lines().skip_while(|line| line.trim_end() != begin).skip(1).peekable();
        lines.peek().ok_or_else(|| format!("there is no block of code that begins with {begin}"))?;
        let mut rooms = Vec::new();
        for line in lines.take_while(|line| *line != "```") {
            let (room, below) = line.split_once(':').ok_or_else(|| format!("'{line}' has no colon after its room"))?;
            rooms.push((room.to_owned(), below.split_whitespace().map(str::to_owned).collect()));
        }
        Ok(Self(rooms))
    }

    /// Lists all that is wrong with the list, or with the arrows of the files by it.
    pub(crate) fn faults(&self, arrows: &Arrows) -> Vec<String> {
        let mut faults = self.own_faults();
        let drawn = between_rooms(arrows);
        let allowed = |from: &str, to: &str| self.0.iter().any(|(room, below)| room == from && below.contains(to));
        for (from, targets) in arrows {
            for (to, names) in targets.iter().filter(|(to, _)| room(from) != room(to)) {
                if !allowed(room(from), room(to)) {
                    let arrow = line(from, to, names);
                    faults.push(format!("{} may not take anything from {}:\n{arrow}", room(from), room(to)));
                }
            }
        }
        for (from, below) in &self.0 {
            match drawn.get(from.as_str()) {
                None => faults.push(format!("there is no room {from}")),
                Some(targets) => faults.extend(
                    below
                        .iter()
                        .filter(|to| !targets.contains(to.as_str()))
                        .map(|to| format!("{from} takes nothing from {to}: remove that from its line")),
                ),
            }
        }
        let listed: BTreeSet<_> = self.0.iter().map(|(room, _)| room.as_str()).collect();
        faults.extend(drawn.keys().filter(|room| !listed.contains(*room)).map(|room| format!("{room} has no line")));
        faults
    }

    /// Lists the arrows of the list that do not lead down.
    fn own_faults(&self) -> Vec<String> {
        let rooms = self.0.iter().enumerate();
        let upward = |(at, (from, below)): (usize, &(String, BTreeSet<String>))| {
            let rest: BTreeSet<_> = self.0[at + 1..].iter().map(|(room, _)| room.as_str()).collect();
            let wrong = below.iter().filter(|to| !rest.contains(to.as_str()));
            wrong.map(|to| format!("{from}: {to} is not listed below it")).collect::<Vec<_>>()
        };
        rooms.flat_map(upward).collect()
    }
}

/// The list that these arrows follow, if no room takes something from one that takes something from it.
pub(crate) fn drawn(arrows: &Arrows) -> String {
    let mut left = between_rooms(arrows);
    let mut text = String::new();
    while !left.is_empty() {
        // The first from whom no other takes anything; in a circle, any.
        let is_top = |room: &&str| !left.iter().any(|(other, below)| *other != *room && below.contains(*room));
        let top = left.keys().copied().find(|room| is_top(room)).or_else(|| left.keys().next().copied());
        let Some((room, below)) = top.and_then(|top| left.remove_entry(top)) else { break };
        let below: Vec<_> = below.into_iter().collect();
        text.push_str(format!("{room}: {}", below.join(" ")).trim_end());
        text.push('\n');
    }
    text
}

/// For every room, those that it takes something from.
fn between_rooms(arrows: &Arrows) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut rooms: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (from, targets) in arrows {
        let targets = targets.keys().map(|to| room(to)).filter(|to| *to != room(from));
        rooms.entry(room(from)).or_default().extend(targets);
    }
    rooms
}

/// The room in which a file lies.
fn room(file: &str) -> &str {
    file.split_once('/').map_or_else(|| file.trim_end_matches(".rs"), |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Text.\n\n```arrows src/\nlib: a b\na: b c\nb:\nc:\n```\n\n```\nother\n```\n";

    fn arrows(pairs: &[(&str, &str)]) -> Arrows {
        let mut arrows = Arrows::new();
        for (from, to) in pairs {
            arrows.entry((*to).to_owned()).or_default();
            let names = arrows.entry((*from).to_owned()).or_default().entry((*to).to_owned()).or_default();
            names.insert("name".to_owned());
        }
        arrows
    }

    const ALL: [(&str, &str); 6] = [
        ("lib.rs", "a.rs"),
        ("lib.rs", "b.rs"),
        ("a.rs", "a/x.rs"),
        ("a/x.rs", "b/y.rs"),
        ("a/x.rs", "c.rs"),
        ("b.rs", "b/y.rs"),
    ];

    #[test]
    fn arrows_that_are_listed_and_drawn_are_right() {
        let rooms = Rooms::parse(LIST, "src/").unwrap();
        assert_eq!(rooms.faults(&arrows(&ALL)), [""; 0]);
        assert_eq!(drawn(&arrows(&ALL)), "lib: a b\na: b c\nb:\nc:\n");
    }

    #[test]
    fn an_arrow_that_is_not_listed_is_told_with_files_and_names() {
        let rooms = Rooms::parse(LIST, "src/").unwrap();
        let more = [&ALL[..], &[("b/y.rs", "c.rs"), ("c.rs", "a/x.rs")]].concat();
        assert_eq!(
            rooms.faults(&arrows(&more)),
            [
                "b may not take anything from c:\n  b/y.rs -> c.rs: name",
                "c may not take anything from a:\n  c.rs -> a/x.rs: name",
            ]
        );
    }

    #[test]
    fn the_list_is_neither_too_long_nor_too_short() {
        let rooms = Rooms::parse("```arrows src/\nlib: a b\na: b c d\nd:\nb:\n```", "src/").unwrap();
        assert_eq!(
            rooms.faults(&arrows(&ALL)),
            [
                "a: c is not listed below it",
                "a takes nothing from d: remove that from its line",
                "there is no room d",
                "c has no line",
            ]
        );
    }

    #[test]
    fn a_list_that_leads_up_or_cannot_be_read_is_refused() {
        let upward = Rooms::parse("```arrows src/\nb: a\nlib: a b\na: b c\nc:\n```", "src/").unwrap();
        assert!(upward.faults(&arrows(&ALL)).contains(&"lib: b is not listed below it".to_owned()));
        assert!(Rooms::parse(LIST, "builder/src/").unwrap_err().contains("```arrows builder/src/"));
        assert!(Rooms::parse("```arrows src/\nlib\n```", "src/").unwrap_err().contains("'lib' has no colon"));
    }
}
