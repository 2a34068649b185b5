//! Cells that cannot be part of a catalogue.

use std::fmt;

use catalog_edge::model::Refusal;

use crate::failure::{ExitCode, Failure};
use crate::terminal::excerpt;
use crate::terminal::format::grouped;

/// All cells of a catalogue that cannot be exported. One run reports them all, so that they can be corrected together.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    first: Vec<Refusal>,
    count: usize,
}

impl Refusals {
    pub(crate) fn add(&mut self, refusal: Refusal) {
        self.count += 1;
        if self.first.len() < excerpt::SHOWN {
            self.first.push(refusal);
        }
    }

    pub(crate) fn into_result(self) -> Result<(), Self> {
        if self.count == 0 { Ok(()) } else { Err(self) }
    }
}

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Self {
        Self { first: vec![refusal], count: 1 }
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ([only], 1) = (&*self.first, self.count) {
            return write!(f, "{only}");
        }
        write!(f, "{} cells cannot be exported", grouped(self.count as u64))?;
        excerpt::write(f, "  ", &self.first, self.count, "")
    }
}

impl std::error::Error for Refusals {}

impl From<Refusals> for Failure {
    fn from(error: Refusals) -> Self {
        Self::new(ExitCode::Data, error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Refusals::from(refusal).into()
    }
}
