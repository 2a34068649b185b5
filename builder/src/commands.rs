//! The commands: each has its options, its run, and its report for people and for machines.

mod budgets;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod inspect;
mod path_argument;
pub(crate) mod shell;
mod summary;
pub(crate) mod verify;
