//! Account, and token of who deploys.

use std::env;

use serde_json::Value;

use super::wrangler::{Wrangler, WranglerError};
use crate::failure::{ExitCode, Failure};

/// Address of the API, if the environment names no other.
const API: &str = "https://api.cloudflare.com/client/v4";

/// Access to an account.
pub(crate) struct Credentials {
    pub(super) base: String,
    pub(super) token: String,
    pub(super) account: String,
}

/// Error of an account that is not known.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CredentialsError {
    #[error("no account is named: set CLOUDFLARE_ACCOUNT_ID, or account_id in wrangler.toml")]
    NoAccount,
    #[error("nobody is signed in to Cloudflare: set CLOUDFLARE_API_TOKEN, or run `wrangler login`")]
    NoToken(#[source] Option<WranglerError>),
}

impl From<CredentialsError> for Failure {
    fn from(error: CredentialsError) -> Self {
        Self::new(ExitCode::Usage, error)
    }
}

impl Credentials {
    /// Finds the credentials: those of the environment, else the account in `wrangler.toml` and wrangler's own token.
    pub(crate) fn find(configured_account: Option<&str>, wrangler: &Wrangler) -> Result<Self, CredentialsError> {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let account = variable("CLOUDFLARE_ACCOUNT_ID").or_else(|| configured_account.map(str::to_owned));
        let account = account.ok_or(CredentialsError::NoAccount)?;
        let token = match variable("CLOUDFLARE_API_TOKEN") {
            Some(token) => token,
            None => token_of(wrangler)?,
        };
        let base = variable("CLOUDFLARE_API_BASE_URL").unwrap_or_else(|| API.to_owned());
        Ok(Self { base, token, account })
    }
}

fn token_of(wrangler: &Wrangler) -> Result<String, CredentialsError> {
    let printed = wrangler.token().map_err(|error| CredentialsError::NoToken(Some(error)))?;
    let token = serde_json::from_str::<Value>(&printed).ok().and_then(|it| it["token"].as_str().map(str::to_owned));
    token.ok_or(CredentialsError::NoToken(None))
}
