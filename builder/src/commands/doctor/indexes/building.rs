//! Statements that give a lookup its index.

use super::names::Names;
use super::partitioned;
use super::statements::{Lack, created, rebuilt};
use crate::commands::doctor::finding::{Mend, Step};

const COST: &str = "reads the table twice and waits for running transactions; others can read and write meanwhile";

impl Lack<'_> {
    /// Creates the index, or rebuilds it.
    pub(super) fn mend(&self, names: &mut Names) -> Mend {
        let is_partitioned = self.tree.root().is_some_and(|root| root.is_partitioned);
        // An index of the whole table would also be built in partitions that need none.
        let is_wanted_everywhere = self.tree.leaves().all(|leaf| !leaf.open_keys(self.lookup).is_empty());
        let (steps, undo) =
            if is_partitioned && is_wanted_everywhere { partitioned::steps(self, names) } else { self.steps(names) };
        Mend { steps, undo, cost: COST }
    }

    fn steps(&self, names: &mut Names) -> (Vec<Step>, Vec<Step>) {
        let (mut steps, mut undo) = (Vec::new(), Vec::new());
        for (relation, invalid) in self.unserved {
            if let Some(index) = invalid {
                steps.push(rebuilt(index));
            } else {
                let (name, step) = created(self.lookup, relation, names);
                steps.push(step);
                undo.push(Step::concurrent(format!("DROP INDEX CONCURRENTLY {name}")));
            }
        }
        (steps, undo)
    }
}
