//! Choice of the libraries that implement each spec.

use std::cmp::Ordering;

use super::libraries::{ADOPTION_OF, Entry};
use super::rng::Rng;

/// Smallest number of images of a spec, if the catalogue is large enough.
const FEWEST_IMAGES: u32 = 6;

/// Chooses the libraries with an image of each spec: a number for each spec, with a bit for each library. `images` bits
/// are set in all.
pub(super) fn adoption(images: u64, libraries: &[Entry], rng: &mut Rng) -> Vec<u32> {
    let bits_per_real_spec: u64 = libraries.iter().map(|library| library.adoption).sum();
    let specs = (images * ADOPTION_OF).div_ceil(bits_per_real_spec);
    let mut takers: Vec<u32> = (0..specs).map(|_| takers_of_a_spec(libraries, rng)).collect();

    // The draws come close to `images`. Single images are added or removed, spec by spec, until the number is right.
    let fewest = FEWEST_IMAGES.min(images.checked_div(specs).unwrap_or(0) as u32);
    let mut total: u64 = takers.iter().map(|bits| u64::from(bits.count_ones())).sum();
    let mut place = 0;
    while total != images {
        let bits = &mut takers[place];
        let library = 1 << rng.below(libraries.len() as u64);
        match total.cmp(&images) {
            Ordering::Less if *bits & library == 0 => {
                *bits |= library;
                total += 1;
            }
            Ordering::Greater if *bits & library != 0 && bits.count_ones() > fewest => {
                *bits &= !library;
                total -= 1;
            }
            _ => {}
        }
        place = (place + 1) % takers.len();
    }
    takers
}

/// Draws the libraries of a spec. Each established library decides independently. The newer ones share one draw, so a
/// spec that one of them implements is implemented by all that are adopted more widely.
fn takers_of_a_spec(libraries: &[Entry], rng: &mut Rng) -> u32 {
    let call = rng.below(ADOPTION_OF);
    libraries.iter().enumerate().fold(0, |bits, (place, library)| {
        let draw = if library.is_established() { rng.below(ADOPTION_OF) } else { call };
        bits | u32::from(draw < library.adoption) << place
    })
}
