//! The ids of specs without implementations. An error about such a spec says that the spec exists.

use super::{
    dictionary::Dictionary,
    inconsistency::Inconsistency,
    json::unescape,
    sections::{Sections, SectionsBuf},
    view::Catalog,
};

/// The ids; missing if every spec has an implementation.
const NAME: &str = "specs.unimplemented";

/// Writes the ascending `ids`. Writes nothing if there are none.
pub(super) fn put<'n>(sections: &mut SectionsBuf, ids: impl IntoIterator<Item = &'n str>) {
    let mut ids = ids.into_iter().peekable();
    if ids.peek().is_some() {
        Dictionary::put(sections, NAME, ids);
    }
}

/// Opens what [`put`] wrote.
pub(super) fn open<'a>(sections: &Sections<'a>) -> Result<Dictionary<'a>, Inconsistency> {
    if sections.find(NAME).is_some() { Dictionary::open(sections, NAME) } else { Ok(Dictionary::none()) }
}

impl Catalog<'_> {
    /// True if `id` is that of a spec without implementations.
    #[must_use]
    pub fn is_unimplemented(&self, id: &str) -> bool {
        self.unimplemented.find(id).is_some()
    }

    /// The ids of the specs without implementations, ascending.
    #[must_use]
    pub fn unimplemented(&self) -> Vec<String> {
        let ids = &self.unimplemented;
        (0..ids.len()).filter_map(|index| unescape(ids.name(index))).map(Into::into).collect()
    }

    /// Checks that no spec with implementations is among those without.
    pub(super) fn check_unimplemented(&self) -> Result<(), Inconsistency> {
        let ids = &self.unimplemented;
        let is_implemented =
            |index: &usize| unescape(ids.name(*index)).is_some_and(|id| self.specs.find(&id).is_some());
        match (0..ids.len()).find(is_implemented) {
            Some(index) => Err(Inconsistency::new(NAME, format!("spec {index} has implementations"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sections::reopened;

    #[test]
    fn no_ids_are_no_section() {
        let put_none = |sections: &mut SectionsBuf| put(sections, []);
        reopened(put_none, |sections| {
            assert_eq!(sections.iter().count(), 0);
            assert!(open(sections).is_ok_and(|ids| ids.len() == 0));
        });
    }

    #[test]
    fn anything_but_ascending_ids_is_inconsistent() {
        let opens = |ids: [&str; 2]| reopened(|sections| put(sections, ids), |sections| open(sections).is_ok());
        assert!(opens(["a", "b"]) && !opens(["b", "a"]) && !opens(["a", "a"]));
    }
}
