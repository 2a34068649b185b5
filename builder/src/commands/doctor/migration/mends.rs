//! The steps of a migration, in order.

use crate::commands::doctor::finding::{Finding, Mend};

/// Steps of all findings; those that a transaction can hold come first.
#[derive(Debug)]
pub(in crate::commands::doctor) struct Migration<'f> {
    pub(super) mends: Vec<(&'f Finding, &'f Mend)>,
}

/// Time that a step waits for its lock before it gives up: behind it, everything else would wait too.
pub(super) const LOCK_TIMEOUT: &str = "5s";

impl<'f> Migration<'f> {
    /// A migration of all that a migration mends.
    pub(in crate::commands::doctor) fn of(findings: &'f [Finding]) -> Self {
        let mends = findings.iter().filter_map(|finding| finding.mend.as_ref().map(|mend| (finding, mend)));
        let mut mends: Vec<_> = mends.collect();
        mends.sort_by_key(|(_, mend)| !mend.fits_a_transaction());
        Self { mends }
    }
}

/// `text` as it stays on one line of comment.
pub(super) fn comment(text: &str) -> String {
    text.replace(char::is_control, " ")
}
