//! Sends traffic to versions.

use std::thread;
use std::time::Instant;

use serde_json::json;

use super::api::Change;
use super::error::{ApiError, Fault};
use super::retry::pause;
use super::worker::{Deployment, Share, Worker};
use crate::failure::{ExitCode, Failure};
use crate::release::note::Note;

/// Error of traffic that was not sent elsewhere.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TrafficError {
    /// Cloudflare said no.
    #[error("no traffic was moved")]
    Refused(#[source] ApiError),
    #[error("no traffic was moved, because Cloudflare failed {tries} times, last with {last}; try again later")]
    NotMoved { tries: u32, last: Fault },
    /// Nobody can tell.
    #[error("it is not known which version is live, because Cloudflare failed ({fault}) and does not tell: look now")]
    Unknown {
        fault: Fault,
        #[source]
        source: Box<ApiError>,
    },
    /// Somebody else was faster.
    #[error("deployment {} was made meanwhile: it is left as it is", .0.id)]
    Overtaken(Box<Deployment>),
}

impl From<TrafficError> for Failure {
    fn from(error: TrafficError) -> Self {
        let code = match error {
            TrafficError::Refused(_) | TrafficError::NotMoved { .. } => ExitCode::Cloudflare,
            TrafficError::Unknown { .. } => ExitCode::Live,
            TrafficError::Overtaken(_) => ExitCode::Finding,
        };
        Self::new(code, error)
    }
}

impl Worker<'_> {
    /// Sends the traffic to `shares`, and returns the id of the deployment. `below` is the id of the deployment that is
    /// live. A call that fails may have taken effect, so what is live is read before it is tried again.
    pub(crate) fn deploy(self, shares: &[Share], note: &Note, below: Option<&str>) -> Result<String, TrafficError> {
        let message = note.message();
        let body = json!({
            "strategy": "percentage",
            "versions": shares,
            "annotations": {"workers/message": message},
        });
        // What is rolled back may have had other secrets: they are those of the worker, not of a version.
        let path = format!("{}?force=true", self.path("deployments"));
        let begin = Instant::now();
        let mut tries = 0;
        loop {
            tries += 1;
            let fault = match self.api.post(&path, &body).map_err(TrafficError::Refused)? {
                Change::Done(made) => {
                    let unexpected = || ApiError::Unexpected { call: format!("POST {path}"), what: "no id".into() };
                    let id = made["id"].as_str().ok_or_else(unexpected).map_err(TrafficError::Refused)?;
                    return Ok(id.to_owned());
                }
                Change::Unsure(fault) => fault,
            };
            let top = match self.deployments() {
                Ok(deployments) => deployments.into_iter().flatten().next(),
                Err(source) => return Err(TrafficError::Unknown { fault, source: Box::new(source) }),
            };
            match top {
                Some(top) if top.shares == shares && top.message() == Some(&message) => return Ok(top.id),
                Some(top) if below != Some(&top.id) => return Err(TrafficError::Overtaken(Box::new(top))),
                _ => {}
            }
            match pause(tries, None, self.api.budget().saturating_sub(begin.elapsed())) {
                Some(pause) => thread::sleep(pause),
                None => return Err(TrafficError::NotMoved { tries, last: fault }),
            }
        }
    }
}
