//! What must be on the machine, and how it gets there.

use std::path::{Path, PathBuf};

use crate::command::{answer, cargo, program, run};
use crate::outcome::{During, Outcome};
use crate::tree;

/// The target that browsers run.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The version is fixed so that every machine judges alike.
const CARGO_DENY: &str = "0.20.2";
const GECKODRIVER: &str = "0.37.1";

/// Rust's standard library for WebAssembly.
pub(crate) fn wasm_target() -> Outcome {
    let folder = rustc(&["--print", "target-libdir", "--target", WASM]);
    get_from_rustup(folder.as_deref(), &["target", "add", WASM])
}

/// The source of Rust's standard library, to build it for size.
pub(crate) fn std_source() -> Outcome {
    let folder = rustc(&["--print", "sysroot"]).map(|sysroot| sysroot + "/lib/rustlib/src/rust/library");
    get_from_rustup(folder.as_deref(), &["component", "add", "rust-src"])
}

/// What the compiler says about itself.
pub(crate) fn rustc(arguments: &[&str]) -> Option<String> {
    answer(&mut program(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()), arguments))
}

fn get_from_rustup(folder: Option<&str>, arguments: &[&str]) -> Outcome {
    if folder.is_some_and(|folder| Path::new(folder).is_dir()) {
        return Ok(());
    }
    run(&mut program("rustup", arguments)).map_err(|problem| {
        format!(
            "{problem}\nThe build needs `rustup {}`. Run it where rustup reaches its server, or set RUSTC to a compiler of \
             the same version as cargo that has {WASM} and the source of its standard library (Debian: rustc-web and \
             rust-web-src).",
            arguments.join(" ")
        )
    })
}

/// The folder of a package from npm, in this version; fetched once.
pub(crate) fn npm_package(name: &str, version: &str) -> Outcome<PathBuf> {
    let folder = tree::root("target").join(format!("{name}-{version}"));
    let package = folder.join("node_modules").join(name);
    if !package.join("package.json").exists() {
        std::fs::create_dir_all(&folder).at(&folder)?;
        let wanted = format!("{name}@{version}");
        let words =
            ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional", "--prefix", ".", &wanted];
        run(program("npm", &words).current_dir(&folder))
            .map_err(|problem| format!("{problem}\nThe build needs node with npm, and npm a way to its registry."))?;
    }
    Ok(package)
}

/// Chromium and its driver, from Debian.
pub(crate) fn browser() -> Outcome {
    if has("chromium") && has("chromedriver") { Ok(()) } else { debian(&["chromium", "chromium-driver"]) }
}

/// Firefox, from Debian, and its driver, which Debian doesn't have.
pub(crate) fn firefox() -> Outcome {
    if !has("firefox-esr") {
        debian(&["firefox-esr"])?;
    }
    if has("geckodriver") { Ok(()) } else { compiled("geckodriver", GECKODRIVER) }
}

/// Installs packages of Debian's.
fn debian(packages: &[&str]) -> Outcome {
    let fix = |problem| format!("{problem}\nThe tests need browsers: install {} (as Debian names them).", packages.join(" and "));
    run(&mut as_root(&["apt-get", "update"])).map_err(fix)?;
    run(&mut as_root(&[&["apt-get", "install", "--yes", "--no-install-recommends"], packages].concat())).map_err(fix)
}

/// The judge of licences and sources.
pub(crate) fn cargo_deny() -> Outcome {
    if answer(&mut cargo(&["deny", "--version"])).is_some() {
        return Ok(());
    }
    compiled("cargo-deny", CARGO_DENY)
}

/// Installs a program from its source. It isn't optimised: what is asked of it takes seconds all the same, and it is there in half the time.
fn compiled(name: &str, version: &str) -> Outcome {
    println!("{name} … compiled once, takes minutes");
    run(&mut cargo(&["install", "--locked", "--debug", name, "--version", version]))
        .map_err(|problem| format!("{problem}\nInstall it by hand: cargo install --locked {name} --version {version}"))
}

fn has(name: &str) -> bool {
    answer(&mut program(name, &["--version"])).is_some()
}

fn as_root(words: &[&str]) -> std::process::Command {
    let root = answer(&mut program("id", &["-u"])).as_deref() == Some("0");
    let words = if !root && has("sudo") { [&["sudo"], words].concat() } else { words.to_vec() };
    let mut command = program(words[0], &words[1..]);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
