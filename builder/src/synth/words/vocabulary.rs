//! Values of a facet, and their probabilities.

/// Values of a facet.
pub(in crate::synth) struct Vocabulary {
    /// Number of distinct values in the real catalogue.
    pub(in crate::synth) values: u64,
    /// Frequent values, the most frequent first.
    pub(in crate::synth) frequent: &'static [Frequent],
    /// Number of rows in a thousand that have a rare value.
    pub(in crate::synth) rare_per_mille: u64,
    /// Rare values. More of them are pairs of the next two lists. All lists are separated by spaces.
    pub(super) rare: &'static str,
    pub(super) left: &'static str,
    pub(super) right: &'static str,
}

impl Vocabulary {
    /// Returns all possible rare values, each once.
    pub(in crate::synth) fn rare_values(&self) -> impl Iterator<Item = String> {
        let left: Vec<&str> = self.left.split_whitespace().collect();
        let right: Vec<&str> = self.right.split_whitespace().collect();
        // Each round combines every left word with a right word that it had in no earlier round.
        let rounds = (0..right.len()).flat_map(move |round| {
            let right = right.clone();
            let pair = move |(place, left)| format!("{left}-{}", right[(place + round) % right.len()]);
            left.clone().into_iter().enumerate().map(pair)
        });
        self.rare.split_whitespace().map(str::to_owned).chain(rounds)
    }

    /// Returns the probability of a value of a spec, which does not depend on a library.
    pub(in crate::synth) fn everywhere(frequent: &Frequent) -> u64 {
        frequent.per_mille
    }
}

/// A frequent value.
pub(in crate::synth) struct Frequent {
    pub(in crate::synth) value: &'static str,
    per_mille: u64,
    /// Libraries with this probability; if empty, all.
    home: &'static [&'static str],
    /// Probability in the other libraries, per mille.
    elsewhere: u64,
}

impl Frequent {
    /// Returns the probability of this value in an implementation by `library`, per mille.
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
