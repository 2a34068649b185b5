//! Decomposition of single characters. The worker uses the runtime's own, because the tables of Unicode would be a fifth of
//! its size.

/// Calls `add` with each character of the NFKD of `source` in lower case. Leaves out marks. Replaces characters that are
/// no letters and no digits with spaces, unless they are ASCII.
#[inline(always)]
pub(super) fn of(source: char, mut add: impl FnMut(char)) {
    if source.is_ascii() { add(source.to_ascii_lowercase()) } else { decompose(source, add) }
}

#[cfg(not(target_arch = "wasm32"))]
fn decompose(source: char, mut add: impl FnMut(char)) {
    use unicode_normalization::char::{decompose_compatible, is_combining_mark};

    decompose_compatible(source, |letter| match letter {
        mark if is_combining_mark(mark) => {}
        letter if letter.is_alphanumeric() => letter.to_lowercase().for_each(&mut add),
        _ => add(' '),
    });
}

#[cfg(target_arch = "wasm32")]
fn decompose(source: char, add: impl FnMut(char)) {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen(module = "/src/fold/decomposition.js")]
    extern "C" {
        fn decomposition(source: char) -> String;
    }
    decomposition(source).chars().for_each(add);
}
