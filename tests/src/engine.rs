//! The engine as a WebAssembly module of its own, without imports: `crates/engine/examples/probe.rs`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The workspace's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// Builds the module once; its own target folder, so that it waits for no other build.
pub fn module() -> &'static PathBuf {
    static MODULE: OnceLock<PathBuf> = OnceLock::new();
    MODULE.get_or_init(|| {
        let target = root().join("target/probe");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--release", "--package", "parlor-engine", "--example", "probe"])
            .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
            .arg(&target)
            .current_dir(root())
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the probe can't be built");
        target.join("wasm32-unknown-unknown/release/examples/probe.wasm")
    })
}
