//! Cloudflare: its API, and wrangler for what the API alone cannot do, which is uploading.

pub(crate) mod api;
pub(crate) mod credentials;
pub(crate) mod error;
pub(crate) mod process;
pub(crate) mod retry;
pub(crate) mod traffic;
pub(crate) mod worker;
pub(crate) mod wrangler;
