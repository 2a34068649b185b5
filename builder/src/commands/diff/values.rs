//! Changes of facet values, and of the number of images that have them.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::model::{Facet, Records};
use serde::Serialize;

use crate::records::facet_counts::{self, FacetCounts};

/// Changes of the values of a facet.
#[derive(Debug, Serialize)]
pub(super) struct ValueChanges {
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
    /// Values with another number of images.
    pub(super) changed: Vec<ValueChange>,
}

#[derive(Debug, Serialize)]
pub(super) struct ValueChange {
    pub(super) value: String,
    pub(super) old: u64,
    pub(super) new: u64,
}

pub(super) fn value_changes(old: &Records, new: &Records) -> BTreeMap<&'static str, ValueChanges> {
    let (old, new) = (facet_counts::count(old), facet_counts::count(new));
    let of_facet = |facet: Facet| {
        let changes = ValueChanges::of(facet, &old, &new);
        let is_any = !(changes.added.is_empty() && changes.removed.is_empty() && changes.changed.is_empty());
        is_any.then(|| (facet.name(), changes))
    };
    Facet::ALL.into_iter().filter_map(of_facet).collect()
}

impl ValueChanges {
    fn of(facet: Facet, old: &FacetCounts, new: &FacetCounts) -> Self {
        let none = BTreeMap::new();
        let (old, new) = (old.get(&facet).unwrap_or(&none), new.get(&facet).unwrap_or(&none));
        let mut changes = Self { added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        for value in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            match (old.get(value), new.get(value)) {
                (None, _) => changes.added.push(value.clone()),
                (_, None) => changes.removed.push(value.clone()),
                (Some(old), Some(new)) if old != new => {
                    changes.changed.push(ValueChange { value: value.clone(), old: *old, new: *new });
                }
                _ => {}
            }
        }
        changes
    }
}
