//! Errors of requests to Cloudflare.

use std::time::Duration;

use crate::failure::{ExitCode, Failure, with_causes};
use crate::service::client::ClientError;

/// Error of a call of the API.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("Cloudflare refused {call} with status {status}, code {code}: {message}{}", remedy(*status))]
    Refused { call: String, status: u16, code: u64, message: String },
    #[error(
        "Cloudflare did not answer {call} within {:.0} s ({tries} tries): {last}; try again later", within.as_secs_f64()
    )]
    Exhausted { call: String, tries: u32, within: Duration, last: Fault },
    #[error("Cloudflare answered {call} with something unexpected: {what}")]
    Unexpected { call: String, what: String },
}

/// Reason to try a call again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("status {0}")]
    Status(u16),
    #[error("{}", with_causes(.0))]
    Silent(ClientError),
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::new(ExitCode::Cloudflare, error)
    }
}

fn remedy(status: u16) -> &'static str {
    match status {
        401 | 403 => "; check CLOUDFLARE_API_TOKEN (template \"Edit Cloudflare Workers\") and CLOUDFLARE_ACCOUNT_ID",
        _ => "",
    }
}
