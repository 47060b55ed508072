//! Chance that is the same on every run: a seeded generator, and popularity after Zipf.

use fastrand::Rng;

/// A generator for one thing of a register, so that each can be made without those before it.
pub(super) fn dice(seed: u64, part: u64, index: usize) -> Rng {
    // Odd constants keep neighbours apart (they are those of SplitMix64).
    let mixed = seed
        .wrapping_add(part.wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_add((index as u64).wrapping_mul(0xBF58_476D_1CE4_E5B9));
    Rng::with_seed(mixed ^ (mixed >> 31))
}

/// Whether something that happens in so many of a hundred cases happens.
pub(super) fn percent(rng: &mut Rng, chance: u32) -> bool {
    rng.u32(..100) < chance
}

/// One of a list.
pub(super) fn one<'a, T>(rng: &mut Rng, list: &'a [T]) -> &'a T {
    &list[rng.usize(..list.len())]
}

/// Popularity after Zipf: place `n` is drawn about `1 / n` as often as the first.
pub(super) struct Zipf(Vec<f64>);

impl Zipf {
    pub(super) fn new(n_places: usize, exponent: f64) -> Self {
        let mut sum = 0.0;
        Self(
            (1..=n_places)
                .map(|place| {
                    sum += (place as f64).powf(-exponent);
                    sum
                })
                .collect(),
        )
    }

    pub(super) fn draw(&self, rng: &mut Rng) -> usize {
        let all = self.0.last().expect("there is something to draw from");
        let point = rng.f64() * all;
        self.0
            .partition_point(|sum| *sum < point)
            .min(self.0.len() - 1)
    }
}
