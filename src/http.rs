//! From a request to a reply: routes, policy (caching, error shapes) and the JSON bodies.
//!
//! [`Service::respond`] is the whole product as a function; the platform's adapter only carries bytes to and fro.

mod error;
mod filter_reply;
mod message;
mod route;
mod service;

pub use message::{Reply, Request};
pub use service::Service;
