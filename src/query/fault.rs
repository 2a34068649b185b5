//! Faults of parameters.

use std::borrow::Cow;

/// Error of a parameter with an invalid value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    /// Name of the parameter.
    pub parameter: Cow<'static, str>,
    /// The decoded value, or the part of it that is wrong; `None` if no single value is.
    pub input: Option<String>,
    /// Its fault.
    pub fault: Fault,
}

/// Fault of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not an integer.
    NotAnInteger,
    /// It has more digits than Python converts.
    TooLong,
    /// It is less than this.
    Below(u8),
    /// It is more than this.
    Above(u32),
    /// It is none of these.
    NotOneOf(&'static [&'static str]),
    /// The name of the parameter is a prefix without one of these after it.
    NotNamedAfter(&'static [&'static str]),
    /// It is missing, and the order `random` needs it.
    NoSeed,
    /// The text has more than this number of characters.
    LongText(usize),
    /// The text has more than this number of different words.
    ManyWords(usize),
    /// There are more than this number of different groups.
    ManyGroups(usize),
    /// More than this number of values are excluded.
    ManyExclusions(usize),
}

impl ParameterError {
    /// The error of the value `input` of `parameter`.
    pub(super) fn new(parameter: impl Into<Cow<'static, str>>, input: &str, fault: Fault) -> Self {
        Self { parameter: parameter.into(), input: Some(input.to_owned()), fault }
    }
}

/// The value, if it is valid. Keeps its error otherwise.
pub(super) fn checked<T>(result: Result<T, ParameterError>, errors: &mut Vec<ParameterError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}
