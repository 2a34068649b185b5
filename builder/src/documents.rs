//! Documents that go with a snapshot: which, how large, and what they hold.
//!
//! A [`Renderer`](render::Renderer) takes every spec in full, then every code, renders them, and passes each file to a
//! [`Sink`](render::Sink). At the end it renders the list and the map of all specs.

pub(crate) mod budget;
pub(crate) mod noqa;
pub(crate) mod render;
pub(crate) mod scope;
