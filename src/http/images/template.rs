//! The text of an object, with holes for the values that differ from row to row.

use crate::http::output::{Line, Short};

/// Pieces of text, each with the hole that follows it.
#[derive(Clone, Debug, Default)]
pub(super) struct ImageTemplate {
    pieces: Vec<(Short, Hole)>,
}

/// Content of a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hole {
    /// Id of the spec, escaped, without quotes.
    Spec,
    /// Quality as a JSON number, or `null`.
    Quality,
    /// Title of the spec as a JSON string.
    Title,
    /// The literal URL in this column, as a JSON string.
    Literal(usize),
    /// Nothing.
    None,
}

impl ImageTemplate {
    /// Writes the text to `line`, calling `fill` for every hole.
    #[inline(always)]
    pub(super) fn add_to(&self, line: &mut Line<'_>, mut fill: impl FnMut(Hole, &mut Line<'_>)) {
        for (text, hole) in &self.pieces {
            line.short(text);
            fill(*hole, line);
        }
    }

    /// This template with `text` at its end.
    #[inline(never)]
    pub(super) fn text(mut self, mut text: &[u8]) -> Self {
        if let Some((last, Hole::None)) = self.pieces.last_mut() {
            text = last.fill(text);
        }
        while !text.is_empty() {
            let mut piece = Short::default();
            text = piece.fill(text);
            self.pieces.push((piece, Hole::None));
        }
        self
    }

    /// This template with `hole` at its end.
    pub(super) fn hole(mut self, hole: Hole) -> Self {
        match self.pieces.last_mut() {
            Some((_, last @ Hole::None)) => *last = hole,
            _ => self.pieces.push((Short::default(), hole)),
        }
        self
    }
}
