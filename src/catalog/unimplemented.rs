//! The ids of specs without implementations: an error about one of them says that it exists.

use super::{
    Catalog, Inconsistency,
    json::{json_escape, unescape},
    keys::Keys,
    sections::{Sections, SectionsBuf},
};
use crate::model::Facet;

/// The ids; missing if every spec has an implementation.
const NAME: &str = "specs.unimplemented";

/// Writes the ascending `ids`; nothing if there are none.
pub(super) fn put<'n>(sections: &mut SectionsBuf, ids: impl IntoIterator<Item = &'n str>) {
    let mut ids = ids.into_iter().peekable();
    if ids.peek().is_some() {
        Keys::put(sections, NAME, ids);
    }
}

/// Opens what [`put`] wrote.
pub(super) fn open<'a>(sections: &Sections<'a>) -> Result<Option<Keys<'a>>, Inconsistency> {
    sections.find(NAME).map(|_| Keys::open(sections, NAME)).transpose()
}

impl Catalog<'_> {
    /// True if `id` is that of a spec without implementations.
    #[must_use]
    pub fn is_unimplemented(&self, id: &str) -> bool {
        let id = json_escape(id);
        self.unimplemented.as_ref().is_some_and(|ids| (0..ids.len()).any(|index| ids.name(index) == &*id))
    }

    /// The ids of the specs without implementations, ascending.
    #[must_use]
    pub fn unimplemented(&self) -> Vec<String> {
        let ids = self.unimplemented.iter().flat_map(|ids| (0..ids.len()).map(|index| ids.name(index)));
        ids.filter_map(unescape).map(Into::into).collect()
    }

    /// Checks that no spec with implementations is among those without.
    pub(super) fn check_unimplemented(self) -> Result<Self, Inconsistency> {
        match self.unimplemented().iter().find(|id| self.find(Facet::Spec, id).is_some()) {
            Some(id) => Err(Inconsistency::new(NAME, format!("'{id}' has implementations"))),
            None => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sections::reopened;

    #[test]
    fn no_ids_are_no_section() {
        reopened(|sections| put(sections, []), |sections| assert!(matches!(open(sections), Ok(None))));
    }

    #[test]
    fn anything_but_ascending_ids_is_inconsistent() {
        let opens = |ids: [&str; 2]| reopened(|sections| put(sections, ids), |sections| open(sections).is_ok());
        assert!(opens(["a", "b"]) && !opens(["b", "a"]) && !opens(["a", "a"]));
    }
}
