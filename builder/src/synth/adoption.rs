//! Which libraries implement which spec.

use super::libraries::{ADOPTION_OF, Entry};
use super::rng::Rng;

/// Fewest images of a spec, in a catalogue large enough.
const FEWEST_IMAGES: u32 = 6;

/// Which libraries have an image of which spec: a bit for each library, a number for each spec, `images` bits in all.
pub(super) fn adoption(images: u64, libraries: &[Entry], rng: &mut Rng) -> Vec<u32> {
    let bits_per_real_spec: u64 = libraries.iter().map(|library| library.adoption).sum();
    let specs = (images * ADOPTION_OF).div_ceil(bits_per_real_spec);
    let mut takers: Vec<u32> = (0..specs).map(|_| takers_of_a_spec(libraries, rng)).collect();

    // The draws come close to `images`; give or take single images, from spec to spec, until they are right.
    let fewest = FEWEST_IMAGES.min(images.checked_div(specs).unwrap_or(0) as u32);
    let mut total: u64 = takers.iter().map(|bits| u64::from(bits.count_ones())).sum();
    let mut place = 0;
    while total != images {
        let bits = &mut takers[place];
        let library = 1 << rng.below(libraries.len() as u64);
        if total < images && *bits & library == 0 {
            *bits |= library;
            total += 1;
        } else if total > images && *bits & library != 0 && bits.count_ones() > fewest {
            *bits &= !library;
            total -= 1;
        }
        place = (place + 1) % takers.len();
    }
    takers
}

/// The established libraries decide for themselves; the newer ones follow the same call: what one finds worth
/// implementing, so do all that are adopted more widely.
fn takers_of_a_spec(libraries: &[Entry], rng: &mut Rng) -> u32 {
    let call = rng.below(ADOPTION_OF);
    libraries.iter().enumerate().fold(0, |bits, (place, library)| {
        let draw = if library.is_established() { rng.below(ADOPTION_OF) } else { call };
        bits | u32::from(draw < library.adoption) << place
    })
}
