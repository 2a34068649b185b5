//! Documents that go with a snapshot: which, how large, and what they hold.
//!
//! A [`Renderer`](render::Renderer) is shown every spec in full, then every code, and gives each to a
//! [`Sink`](render::Sink) as the file it is. What it has seen of the specs becomes the list and the map.

pub(crate) mod budget;
pub(crate) mod noqa;
pub(crate) mod render;
pub(crate) mod scope;
