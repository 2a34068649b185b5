//! Answer of a service: a reply with status 200.

use super::client::{ClientError, Reply};

/// Error of a service that does not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnswerError {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("{0} asks for a login (Cloudflare Access): let this address be reached without one")]
    Login(String),
    #[error("{url} answers {status}")]
    Status { url: String, status: u16 },
}

impl AnswerError {
    /// True if no whole reply came.
    pub(super) fn is_silence(&self) -> bool {
        matches!(self, Self::Client(ClientError::Silent { .. }))
    }

    /// True if the service took the connection, and did not reply in time.
    pub(super) fn is_timeout(&self) -> bool {
        matches!(self, Self::Client(error) if error.is_timeout())
    }

    /// True if a service that is broken, or does not exist yet, may give this error.
    pub(super) fn is_absence(&self) -> bool {
        matches!(self, Self::Status { status, .. } if *status >= 500 || *status == 404) || self.is_silence()
    }
}

/// Returns the reply of `url`, if it is an answer.
pub(super) fn answered(url: &str, reply: Result<Reply, ClientError>) -> Result<Reply, AnswerError> {
    let reply = reply?;
    if is_login(&reply) {
        return Err(AnswerError::Login(url.into()));
    }
    if reply.status != 200 {
        return Err(AnswerError::Status { url: url.into(), status: reply.status.as_u16() });
    }
    Ok(reply)
}

/// True for a reply of Cloudflare Access, which protects an address.
fn is_login(reply: &Reply) -> bool {
    let location = reply.header("location");
    reply.status.is_redirection()
        && (location.contains(".cloudflareaccess.com/") || location.contains("/cdn-cgi/access/login"))
}
