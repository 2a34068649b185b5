//! Names of specs.

use std::{collections::HashMap, iter};

/// Variants, which follow the kind of chart in a spec's id, in the order of their use.
const VARIANTS: &str = "\
    basic grouped stacked annotated horizontal interactive comparison faceted layered gradient nested normalized \
    animated categorical multi ranked diverging cumulative regional log-scaled marginal colored labeled smoothed \
    split mirrored highlighted threshold seasonal bivariate weighted rolling minimal dual-axis paired percentile";

/// Topics, which are added when the variants of a kind are used up.
const TOPICS: &str = "\
    energy sales weather traffic genes budgets elections harvests patients earthquakes orders rivers students stocks \
    sensors flights markets species emissions housing wages matches logs surveys shipments tides proteins batteries \
    visitors glaciers claims songs routes forests galaxies exports prices accidents vaccines";

/// Divisions, which are added when the topics are used up.
const DIVISIONS: &str = "\
    hourly daily weekly monthly quarterly yearly by-country by-age by-income by-region by-city by-grade by-brand \
    by-team by-channel by-source by-depth by-altitude by-season";

/// Generator of ids and titles, each only once.
pub(super) struct Names {
    variants: Vec<&'static str>,
    topics: Vec<&'static str>,
    divisions: Vec<&'static str>,
    used: HashMap<String, usize>,
}

impl Names {
    pub(super) fn new() -> Self {
        let or_none = |words: &'static str| iter::once("").chain(words.split_whitespace()).collect();
        Self {
            variants: VARIANTS.split_whitespace().collect(),
            topics: or_none(TOPICS),
            divisions: or_none(DIVISIONS),
            used: HashMap::new(),
        }
    }

    /// Returns the next of a kind of chart: `bar-basic`, `bar-grouped`, ... `bar-basic-energy`, ...
    /// `bar-basic-energy-weekly`.
    pub(super) fn next(&mut self, kind: &str) -> (String, String) {
        let number = self.used.entry(kind.to_owned()).or_default();
        let (rest, variant) = (*number / self.variants.len(), self.variants[*number % self.variants.len()]);
        let (rest, topic) = (rest / self.topics.len(), self.topics[rest % self.topics.len()]);
        let (edition, division) = (rest / self.divisions.len(), self.divisions[rest % self.divisions.len()]);
        *number += 1;

        let mut id = format!("{kind}-{variant}");
        let mut title = format!("{} {} Plot", capitalised(variant), capitalised(kind));
        if !topic.is_empty() {
            id = format!("{id}-{topic}");
            title = format!("{title} of {}", capitalised(topic));
        }
        if !division.is_empty() {
            id = format!("{id}-{division}");
            title = format!("{title}, {}", capitalised(division));
        }
        if edition > 0 {
            id = format!("{id}-{}", edition + 1);
            title = format!("{title} ({})", edition + 1);
        }
        (id, title)
    }
}

/// Writes `log-scaled` as in a title: `Log Scaled`.
fn capitalised(words: &str) -> String {
    let mut title = String::with_capacity(words.len());
    let mut start = true;
    for letter in words.chars() {
        title.push(match letter {
            '-' => ' ',
            _ if start => letter.to_ascii_uppercase(),
            _ => letter,
        });
        start = letter == '-';
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_kind_grow_longer_when_words_are_used_up() {
        let mut names = Names::new();
        let of_bars: Vec<(String, String)> = (0..80_000).map(|_| names.next("bar")).collect();
        let (variants, topics, divisions) = (names.variants.len(), names.topics.len(), names.divisions.len());
        for (number, id, title) in [
            (0, "bar-basic", "Basic Bar Plot"),
            (variants - 1, "bar-percentile", "Percentile Bar Plot"),
            (variants, "bar-basic-energy", "Basic Bar Plot of Energy"),
            (variants * topics - 1, "bar-percentile-vaccines", "Percentile Bar Plot of Vaccines"),
            (variants * topics, "bar-basic-hourly", "Basic Bar Plot, Hourly"),
            (
                variants * (topics * 7 + 1) + 19,
                "bar-log-scaled-energy-by-country",
                "Log Scaled Bar Plot of Energy, By Country",
            ),
            (variants * topics * divisions, "bar-basic-2", "Basic Bar Plot (2)"),
            (variants * topics * divisions * 2, "bar-basic-3", "Basic Bar Plot (3)"),
        ] {
            assert_eq!(of_bars.get(number), Some(&(id.into(), title.into())), "{number}");
        }
        assert_eq!(names.next("pie").0, "pie-basic");
    }
}
