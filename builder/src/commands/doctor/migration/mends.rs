//! The steps of a migration, in order.

use crate::commands::doctor::finding::{Finding, Mend};

/// Steps of all findings. Those that can run in a transaction come first.
#[derive(Debug)]
pub(in crate::commands::doctor) struct Migration<'f> {
    pub(super) mends: Vec<(&'f Finding, &'f Mend)>,
}

/// Longest wait for a lock. While a step waits, all other users of the table wait, too.
pub(super) const LOCK_TIMEOUT: &str = "5s";

impl<'f> Migration<'f> {
    /// Returns the migration that fixes `findings`, as far as a migration can.
    pub(in crate::commands::doctor) fn of(findings: &'f [Finding]) -> Self {
        let mends = findings.iter().filter_map(|finding| finding.mend.as_ref().map(|mend| (finding, mend)));
        let mut mends: Vec<_> = mends.collect();
        mends.sort_by_key(|(_, mend)| !mend.fits_a_transaction());
        Self { mends }
    }
}

/// Returns `text` on one line, for a comment.
pub(super) fn comment(text: &str) -> String {
    text.replace(char::is_control, " ")
}
