//! Rule: `sort=random` gives an order of the whole catalogue for each seed, the same for ever, and one that looks like
//! chance.

use catalog_edge::model::{Impl, Language, Library, Records, Spec};

use super::{built, filtered, images, open};

/// A catalogue of one image for each spec. Its rows are the numbers of the specs.
fn numbered(specs: usize) -> Records {
    let id = |number: usize| format!("{number:04}");
    let x = || "x".to_owned();
    Records {
        languages: vec![Language { id: x(), ..Language::default() }],
        libraries: vec![Library { id: x(), language: x(), ..Library::default() }],
        specs: (0..specs).map(|number| Spec { id: id(number), ..Spec::default() }).collect(),
        impls: (0..specs)
            .map(|number| Impl {
                spec: id(number),
                language: x(),
                library: x(),
                url_light: Some(x()),
                ..Impl::default()
            })
            .collect(),
        ..Records::default()
    }
}

/// The rows in the order of a seed.
type Order<'a> = &'a dyn Fn(u32) -> Vec<usize>;

/// The orders of the engine.
fn with_engine<T>(rows: usize, test: impl FnOnce(Order<'_>) -> T) -> T {
    let snapshot = built(&numbered(rows));
    let service = open(&snapshot);
    test(&|seed| {
        let query = format!("sort=random&seed={seed}&omit=counts,globalCounts,orCounts,specTitles");
        images(&filtered(&service, &query)).iter().map(|[spec, ..]| spec.parse().expect("a number")).collect()
    })
}

/// By how many standard deviations these events, of which all kinds should be equally frequent, exceed what chance does
/// (chi-square).
fn excess(events: impl Iterator<Item = usize>, kinds: usize) -> f64 {
    let mut counts = vec![0_u32; kinds];
    events.for_each(|kind| counts[kind] += 1);
    let expected = f64::from(counts.iter().sum::<u32>()) / kinds as f64;
    let square: f64 = counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
    (square - kinds as f64) / (2.0 * kinds as f64).sqrt()
}

/// The excess of places of each row, of rows that follow each other, and of places under one seed and the next.
fn excesses(order: Order<'_>, rows: usize, seeds: u32) -> [f64; 3] {
    let orders: Vec<Vec<usize>> = (0..seeds).map(order).collect();
    let places: Vec<Vec<usize>> = orders
        .iter()
        .map(|order| (0..rows).map(|row| order.iter().position(|other| *other == row).expect("all rows")).collect())
        .collect();
    // No row follows itself, so each has only the others.
    let pair = |pair: &[usize]| pair[0] * (rows - 1) + pair[1] - usize::from(pair[1] > pair[0]);
    let next = |seeds: &[Vec<usize>]| (0..rows).map(|row| seeds[0][row] * rows + seeds[1][row]).collect::<Vec<_>>();
    [
        excess(
            orders.iter().flat_map(|order| order.iter().enumerate().map(|(place, row)| row * rows + place)),
            rows * rows,
        ),
        excess(orders.iter().flat_map(|order| order.windows(2).map(pair)), rows * (rows - 1)),
        excess(places.windows(2).flat_map(next), rows * rows),
    ]
}

/// Beyond this many standard deviations, it is no chance.
const MOST: f64 = 4.0;

#[test]
fn random_orders_look_like_chance() {
    for (rows, seeds) in [(2, 4_000), (3, 4_000), (8, 4_000), (60, 1_000)] {
        let found = with_engine(rows, |order| excesses(order, rows, seeds));
        assert!(found.iter().all(|excess| *excess < MOST), "{rows} rows: {found:?}");
    }
}

#[test]
fn every_seed_gives_an_order_of_all_rows() {
    for rows in [0, 1, 2, 3, 500] {
        with_engine(rows, |order| {
            for seed in [0, 1, 2, 36, 1 << 16, u32::MAX / 2, u32::MAX - 1, u32::MAX] {
                let mut found = order(seed);
                assert!(rows < 500 || !found.is_sorted(), "{seed}");
                found.sort_unstable();
                assert_eq!(found, (0..rows).collect::<Vec<_>>(), "{seed}");
            }
        });
    }
}

/// Clients keep seeds in addresses, so an order must never change.
#[test]
fn orders_are_those_recorded() {
    let recorded = [
        (0, [6, 2, 10, 8, 9, 4, 0, 7, 5, 11, 3, 1]),
        (1, [10, 4, 1, 3, 7, 11, 6, 8, 9, 0, 5, 2]),
        (2, [8, 6, 4, 10, 2, 1, 11, 5, 7, 0, 9, 3]),
        (36, [0, 10, 2, 5, 9, 11, 7, 1, 6, 3, 8, 4]),
        (65536, [7, 2, 1, 5, 0, 9, 6, 8, 3, 10, 11, 4]),
        (2147483648, [11, 4, 7, 3, 9, 6, 0, 8, 10, 1, 2, 5]),
        (4294967295, [11, 3, 8, 9, 5, 7, 0, 2, 6, 1, 10, 4]),
    ];
    with_engine(12, |order| {
        for (seed, expected) in recorded {
            assert_eq!(order(seed), expected, "{seed}");
        }
    });
    // The same records, opened again.
    with_engine(12, |order| assert_eq!(order(36), recorded[3].1));
}

/// The rows in the order of a key.
fn by_key(rows: usize, key: impl Fn(u32) -> u32) -> Vec<usize> {
    let mut order: Vec<u32> = (0..rows as u32).collect();
    order.sort_by_key(|row| (key(*row), *row));
    order.into_iter().map(|row| row as usize).collect()
}

/// A number that depends on all bits of another.
fn stirred(number: u32) -> u32 {
    let number = (u64::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (number ^ (number >> 32)) as u32
}

/// Swaps each row with any other, which is the best known wrong way to shuffle: some orders are more frequent.
fn swapped_with_any(rows: usize, seed: u32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    for place in 0..rows {
        order.swap(place, stirred(seed * rows as u32 + place as u32) as usize % rows);
    }
    order
}

#[test]
fn orders_that_are_no_chance_are_found_out() {
    const ROWS: usize = 8;
    let bad: [(&str, Order<'_>); 6] = [
        ("the default order", &|_| (0..ROWS).collect()),
        ("another first row for each seed", &|seed| (0..ROWS).map(|row| (row + seed as usize) % ROWS).collect()),
        ("each row swapped with any", &|seed| swapped_with_any(ROWS, seed)),
        ("keys that differ in the bits of the seed", &|seed| by_key(ROWS, |row| stirred(row) ^ seed)),
        ("multiples of the seed", &|seed| by_key(ROWS, |row| row.wrapping_mul(stirred(seed) | 1))),
        ("every second seed only", &|seed| by_key(ROWS, |row| stirred(row ^ stirred(seed / 2)))),
    ];
    for (name, order) in bad {
        let found = excesses(order, ROWS, 4_000);
        assert!(found.iter().any(|excess| *excess >= MOST), "{name}: {found:?}");
    }
    let good = excesses(&|seed| by_key(ROWS, |row| stirred(row ^ stirred(seed))), ROWS, 4_000);
    assert!(good.iter().all(|excess| *excess < MOST), "{good:?}");
}
