//! Calls of Cloudflare's API. Every call has a time limit, and is tried again within a budget.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::http::Method;

use super::credentials::Credentials;
use super::error::{ApiError, Fault};
use super::retry::{is_transient, pause, retry_after};
use crate::service::client::{Client, Reply};

/// Code of a path that leads nowhere.
const NO_ROUTE: u64 = 7003;

/// The API for one account.
pub(crate) struct Api {
    client: Client,
    credentials: Credentials,
    /// Time for a call and its repetitions.
    budget: Duration,
}

/// Outcome of a call that changes something.
pub(super) enum Change {
    Done(Value),
    /// It may have taken effect.
    Unsure(Fault),
}

impl Api {
    /// Makes one that waits `limit` for a reply, and `budget` for a call with its repetitions.
    pub(crate) fn new(credentials: Credentials, limit: Duration, budget: Duration) -> Self {
        Self { client: Client::new(limit), credentials, budget }
    }

    pub(super) fn budget(&self) -> Duration {
        self.budget
    }

    /// Reads what lies at `path` within the account. There may be nothing.
    pub(super) fn get(&self, path: &str) -> Result<Option<Value>, ApiError> {
        let call = format!("GET {path}");
        match self.repeat(&call, |_| true, || self.send(Method::GET, path, None)) {
            Ok(value) => Ok(Some(value)),
            // Another 404 is for an account that does not exist.
            Err(ApiError::Refused { status: 404, code, .. }) if code != NO_ROUTE => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Changes what lies at `path`. A call that was certainly not carried out is tried again, no other.
    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Change, ApiError> {
        let call = format!("POST {path}");
        let was_rejected = |fault: &Fault| matches!(fault, Fault::Status(429));
        match self.repeat(&call, was_rejected, || self.send(Method::POST, path, Some(body.to_string()))) {
            Ok(value) => Ok(Change::Done(value)),
            Err(ApiError::Exhausted { last, .. }) if !was_rejected(&last) => Ok(Change::Unsure(last)),
            Err(error) => Err(error),
        }
    }

    fn send(&self, method: Method, path: &str, body: Option<String>) -> Result<Reply, Fault> {
        let Credentials { base, token, account } = &self.credentials;
        let url = format!("{base}/accounts/{account}{path}");
        let authorization = format!("Bearer {token}");
        self.client.send(method, &url, &[("authorization", &authorization)], body).map_err(Fault::Silent)
    }

    /// Tries a call until it is answered, while `may_repeat` allows it and the budget lasts.
    fn repeat(
        &self,
        call: &str,
        may_repeat: impl Fn(&Fault) -> bool,
        send: impl Fn() -> Result<Reply, Fault>,
    ) -> Result<Value, ApiError> {
        let begin = Instant::now();
        let mut tries = 0;
        loop {
            tries += 1;
            let (fault, after) = match send() {
                Ok(reply) if is_transient(reply.status.as_u16()) => {
                    (Fault::Status(reply.status.as_u16()), retry_after(reply.header("retry-after")))
                }
                Ok(reply) => return result(call, &reply),
                Err(fault) => (fault, None),
            };
            let left = self.budget.saturating_sub(begin.elapsed());
            match pause(tries, after, left).filter(|_| may_repeat(&fault)) {
                Some(pause) => thread::sleep(pause),
                None => {
                    return Err(ApiError::Exhausted { call: call.into(), tries, within: begin.elapsed(), last: fault });
                }
            }
        }
    }
}

/// Returns the `result` of a reply.
fn result(call: &str, reply: &Reply) -> Result<Value, ApiError> {
    let status = reply.status.as_u16();
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    if reply.status.is_success() && body["success"] == true {
        return Ok(body["result"].clone());
    }
    let (code, message) = (body["errors"][0]["code"].as_u64(), body["errors"][0]["message"].as_str());
    match (code, message) {
        (Some(code), Some(message)) => {
            Err(ApiError::Refused { call: call.into(), status, code, message: message.into() })
        }
        _ => Err(ApiError::Unexpected { call: call.into(), what: format!("status {status} without a result") }),
    }
}
