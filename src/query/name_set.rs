//! Sets of names that a query lists.

use std::borrow::Cow;

use super::{
    fault::{Fault, ParameterError},
    parameters::entries,
};

/// A set of entries of a table of at most 32 names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameSet(u32);

impl NameSet {
    /// Parses `lists`, the values of all parameters called `parameter`. Each entry is one of `names`; each other entry is
    /// an error. Returns `None` if there are no entries.
    pub(super) fn parse(
        parameter: &'static str,
        lists: &[Cow<'_, str>],
        names: &'static [&'static str],
        errors: &mut Vec<ParameterError>,
    ) -> Option<Self> {
        let mut set = None;
        for entry in lists.iter().flat_map(|list| entries(list)) {
            let bits = set.get_or_insert(0);
            match names.iter().position(|name| *name == entry) {
                Some(place) => *bits |= 1 << place,
                None => errors.push(ParameterError::new(parameter, entry, Fault::NotOneOf(names))),
            }
        }
        set.map(Self)
    }

    /// The bits of the names, 0 never.
    pub(crate) fn bits(self) -> u32 {
        self.0
    }

    /// The set with these bits; `None` if there are none.
    pub(crate) fn from_bits(bits: u32) -> Option<Self> {
        (bits != 0).then_some(Self(bits))
    }

    /// True if it contains the name at `place`.
    #[must_use]
    pub fn contains(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }
}
