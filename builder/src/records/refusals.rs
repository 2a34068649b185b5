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

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(number: usize) -> Refusal {
        Refusal { table: "specs", key: format!("s{number}"), column: "title".into(), reason: "is NULL".into() }
    }

    #[test]
    fn all_cells_are_counted_and_the_first_are_shown() {
        for (count, head, lines, tail) in [
            (2, "2 cells cannot be exported", 2, None),
            (excerpt::SHOWN, "20 cells cannot be exported", 20, None),
            (excerpt::SHOWN + 1, "21 cells cannot be exported", 20, Some("  and 1 more")),
            (1_200, "1,200 cells cannot be exported", 20, Some("  and 1,180 more")),
        ] {
            let mut refusals = Refusals::default();
            (0..count).for_each(|number| refusals.add(refusal(number)));
            assert!(refusals.first.len() <= excerpt::SHOWN, "{}", refusals.first.len());
            let cells = (0..lines).map(|number| format!("  specs 's{number}', column title: is NULL"));
            let expected: Vec<String> =
                std::iter::once(head.to_owned()).chain(cells).chain(tail.map(Into::into)).collect();
            let text = refusals.into_result().err().map(|refusals| refusals.to_string());
            assert_eq!(text, Some(expected.join("\n")));
        }
    }

    #[test]
    fn one_cell_is_told_on_one_line_and_none_is_no_error() {
        let mut refusals = Refusals::default();
        refusals.add(refusal(7));
        assert_eq!(refusals.to_string(), "specs 's7', column title: is NULL");
        assert_eq!(Refusals::from(refusal(7)).to_string(), "specs 's7', column title: is NULL");
        assert_eq!(Failure::from(refusal(7)).to_string(), "specs 's7', column title: is NULL");
        assert!(Refusals::default().into_result().is_ok());
    }
}
