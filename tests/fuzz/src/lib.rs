//! What is fuzzed. A target takes any bytes; it fails by a panic, or by taking too long or too much memory.

mod chance;
mod documents;
mod live;
mod markdown;
mod patterns;
mod seeds;
mod stored;
mod tokens;
mod walk;

pub use seeds::{dictionary, seeds};

/// Something that any bytes can be given to.
pub type Target = fn(&[u8]);

/// All targets, by the names under which `cargo xtask fuzz` knows them.
pub const TARGETS: [(&str, Target); 5] = [
    ("patterns", patterns::run),
    ("tokens", tokens::run),
    ("markdown", markdown::run),
    ("documents", documents::run),
    ("stored", stored::run),
];
