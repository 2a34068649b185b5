//! Values of a facet, and how likely each is.

/// The values of one facet.
pub(in crate::synth) struct Vocabulary {
    /// How many different values the real catalogue has.
    pub(in crate::synth) values: u64,
    /// Values that occur often, most frequent first.
    pub(in crate::synth) frequent: &'static [Frequent],
    /// Rows, of a thousand, that have a rare value.
    pub(in crate::synth) rare_per_mille: u64,
    /// Rare values by name, then those that are a pair of the next two lists; all lists are separated by spaces.
    pub(super) rare: &'static str,
    pub(super) left: &'static str,
    pub(super) right: &'static str,
}

impl Vocabulary {
    /// All rare values there can be, each only once.
    pub(in crate::synth) fn rare_values(&self) -> impl Iterator<Item = String> {
        let left: Vec<&str> = self.left.split_whitespace().collect();
        let right: Vec<&str> = self.right.split_whitespace().collect();
        // Each round takes every left word, with a right word that it had in no round before.
        let rounds = (0..right.len()).flat_map(move |round| {
            let right = right.clone();
            let pair = move |(place, left)| format!("{left}-{}", right[(place + round) % right.len()]);
            left.clone().into_iter().enumerate().map(pair)
        });
        self.rare.split_whitespace().map(str::to_owned).chain(rounds)
    }

    /// The chance of a frequent value of a spec, which no library decides.
    pub(in crate::synth) fn everywhere(frequent: &Frequent) -> u64 {
        frequent.per_mille
    }
}

/// A value that occurs often.
pub(in crate::synth) struct Frequent {
    pub(in crate::synth) value: &'static str,
    per_mille: u64,
    /// Libraries in which it occurs so often; none named means all.
    home: &'static [&'static str],
    /// How often it occurs in the others.
    elsewhere: u64,
}

impl Frequent {
    /// How likely this value is in an implementation by this library.
    pub(in crate::synth) fn per_mille_in(&self, library: &str) -> u64 {
        if self.home.is_empty() || self.home.contains(&library) { self.per_mille } else { self.elsewhere }
    }
}

pub(super) const fn common(value: &'static str, per_mille: u64) -> Frequent {
    Frequent { value, per_mille, home: &[], elsewhere: 0 }
}

pub(super) const fn at_home(
    value: &'static str,
    per_mille: u64,
    home: &'static [&'static str],
    elsewhere: u64,
) -> Frequent {
    Frequent { value, per_mille, home, elsewhere }
}
