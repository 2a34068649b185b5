//! The commands: each has its options, its run, and its report for people and for machines.

pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod inspect;
mod output;
mod path_argument;
pub(crate) mod shell;
pub(crate) mod synth;
pub(crate) mod verify;
