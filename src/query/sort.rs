//! The order that a query asks for.

use std::borrow::Cow;

use super::{
    fault::{Fault, ParameterError, checked},
    page::bounded,
};

/// An order of images. Images that are equal in it are in the order of [`Sort::Spec`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By spec, language and library.
    #[default]
    Spec,
    /// Highest quality first, none last.
    Quality,
    /// Latest first, without a time last.
    Newest,
    /// Shuffled by this seed.
    Random(u32),
    /// By the places of the words that are searched.
    Relevance,
}

/// Names of all orders.
pub(super) const ALL: &[&str] = &["spec", "quality", "newest", "random", "relevance"];

/// Names of the orders for lists that are not searched.
pub(super) const WITHOUT_WORDS: &[&str] = &["spec", "quality", "newest", "random"];

impl Sort {
    /// Parses the name of an order, one of `allowed`. `random` needs a seed; other orders ignore it.
    pub(super) fn parse(
        name: Option<Cow<'_, str>>,
        seed: Option<Cow<'_, str>>,
        allowed: &'static [&'static str],
        errors: &mut Vec<ParameterError>,
    ) -> Self {
        let Some(name) = name else { return Self::default() };
        match &*name {
            name if !allowed.contains(&name) => {
                errors.push(ParameterError::new("sort", name, Fault::NotOneOf(allowed)));
                Self::default()
            }
            "quality" => Self::Quality,
            "newest" => Self::Newest,
            "random" => {
                let seed = match seed {
                    Some(seed) => bounded("seed", &seed, 0, u32::MAX),
                    None => Err(ParameterError { parameter: "seed".into(), input: None, fault: Fault::NoSeed }),
                };
                checked(seed, errors).map_or_else(Self::default, |seed| Self::Random(seed.saturated() as u32))
            }
            "relevance" => Self::Relevance,
            _ => Self::Spec,
        }
    }
}
