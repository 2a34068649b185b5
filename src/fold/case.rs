//! Full case folding of letters without marks.

/// Calls `add` with each letter of the case folding of `letter`, a letter of an NFKD text.
#[inline(always)]
pub(super) fn fold(letter: char, mut add: impl FnMut(char)) {
    if letter.is_ascii() {
        return add(letter.to_ascii_lowercase());
    }
    match letter {
        'ß' | 'ẞ' => {
            add('s');
            add('s');
        }
        'ς' => add('σ'),
        // The folding of Cherokee is upper case, because its lower case was added later.
        'Ꭰ'..='Ᏽ' => add(letter),
        'ᏸ'..='ᏽ' | 'ꭰ'..='ꮿ' | 'ᲀ'..='ᲈ' => {
            letter
                .to_uppercase()
                .for_each(|upper| if is_cherokee(upper) { add(upper) } else { lower(upper, &mut add) });
        }
        letter => lower(letter, &mut add),
    }
}

fn is_cherokee(letter: char) -> bool {
    ('Ꭰ'..='Ᏽ').contains(&letter)
}

fn lower(letter: char, add: &mut impl FnMut(char)) {
    letter.to_lowercase().for_each(add);
}
