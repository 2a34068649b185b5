//! Text of a status.

use std::fmt;

use catalog_edge::shrinkage::Counts;

use super::report::{Database, File, Live, Made, Status, Would};
use crate::release::note::Note;
use crate::terminal::format::{grouped, line, printable};
use crate::terminal::style::{ERROR, Styled};

/// Number of deployments that are shown.
const SHOWN: usize = 5;

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "worker", &self.worker)?;
        live(f, &self.live)?;
        if let Some(File { path, changed, age_seconds, identity }) = &self.file {
            line(f, "file", format_args!("{path}{}", age_seconds.map(age).unwrap_or_default()))?;
            part(f, &identity.snapshot, &identity.worker, changed.as_deref(), &identity.counts)?;
        } else {
            line(f, "file", "none")?;
        }
        if let Some(Database { name, changed, tables }) = &self.database {
            line(f, "database", format_args!("{name}, changed {}", changed.as_deref().unwrap_or("unknown")))?;
            for table in tables.iter().filter(|table| table.is_any()) {
                line(f, "", format_args!("{table} since the export"))?;
            }
        }
        for (name, Made { when, by, shares, note }) in
            ["deployed"].into_iter().chain([""].into_iter().cycle()).zip(self.deployments.iter().take(SHOWN))
        {
            let shares: Vec<_> =
                shares.iter().map(|share| format!("{}% {}", share.percentage, share.version)).collect();
            let by = printable(by.as_deref().unwrap_or("somebody"));
            line(f, name, format_args!("{when} by {by}: {}{}", shares.join(", "), reason(note.as_ref())))?;
        }
        match &self.would {
            None => Ok(()),
            Some(Would::Create) => line(f, "deploy", "would create the worker"),
            Some(Would::Replace) => line(f, "deploy", "would replace what is live"),
            Some(Would::ChangeNothing) => line(f, "deploy", "would change nothing"),
            Some(Would::Refuse(reason)) => {
                line(f, "deploy", format_args!("{} {reason}", Styled(ERROR, "would be refused:")))
            }
        }
    }
}

fn live(f: &mut fmt::Formatter<'_>, live: &Live) -> fmt::Result {
    if let Some(problem) = &live.problem {
        return line(f, "live", Styled(ERROR, printable(problem)));
    }
    let text = |text: &Option<String>| printable(text.as_deref().unwrap_or("unknown"));
    line(f, "live", format_args!("version {}", text(&live.version)))?;
    let counts = live.counts.map(|counts| counts.0).unwrap_or_default();
    part(f, &text(&live.snapshot), &text(&live.worker), live.changed.as_deref(), &counts)
}

fn part(
    f: &mut fmt::Formatter<'_>,
    snapshot: &str,
    worker: &str,
    changed: Option<&str>,
    counts: &Counts,
) -> fmt::Result {
    let changed = printable(changed.unwrap_or("unknown"));
    line(f, "", format_args!("snapshot {snapshot}, changed {changed}"))?;
    line(f, "", format_args!("worker {worker}"))?;
    let counts = counts.named().map(|(name, count)| format!("{} {}", grouped(count), name.replace('_', " ")));
    line(f, "", counts.join(", "))
}

/// `, exported 3 hours ago`
fn age(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..120 => (seconds, "seconds"),
        120..7200 => (seconds / 60, "minutes"),
        7200..172_800 => (seconds / 3600, "hours"),
        _ => (seconds / 86_400, "days"),
    };
    format!(", exported {} {unit} ago", grouped(count))
}

fn reason(note: Option<&Note>) -> String {
    match note {
        None => String::new(),
        Some(Note::Release { .. }) => ", a release".into(),
        Some(Note::Share { percent, .. }) => format!(", a trial with {percent}%"),
        Some(Note::Failed { reason, .. }) => format!(", because a release failed: {}", printable(reason)),
        Some(Note::Rollback) => ", a rollback".into(),
        Some(Note::Restore) => ", what somebody had deployed meanwhile".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_is_told_in_a_fitting_unit() {
        for (seconds, text) in
            [(5, "5 seconds"), (119, "119 seconds"), (120, "2 minutes"), (7200, "2 hours"), (900_000, "10 days")]
        {
            assert_eq!(age(seconds), format!(", exported {text} ago"));
        }
    }
}
