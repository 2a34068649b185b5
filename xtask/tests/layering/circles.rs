//! Circles: files that, one by one, take something from the next and at last from the first.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::arrows::Arrows;

/// Describes the circles of these arrows, the shortest first: those that are left if of each circle before one arrow was
/// undone, from a child to its parent if there is one, else the one with the fewest names.
pub(crate) fn circles(arrows: &Arrows) -> Vec<String> {
    let mut left = arrows.clone();
    let mut found = Vec::new();
    loop {
        let shortest = left.keys().filter_map(|start| circle(&left, start)).min_by_key(Vec::len);
        let Some(circle) = shortest else { return found };
        let steps: Vec<_> = circle.iter().zip(circle.iter().cycle().skip(1)).collect();
        let lines = steps.iter().map(|(from, to)| line(from, to, &arrows[*from][*to]));
        found.push(lines.collect::<Vec<_>>().join("\n"));
        let is_parent = |from: &str, to: &str| from.starts_with(&format!("{}/", to.trim_end_matches(".rs")));
        let weight = |(from, to): &(&String, &String)| (!is_parent(from, to), arrows[*from][*to].len());
        if let Some((from, to)) = steps.into_iter().min_by_key(weight) {
            left.get_mut(from).and_then(|targets| targets.remove(to));
        }
    }
}

/// One arrow, as messages show it.
pub(crate) fn line(from: &str, to: &str, names: &BTreeSet<String>) -> String {
    format!("  {from} -> {to}: {}", names.iter().map(String::as_str).collect::<Vec<_>>().join(", "))
}

/// Returns the shortest way from `start` back to it.
fn circle(arrows: &Arrows, start: &str) -> Option<Vec<String>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut pending = VecDeque::from([start]);
    while let Some(file) = pending.pop_front() {
        for next in arrows.get(file)?.keys().filter(|next| arrows.contains_key(*next)) {
            if next == start {
                let way = std::iter::successors(Some(file), |file| before.get(file).copied());
                let mut way: Vec<_> = way.map(str::to_owned).collect();
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(next.as_str()) {
                before.insert(next, file);
                pending.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut arrows = Arrows::new();
        for (from, to) in pairs {
            arrows.entry((*to).to_owned()).or_default();
            let names = arrows.entry((*from).to_owned()).or_default().entry((*to).to_owned()).or_default();
            names.insert(format!("{to}_name"));
        }
        circles(&arrows)
    }

    #[test]
    fn files_in_one_direction_have_no_circle() {
        assert_eq!(of(&[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]), [""; 0]);
    }

    #[test]
    fn each_circle_is_told_with_its_names_the_shortest_first() {
        assert_eq!(of(&[("a", "b"), ("b", "a")]), ["  a -> b: b_name\n  b -> a: a_name"]);
        let found = of(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "c"), ("x", "a")]);
        let expected = ["  c -> d: d_name\n  d -> c: c_name", "  a -> b: b_name\n  b -> c: c_name\n  c -> a: a_name"];
        assert_eq!(found, expected);
    }
}
