//! Storms: whatever the network does, in the end the server has everything that was done, once and in order (A10, A11, A13).

use proptest::collection::vec;
use proptest::prelude::*;

use super::world::World;

/// What somebody does, in one of two tabs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// So many milliseconds pass.
    Pass(u32),
    /// So many things are done at once, with long texts or without.
    Does(usize, u32, bool),
    /// The page says who the visitor is.
    Identifies(usize),
    Hides(usize),
    Shows(usize),
    Reloads(usize),
    GoesBack(usize),
    /// The connection comes or goes.
    Connection(bool),
}

/// Chance that is the same for the same seed.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as i64
    }

    pub(super) fn one_in(&mut self, end: i64) -> bool {
        self.below(end) == 0
    }
}

fn step() -> impl Strategy<Value = Step> {
    let tab = || 0..2usize;
    prop_oneof![
        6 => (0u32..15_000).prop_map(Step::Pass),
        3 => (0u32..60).prop_map(Step::Pass),
        8 => (tab(), 1u32..4).prop_map(|(tab, count)| Step::Does(tab, count, false)),
        1 => (tab(), 1u32..150, any::<bool>()).prop_map(|(tab, count, large)| Step::Does(tab, count, large)),
        1 => tab().prop_map(Step::Identifies),
        2 => tab().prop_map(Step::Hides),
        2 => tab().prop_map(Step::Shows),
        2 => tab().prop_map(Step::Reloads),
        1 => tab().prop_map(Step::GoesBack),
        1 => Just(Step::Connection(false)),
        2 => Just(Step::Connection(true)),
    ]
}

proptest! {
    #[test]
    fn a10_a11_a13_after_a_storm_everything_is_stored_once_and_in_order(
        seed in any::<u64>(),
        has_locks in any::<bool>(),
        steps in vec(step(), 1..60),
    ) {
        let mut world = World::new(Chance(seed), has_locks);
        for step in &steps {
            world.step(step);
        }
        world.heal();
        world.check_end();
    }
}
