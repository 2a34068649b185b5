//! From a request to a reply: routes, policy (caching, error shapes) and the JSON bodies.

mod message;

pub use message::{Reply, Request};
