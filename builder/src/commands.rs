//! The commands. Each has its options, its run, and its report as text and as JSON.

pub(crate) mod bundle;
pub(crate) mod completions;
pub(crate) mod deploy;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod examples;
pub(crate) mod export;
pub(crate) mod inspect;
pub(crate) mod man;
mod output;
mod path_argument;
pub(crate) mod preview;
pub(crate) mod promote;
pub(crate) mod rollback;
pub(crate) mod smoke;
pub(crate) mod status;
pub(crate) mod synth;
mod target;
pub(crate) mod verify;
mod versions;
