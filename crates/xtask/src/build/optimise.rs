//! Makes a module smaller than the compiler leaves it, with binaryen's `wasm-opt`.

use std::path::PathBuf;

use crate::command::{program, run};
use crate::needs;
use crate::outcome::Outcome;
use crate::tree;

/// The version is fixed so that every machine makes the same module.
const BINARYEN: &str = "132.0.0";

/// Taking the code apart and putting its branches and loops together anew comes out smaller than `-Oz` alone. Nothing lives in the
/// first kilobyte of memory, where the stack would end: so no address wraps around, and offsets may stand in loads and stores.
/// What is computed or held once instead of twice makes code shorter, but compresses worse. Functions that are alike have names
/// that are alike, and compress better side by side.
const PASSES: [&str; 9] = [
    "--low-memory-unused",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
    "--reorder-functions-by-name",
];

/// What the compiler uses of WebAssembly, and every browser of the last years runs.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The module, smaller.
pub(crate) fn optimised(module: &[u8]) -> Outcome<Vec<u8>> {
    let tool = wasm_opt()?;
    let (before, after) = (tree::root("target/assets/before.wasm"), tree::root("target/assets/after.wasm"));
    tree::write(&before, module)?;
    // The tool is WebAssembly itself, with a script around it.
    run(program("node", &[]).arg(tool).args(PASSES).args(FEATURES).arg(&before).arg("-o").arg(&after))?;
    tree::read(&after)
}

/// The tool, fetched once.
fn wasm_opt() -> Outcome<PathBuf> {
    Ok(needs::npm_package("binaryen", BINARYEN)?.join("bin/wasm-opt"))
}
