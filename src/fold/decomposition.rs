//! NFKD of single characters, without marks. The worker uses the runtime's own, because the tables of a library would be
//! a fifth of its size.

/// Calls `add` with each character of the NFKD of `source` that is not a mark.
#[inline(always)]
pub(super) fn of(source: char, mut add: impl FnMut(char)) {
    if source.is_ascii() { add(source) } else { decompose(source, add) }
}

#[cfg(not(target_arch = "wasm32"))]
fn decompose(source: char, mut add: impl FnMut(char)) {
    use unicode_normalization::char::{decompose_compatible, is_combining_mark};

    decompose_compatible(source, |letter| {
        if !is_combining_mark(letter) {
            add(letter);
        }
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
