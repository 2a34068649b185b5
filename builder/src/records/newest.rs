//! Comparison of the order of images by time. A snapshot holds this order, but not the times.

use std::collections::BTreeMap;

use catalog_edge::model::{Impl, Records};
use serde::Serialize;

use super::table::Table;

/// An image with another rank by time. The newest image has rank 0, and images of one time have one rank.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Moved {
    pub(crate) key: String,
    pub(crate) old: usize,
    pub(crate) new: usize,
}

/// Returns the newest image of `new` that has another rank in `old`. Only images that both have are ranked.
pub(crate) fn first_moved(old: &Records, new: &Records) -> Option<Moved> {
    let old: BTreeMap<_, _> = old.impls.iter().map(|image| (Table::key(image), image.time())).collect();
    let both: Vec<(&Impl, Option<i64>)> =
        new.impls.iter().filter_map(|image| Some((image, *old.get(&Table::key(image))?))).collect();
    let (was, is) = (
        ranks(&both.iter().map(|(_, time)| *time).collect::<Vec<_>>()),
        ranks(&both.iter().map(|(image, _)| image.time()).collect::<Vec<_>>()),
    );
    let moved = both.iter().zip(was.into_iter().zip(is)).filter(|(_, (was, is))| was != is);
    moved.min_by_key(|(_, (_, is))| *is).map(|((image, _), (old, new))| Moved { key: image.key(), old, new })
}

/// Returns the rank of each time: latest first, none last.
fn ranks(times: &[Option<i64>]) -> Vec<usize> {
    let mut ascending = times.to_vec();
    ascending.sort_unstable();
    ascending.dedup();
    times.iter().map(|time| ascending.len() - ascending.partition_point(|other| other <= time)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns images with these specs and times.
    fn records(images: &[(&str, Option<i64>)]) -> Records {
        let image = |&(spec, updated): &(&str, _)| Impl { spec: spec.into(), updated, ..Impl::default() };
        Records { impls: images.iter().map(image).collect(), ..Records::default() }
    }

    #[test]
    fn only_the_order_of_the_images_of_both_counts() {
        let old = [("a", Some(5)), ("b", Some(9)), ("c", None), ("d", Some(9))];
        for (new, moved) in [
            (vec![], None),
            (vec![("a", Some(-2)), ("b", Some(-1)), ("c", Some(-3)), ("d", Some(-1))], None),
            (vec![("d", Some(0)), ("x", Some(7)), ("a", None)], None),
            (vec![("a", Some(5)), ("b", Some(9)), ("c", None), ("d", Some(8))], Some(("d", 0, 1))),
            (vec![("a", Some(5)), ("b", Some(9)), ("c", Some(10)), ("d", Some(9))], Some(("c", 2, 0))),
            (vec![("a", None), ("c", None)], Some(("c", 1, 0))),
        ] {
            let found = first_moved(&records(&old), &records(&new));
            let expected = moved.map(|(spec, old, new)| Moved { key: format!("{spec}//"), old, new });
            assert_eq!(found, expected, "{new:?}");
        }
    }
}
