//! Pages of lists.

use std::{borrow::Cow, ops::Range};

use super::{
    fault::{Fault, ParameterError, checked},
    lax_integer::LaxInteger,
};

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Number of entries before it.
    pub offset: LaxInteger,
    /// Most entries that it holds; all if `None`.
    pub limit: Option<LaxInteger>,
}

impl Page {
    /// Parses `limit` and `offset`. Adds an error for each that is invalid, and returns the first page then.
    pub(super) fn parse(
        limit: Option<Cow<'_, str>>,
        offset: Option<Cow<'_, str>>,
        errors: &mut Vec<ParameterError>,
    ) -> Self {
        let limit = limit.and_then(|limit| checked(integer("limit", &limit, 1), errors));
        let offset = offset.and_then(|offset| checked(integer("offset", &offset, 0), errors));
        Self { offset: offset.unwrap_or_else(LaxInteger::zero), limit }
    }

    /// The indexes of this page in a list of `total` entries.
    pub(crate) fn of(&self, total: usize) -> Range<usize> {
        let start = self.offset.saturated().min(total);
        let limit = self.limit.as_ref().map_or(usize::MAX, LaxInteger::saturated);
        start..start.saturating_add(limit).min(total)
    }
}

/// Parses the value `input` of `parameter`, which is at least `minimum`.
pub(super) fn integer(parameter: &'static str, input: &str, minimum: u8) -> Result<LaxInteger, ParameterError> {
    LaxInteger::parse(input, minimum).map_err(|fault| ParameterError::new(parameter, input, fault))
}

/// Parses the value `input` of `parameter`, which is at least `minimum` and at most `maximum`.
pub(super) fn bounded(
    parameter: &'static str,
    input: &str,
    minimum: u8,
    maximum: u32,
) -> Result<LaxInteger, ParameterError> {
    let integer = integer(parameter, input, minimum)?;
    match integer.digits().parse::<u32>() {
        Ok(number) if number <= maximum => Ok(integer),
        _ => Err(ParameterError::new(parameter, input, Fault::Above(maximum))),
    }
}
