//! From a request to a reply: routes, policy (caching, error shapes) and the JSON bodies.
//!
//! [`Service::respond`] is the whole product as a function; the platform's adapter only carries bytes to and fro.

mod error;
mod filter_reply;
mod library_images;
mod message;
mod route;
mod service;

pub use message::{Reply, Request};
pub use service::Service;

use serde::Serialize;

/// `body` as JSON.
fn json(body: &impl Serialize) -> Vec<u8> {
    // Strings and numbers serialize into memory always.
    serde_json::to_vec(body).unwrap_or_default()
}
