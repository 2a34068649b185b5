//! Statements that give a partitioned table an index.
//!
//! An index of a partitioned table cannot be built `CONCURRENTLY`. So each partition gets its own index in this way.
//! Then the table gets an index without rows, which takes no time, and the others are attached to it. With the last one
//! it becomes valid.

use super::existing::Index;
use super::names::Names;
use super::relations::Relation;
use super::statements::{Lack, created, created_over_partitions, rebuilt};
use crate::commands::doctor::finding::Step;

/// An index that exists, or will exist.
struct Part<'a> {
    qualified: String,
    existing: Option<&'a Index>,
}

struct Plan<'a, 'n> {
    lack: &'a Lack<'a>,
    names: &'n mut Names,
    /// Indexes of partitions with rows.
    leaves: Vec<Step>,
    /// Indexes of tables with partitions.
    parents: Vec<Step>,
    attachments: Vec<Step>,
    reused: Vec<&'a Index>,
}

/// Returns the statements to run, and those that undo them.
pub(super) fn steps(lack: &Lack<'_>, names: &mut Names) -> (Vec<Step>, Vec<Step>) {
    let Some(root) = lack.tree.root() else { return Default::default() };
    let (leaves, parents, attachments, reused) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut plan = Plan { lack, names, leaves, parents, attachments, reused };
    let whole = plan.visit(root, None);
    let undo = undo(&whole.qualified, &plan.reused);
    let Plan { mut leaves, mut parents, mut attachments, .. } = plan;
    leaves.append(&mut parents);
    leaves.append(&mut attachments);
    (leaves, undo)
}

impl<'a> Plan<'a, '_> {
    /// Plans the index of `relation` that is to be a part of `whole`.
    fn visit(&mut self, relation: &Relation, whole: Option<u32>) -> Part<'a> {
        let lack = self.lack;
        let is_usable = |index: &&Index| {
            index.relation == relation.id
                && index.is_as_proposed(lack.lookup)
                && (index.attached_to.is_none() || index.attached_to == whole)
        };
        let usable = lack.indexes.iter().filter(is_usable);
        let existing = usable.max_by_key(|index| (index.attached_to.is_some(), index.is_valid));
        self.reused.extend(existing);
        let qualified = match existing {
            Some(index) => {
                if !relation.is_partitioned && !index.is_valid {
                    self.leaves.push(rebuilt(index));
                }
                index.qualified.clone()
            }
            None if relation.is_partitioned => {
                let (name, step) = created_over_partitions(lack.lookup, relation, self.names);
                self.parents.push(step);
                name
            }
            None => {
                let (name, step) = created(lack.lookup, relation, self.names);
                self.leaves.push(step);
                name
            }
        };
        for partition in lack.tree.partitions(relation.id) {
            let part = self.visit(partition, existing.map(|index| index.id));
            if part.existing.is_none_or(|index| index.attached_to.is_none()) {
                self.attachments.push(Step::locking(attach(&qualified, &part.qualified)));
            }
        }
        Part { qualified, existing }
    }
}

/// Drops `whole` with all its parts, and creates those again that existed before.
fn undo(whole: &str, reused: &[&Index]) -> Vec<Step> {
    let mut steps = vec![Step::locking(format!("DROP INDEX {whole}"))];
    // An invalid index of a partition is not missed.
    let kept: Vec<_> = reused.iter().filter(|index| index.is_valid || index.is_over_partitions).collect();
    for index in &kept {
        steps.push(if index.is_over_partitions {
            Step::locking(index.definition.clone())
        } else {
            Step::concurrent(index.definition.replacen("CREATE INDEX", "CREATE INDEX CONCURRENTLY", 1))
        });
    }
    for index in &kept {
        let whole = kept.iter().find(|whole| index.attached_to == Some(whole.id));
        steps.extend(whole.map(|whole| Step::locking(attach(&whole.qualified, &index.qualified))));
    }
    steps
}

fn attach(whole: &str, part: &str) -> String {
    format!("ALTER INDEX {whole} ATTACH PARTITION {part}")
}
