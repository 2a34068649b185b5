//! Errors of a deployment. Each says what is live now.

use crate::cloudflare::error::ApiError;
use crate::cloudflare::traffic::TrafficError;
use crate::cloudflare::worker::{Deployment, shares};
use crate::failure::{ExitCode, Failure};
use crate::service::watch::WatchError;

/// Error of a deployment.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeployError {
    #[error("nothing was deployed: version {version} does not pass at its preview")]
    Preview {
        version: String,
        #[source]
        source: WatchError,
    },
    #[error("nothing was deployed")]
    Unread(#[source] ApiError),
    #[error(transparent)]
    Traffic(#[from] TrafficError),
    #[error("the worker has no version that is live: create it with `catalog-builder deploy --first`")]
    NothingLive,
    #[error("{}", overtaken(.0.as_deref()))]
    Overtaken(Option<Box<Deployment>>),
    #[error("rolled back to {restored}, which passes: {reason}")]
    RolledBack { reason: String, restored: String },
    #[error("the new version failed ({reason}), and could not be rolled back: look at the live service now")]
    NotRolledBack {
        reason: String,
        #[source]
        source: Box<TrafficError>,
    },
    #[error("the new version failed ({reason}), and what was live before does not pass either: look at it now")]
    StillBroken {
        reason: String,
        #[source]
        source: Box<WatchError>,
    },
    #[error("what is live fails its smoke test: look at it now")]
    Broken(#[source] WatchError),
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Self {
        let code = match error {
            DeployError::Traffic(error) => return error.into(),
            DeployError::Unread(_) => ExitCode::Cloudflare,
            DeployError::Preview { .. }
            | DeployError::NothingLive
            | DeployError::Overtaken(_)
            | DeployError::RolledBack { .. } => ExitCode::Finding,
            DeployError::NotRolledBack { .. } | DeployError::StillBroken { .. } | DeployError::Broken(_) => {
                ExitCode::Live
            }
        };
        Self::new(code, error)
    }
}

fn overtaken(theirs: Option<&Deployment>) -> String {
    let who = theirs.map_or_else(String::new, |theirs| {
        let by = theirs.author_email.as_deref().unwrap_or("somebody");
        format!(" by {by} ({})", shares(theirs))
    });
    format!("another deployment was made meanwhile{who}: it is left as it is, and this one is not live")
}
