//! Single statements that create an index.

use super::existing::Index;
use super::lookups::Lookup;
use super::names::Names;
use super::relations::{Relation, Tree};
use crate::commands::doctor::finding::Step;

/// A lookup without an index, and everything that is known about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lack<'a> {
    pub(super) lookup: &'a Lookup,
    pub(super) tree: Tree<'a>,
    pub(super) indexes: &'a [Index],
    /// Tables without an index that serves, each with an invalid index that would.
    pub(super) unserved: &'a [(&'a Relation, Option<&'a Index>)],
}

/// Returns the qualified name of a new index on a table with rows, and the statement that creates it.
pub(super) fn created(lookup: &Lookup, relation: &Relation, names: &mut Names) -> (String, Step) {
    let name = name(lookup, relation, names);
    let definition = lookup.definition();
    let sql = format!("CREATE INDEX CONCURRENTLY {name} ON {} ({definition})", relation.qualified);
    (relation.beside(&name), Step::concurrent(sql))
}

/// Returns the same for a table with partitions, of which some may have an index already.
pub(super) fn created_over_partitions(lookup: &Lookup, relation: &Relation, names: &mut Names) -> (String, Step) {
    let name = name(lookup, relation, names);
    let definition = lookup.definition();
    let sql = format!("CREATE INDEX {name} ON ONLY {} ({definition})", relation.qualified);
    (relation.beside(&name), Step::locking(sql))
}

/// Returns the statement that rebuilds an invalid index.
pub(super) fn rebuilt(index: &Index) -> Step {
    Step::concurrent(format!("REINDEX INDEX CONCURRENTLY {}", index.qualified))
}

fn name(lookup: &Lookup, relation: &Relation, names: &mut Names) -> String {
    names.take(&relation.schema, &relation.name, &lookup.columns().replace(", ", "_"))
}
