//! libFuzzer's program: it hands the bytes that it makes up to a target. The environment says which, and where its seeds go.
#![no_main]

use std::env;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parlor_fuzz::{TARGETS, Target, dictionary, seeds};

/// The name of the target.
const TARGET: &str = "PARLOR_FUZZ_TARGET";
/// The folder of its corpus. It must be there; the dictionary comes to lie beside it.
const CORPUS: &str = "PARLOR_FUZZ_CORPUS";

static RUN: LazyLock<Target> = LazyLock::new(|| {
    let name = env::var(TARGET).unwrap_or_default();
    let found = TARGETS.into_iter().find(|(other, _)| *other == name);
    found.unwrap_or_else(|| panic!("{TARGET} names no target: `{name}`")).1
});

// libFuzzer reads corpus and dictionary after this.
fuzz_target!(
    init: {
        if let (Ok(target), Ok(corpus)) = (env::var(TARGET), env::var(CORPUS)) {
            plant(&target, Path::new(&corpus)).expect("the corpus' folder can be written to");
        }
    },
    |bytes: &[u8]| RUN(bytes)
);

fn plant(target: &str, corpus: &Path) -> std::io::Result<()> {
    for (number, seed) in seeds(target).iter().enumerate() {
        fs::write(corpus.join(format!("seed-{number}")), seed)?;
    }
    fs::write(corpus.with_extension("dict"), dictionary(target))
}
