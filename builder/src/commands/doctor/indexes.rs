//! Lookups without an index that serves them.

mod building;
mod existing;
mod lookups;
mod names;
mod partitioned;
mod planner;
mod relations;
mod statements;

use super::finding::{Finding, Severity};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;
use crate::terminal::format::grouped;
use existing::{Index, Reach};
use lookups::{Key, Lookup};
use names::Names;
use relations::{Relation, Relations};
use statements::Lack;

/// Returns a finding for each lookup that reads a whole table.
pub(super) async fn findings(transaction: &Transaction<'_>) -> Result<Vec<Finding>, Failure> {
    let mut lookups = Lookup::all(transaction).await?;
    let relations = Relations::of(transaction, &lookups).await?;
    let indexes = Index::of(transaction, &relations).await?;
    let mut names = Names::taken(transaction).await?;
    // A fix of a partitioned table fixes its partitions, too.
    lookups.sort_by_key(|lookup| relations.tree(lookup.relation).all().len() < 2);
    let mut findings = Vec::new();
    let mut mended: Vec<(u32, &Lookup)> = Vec::new();
    for lookup in &lookups {
        if mended.iter().any(|(relation, other)| *relation == lookup.relation && is_same(lookup, other)) {
            continue;
        }
        let tree = relations.tree(lookup.relation);
        let mut unserved = Vec::new();
        for leaf in tree.leaves() {
            match verdict(transaction, lookup, leaf, &indexes).await? {
                Verdict::Served => {}
                Verdict::Unserved(invalid) => unserved.push((leaf, invalid)),
            }
        }
        if !unserved.is_empty() {
            mended.extend(tree.all().iter().map(|relation| (relation.id, lookup)));
            let lack = Lack { lookup, tree, indexes: &indexes, unserved: &unserved };
            findings.push(finding(&lack, &mut names));
        }
    }
    Ok(findings)
}

/// True if one index serves both.
fn is_same(one: &Lookup, other: &Lookup) -> bool {
    let is_in = |key: &Key, lookup: &Lookup| lookup.keys.iter().any(|other| key.is_same(other));
    one.keys.len() == other.keys.len() && one.keys.iter().all(|key| is_in(key, other))
}

/// Way in which a table is read for a lookup.
enum Verdict<'i> {
    Served,
    /// The whole table is read. Holds the invalid index that would serve, if there is one.
    Unserved(Option<&'i Index>),
}

async fn verdict<'i>(
    transaction: &Transaction<'_>,
    lookup: &Lookup,
    leaf: &Relation,
    indexes: &'i [Index],
) -> Result<Verdict<'i>, Failure> {
    let keys = leaf.open_keys(lookup);
    if keys.is_empty() {
        return Ok(Verdict::Served);
    }
    let of_leaf = || indexes.iter().filter(|index| index.relation == leaf.id);
    let mut invalid = None;
    for index in of_leaf().filter(|index| index.reach(&keys) == Reach::All) {
        if let Some(predicate) = &index.predicate
            && !planner::implies(transaction, leaf, lookup, predicate).await?
        {
            continue;
        }
        if index.is_valid {
            return Ok(Verdict::Served);
        }
        if invalid.is_none() && !index.may_fail_again() {
            invalid = Some(index);
        }
    }
    let may_help = |index: &Index| index.is_valid && index.reach(&keys) == Reach::Some;
    if leaf.has_rows && of_leaf().any(may_help) && planner::takes_an_index(transaction, leaf, &keys).await? {
        return Ok(Verdict::Served);
    }
    Ok(Verdict::Unserved(invalid))
}

fn finding(lack: &Lack<'_>, names: &mut Names) -> Finding {
    let Lack { lookup, tree, indexes, unserved } = lack;
    let (table, columns) = (&lookup.table, lookup.columns());
    let mend = lack.mend(names);
    Finding {
        severity: Severity::Warning,
        check: "index",
        subject: format!("{table} ({columns})"),
        problem: match &lookup.foreign_key {
            Some(key) => format!(
                "foreign key {} has no index that serves its columns: to delete or rename a row of {}, and to join by \
                 it, all of {table} is read",
                key.name, key.referenced
            ),
            None => format!("the service filters {table} by {columns}, which no index serves: all of {table} is read"),
        },
        evidence: match **unserved {
            [(_, Some(index))] => {
                format!("{} would serve, but a failed concurrent build left it invalid", index.qualified)
            }
            _ => {
                let scans = format!(
                    "about {} rows; {} sequential scans read {} since statistics began",
                    grouped(tree.total(|leaf| leaf.rows)),
                    grouped(tree.total(|leaf| leaf.scans)),
                    grouped(tree.total(|leaf| leaf.rows_by_scans))
                );
                faults(lookup, unserved, indexes).fold(scans, |text, fault| text + "; " + &fault)
            }
        },
        remedy: if mend.undo.is_empty() { "rebuild the index" } else { "create the index" }.into(),
        mend: Some(mend),
    }
}

/// Returns the faults of the first three indexes of these columns. More would be too many for a table with partitions.
fn faults<'a>(
    lookup: &'a Lookup,
    unserved: &'a [(&Relation, Option<&Index>)],
    indexes: &'a [Index],
) -> impl Iterator<Item = String> {
    let of_leaf = |leaf: &'a Relation| {
        let indexes = indexes.iter().filter(|index| index.relation == leaf.id);
        indexes.filter_map(|index| index.fault(&leaf.open_keys(lookup)))
    };
    unserved.iter().flat_map(move |(leaf, _)| of_leaf(leaf)).take(3)
}
