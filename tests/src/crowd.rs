//! A crowd over the demo's website: each visitor's script is made by chance and walked by the native engine, which says
//! what is to be seen after every step and what the log must hold in the end.

mod act;
mod browsing;
mod counted;
mod expected;
mod logged;
mod world;

use parlor_domain::form::Form;
use parlor_domain::ids::VisitorId;
use parlor_domain::memory::Memory;

pub use act::Step;
pub use counted::counted;
pub use logged::rows;
pub use world::World;

/// What one visitor does, sees and leaves behind.
pub struct Story {
    /// Who it is, so that chance falls alike in browser and engine.
    pub memory: Memory,
    /// What is done, and what is to be seen after it.
    pub steps: Vec<(Step, Seen)>,
    /// What the log must hold of it, sorted.
    pub rows: Vec<String>,
}

impl Story {
    /// The visitor.
    pub fn visitor(&self) -> VisitorId {
        self.memory.visitor
    }

    /// The memory as the loader keeps it: one character for each byte.
    pub fn stored(&self) -> String {
        self.memory.to_bytes().into_iter().map(char::from).collect()
    }
}

/// What is to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How the frame's box is: `none`, `teaser`, `panel` or `popup`.
    pub mode: &'static str,
    /// What was said last, without blanks; `None` if that is not to be compared.
    pub last: Option<String>,
    /// What was said last by the flow in the page's own element, without blanks (W10).
    pub inside: Option<String>,
}

/// Chance that is the same every time.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % most.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn bytes(&mut self) -> [u8; 10] {
        std::array::from_fn(|_| self.below(256) as u8)
    }
}
