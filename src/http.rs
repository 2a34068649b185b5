//! From a request to a reply: routes, policy (validators, caching, cross-origin access, error shapes, forwarding to the
//! origin) and the JSON bodies.
//!
//! [`Service::respond`] is the whole product as a function. The platform's adapter only passes bytes in and out.

mod answers;
mod continuation;
mod cors;
mod counts_json;
mod error;
mod etag;
mod facet_search;
mod filter_members;
mod filter_reply;
mod fixed_bodies;
mod head;
mod image_lists;
mod image_run;
mod images;
mod json;
mod message;
mod output;
mod paths;
mod policy;
mod preload;
mod records;
mod request_target;
mod routes;
mod service;
mod terms;
mod worker_identity;

pub use continuation::Continuation;
pub use head::Head;
pub use message::{Body, Forward, Outcome, Reply, Request};
pub use paths::{lost_library_paths, lost_spec_paths};
pub use policy::{Policy, PolicyError, Variables};
pub use records::{served_one_by_one, served_records};
pub use service::Service;
pub use worker_identity::WorkerIdentity;
