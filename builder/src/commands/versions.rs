//! Versions that an operator names.

use crate::cloudflare::error::ApiError;
use crate::cloudflare::worker::{Deployment, Version, Worker};
use crate::failure::{ExitCode, Failure};
use crate::release::note::Note;

/// Shortest part of an id that names a version.
const SHORTEST: usize = 8;

/// Error of a version that cannot be chosen.
#[derive(Debug, thiserror::Error)]
pub(super) enum VersionError {
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error(
        "the worker has no version '{0}': give an id that `catalog-builder status` or `wrangler versions list` shows"
    )]
    Unknown(String),
    #[error("'{0}' begins the ids of several versions: give more of it")]
    Several(String),
    #[error("version {0} was not uploaded by catalog-builder, so nothing tells what it must serve: upload it anew")]
    Unsaid(String),
    #[error("there is no earlier deployment to return to: name a version")]
    NoneBefore,
    #[error("no version is on trial: name one")]
    NoTrial,
}

impl From<VersionError> for Failure {
    fn from(error: VersionError) -> Self {
        let code = match error {
            VersionError::Api(error) => return error.into(),
            VersionError::NoneBefore | VersionError::NoTrial => ExitCode::Finding,
            VersionError::Unknown(_) | VersionError::Several(_) | VersionError::Unsaid(_) => ExitCode::Usage,
        };
        Self::new(code, error)
    }
}

/// Returns the version with this id, or the one whose id begins so.
pub(super) fn named(worker: Worker<'_>, id: &str) -> Result<Version, VersionError> {
    if let Some(version) = worker.version(id)? {
        return Ok(version);
    }
    let versions = worker.versions()?;
    let mut found = versions.into_iter().filter(|version| id.len() >= SHORTEST && version.id.starts_with(id));
    match (found.next(), found.next()) {
        (Some(version), None) => Ok(version),
        (Some(_), Some(_)) => Err(VersionError::Several(id.into())),
        (None, _) => Err(VersionError::Unknown(id.into())),
    }
}

/// Returns the version that gets a part of the traffic because this tool tries it.
pub(super) fn on_trial(deployments: &[Deployment]) -> Result<&str, VersionError> {
    let live = deployments.first().filter(|live| matches!(live.note(), Some(Note::Share { .. })));
    live.and_then(|live| live.versions().next()).ok_or(VersionError::NoTrial)
}

/// Returns the deployment before the live one. It has other shares, and was not taken back because it failed.
pub(super) fn before(deployments: &[Deployment]) -> Result<&Deployment, VersionError> {
    let (live, earlier) = deployments.split_first().ok_or(VersionError::NoneBefore)?;
    let followers = deployments.iter();
    let mut earlier = earlier.iter().zip(followers);
    let has_failed = |follower: &Deployment| matches!(follower.note(), Some(Note::Failed { .. }));
    let found = earlier.find(|(deployment, follower)| deployment.shares != live.shares && !has_failed(follower));
    found.map(|(deployment, _)| deployment).ok_or(VersionError::NoneBefore)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::*;

    fn deployments(made: &[(&str, Option<Note>)]) -> Vec<Deployment> {
        let made = made.iter().map(|(version, note)| {
            let message = note.as_ref().map(Note::message);
            json!({"id": version, "created_on": "then", "annotations": {"workers/message": message},
                "versions": [{"version_id": version, "percentage": 100}]})
        });
        serde_json::from_value(made.collect()).unwrap()
    }

    #[test]
    fn deployment_before_is_another_one_that_did_not_fail() {
        let failed = || Some(Note::failed("k", "answers 500"));
        for (made, expected) in [
            (vec![("b", None), ("a", None)], Some("a")),
            (vec![("b", None), ("b", None), ("a", None)], Some("a")),
            // b was taken back, so the way back from a leads past it.
            (vec![("a", failed()), ("b", None), ("a", None), ("o", None)], Some("o")),
            (vec![("a", failed()), ("b", None), ("a", None)], None),
            (vec![("a", None)], None),
            (vec![], None),
        ] {
            let deployments = deployments(&made);
            assert_eq!(before(&deployments).ok().map(|it| &*it.id), expected, "{made:?}");
        }
    }

    #[test]
    fn only_a_share_of_this_tool_is_a_trial() {
        let share = || Some(Note::Share { key: "k".into(), percent: 10 });
        assert_eq!(on_trial(&deployments(&[("b", share()), ("a", None)])).unwrap(), "b");
        assert!(on_trial(&deployments(&[("b", None), ("a", share())])).is_err());
    }
}
