//! Full case folding, as far as it differs from lower case.

/// Calls `add` with each letter of the case folding of `letter`, which is in lower case.
#[inline(always)]
pub(super) fn fold(letter: char, mut add: impl FnMut(char)) {
    if letter.is_ascii() {
        return add(letter);
    }
    let code = u32::from(letter);
    let folded = match letter {
        'ß' => return ['s', 's'].into_iter().for_each(add),
        'ς' => 'σ' as u32,
        // The folding of Cherokee is upper case, because its lower case was added later.
        'ᏸ'..='ᏽ' => code - 0x8,
        'ꭰ'..='ꮿ' => code - 0x97d0,
        'ᲀ'..='ᲈ' => CYRILLIC[(code - 'ᲀ' as u32) as usize] as u32,
        _ => code,
    };
    add(char::from_u32(folded).unwrap_or(letter));
}

/// The usual forms of the old Cyrillic letters from U+1C80 on.
const CYRILLIC: [char; 9] = ['в', 'д', 'о', 'с', 'т', 'т', 'ъ', 'ѣ', 'ꙋ'];
