//! Age of a snapshot file. The file holds no time of its making, so that the same records give the same bytes.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

const HOUR: u64 = 60 * 60;

/// Returns a warning if the file was written longer than `max_hours` ago.
pub(crate) fn warning(snapshot: &Path, max_hours: u64) -> Option<String> {
    let written = fs::metadata(snapshot).and_then(|file| file.modified()).ok()?;
    let age = SystemTime::now().duration_since(written).ok()?;
    (age > Duration::from_secs(max_hours.saturating_mul(HOUR))).then(|| {
        format!(
            "'{}' was written {} hours ago, which is more than {max_hours}: export again to deploy the catalogue of \
             today",
            snapshot.display(),
            age.as_secs() / HOUR
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn file_older_than_the_limit_is_warned_of() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (age, max, warns) in
            [(0, 24, false), (23, 24, false), (25, 24, true), (25, 48, false), (25, u64::MAX, false)]
        {
            let written = SystemTime::now() - Duration::from_secs(age * 3_600);
            file.as_file().set_modified(written).unwrap();
            let warning = warning(file.path(), max);
            assert_eq!(warning.is_some(), warns, "{age} {max}");
            assert!(warning.is_none_or(|text| text.contains("25 hours ago")));
        }
        // A clock that was set back is no reason to warn.
        file.as_file().set_modified(SystemTime::now() + Duration::from_secs(3_600)).unwrap();
        assert_eq!(warning(file.path(), 0), None);
        assert_eq!(warning(Path::new("none.snap"), 0), None);
    }
}
