//! The words that a query searches.

use super::fault::{Fault, ParameterError};
use crate::fold;

/// Most characters of a searched text.
const MAX_LENGTH: usize = 256;

/// Most different words of it, because each costs a pass over the images.
const MAX_WORDS: usize = 16;

/// Returns the distinct words of `text`, the value of the parameter `name`, in its order; none if there is no value. Adds an
/// error if there is too much of it.
#[inline(never)]
pub(super) fn words(name: &'static str, text: Option<&str>, errors: &mut Vec<ParameterError>) -> Vec<String> {
    let Some(text) = text else { return Vec::new() };
    if text.chars().nth(MAX_LENGTH).is_some() {
        errors.push(ParameterError::new(name, text, Fault::LongText(MAX_LENGTH)));
        return Vec::new();
    }
    let mut words: Vec<String> = Vec::new();
    for word in fold::words(text) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > MAX_WORDS {
        errors.push(ParameterError::new(name, text, Fault::ManyWords(MAX_WORDS)));
    }
    words
}
