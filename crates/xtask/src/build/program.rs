//! Compiles a program for browsers and makes its glue.

use std::path::PathBuf;
use std::process::Command;

use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use super::optimise::optimised;
use super::stamp::Stamp;
use super::{Mode, progress};
use crate::command::{cargo, run};
use crate::needs::{self, WASM};
use crate::outcome::Outcome;
use crate::tree;

/// A program that runs in browsers.
pub(crate) struct Program {
    /// The start of its files' names.
    pub(crate) name: &'static str,
    package: &'static str,
    source: &'static str,
    /// The functions that lead to what is fetched later, if anything is.
    pub(crate) gates: &'static [&'static str],
}

/// The cargo profile of what ships.
const PROFILE: &str = "browser";

pub(crate) const WIDGET: Program = Program { name: "widget", package: "parlor-widget", source: "widget", gates: &WIDGET_GATES };
pub(crate) const CONSOLE: Program = Program { name: "console", package: "parlor-console", source: "crates/console", gates: &[] };

/// What is not called before the widget's shell has its rest.
const WIDGET_GATES: [&str; 5] = [
    "parlor_widget::ui::app::draw",
    "<parlor_engine::visit::Visit>::take_wish",
    "<parlor_widget::shell::Shell>::identify",
    "<parlor_widget::shell::Shell>::ask_facts",
    "<parlor_widget::shell::Shell>::complain",
];

/// What both programs are made of.
const SHARED: [&str; 6] =
    ["Cargo.toml", "Cargo.lock", "crates/domain", "crates/engine", "crates/wire", "crates/xtask/src/build/program.rs"];

/// Panics without their texts, formatting without `Debug`: what a visitor would download and never see. Inlining a little more and
/// sinking nothing was measured to come out smallest.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none \
    -Cllvm-args=--inline-threshold=10 -Cllvm-args=--sink-common-insts=false";

/// Where the table of functions begins: so high that hardly any other number is one of its places, and `table::clear` sees which are used.
const TABLE: &str = "-Clink-arg=--table-base=5000";

/// Branches stay branches: two values of which one is chosen are hardly ever both worked out.
const BRANCHES: &str = "-Cllvm-args=--two-entry-phi-node-folding-threshold=1";

/// Has cargo make everything small, the standard library too. Its own folder, because other flags would throw away what every other
/// build has made.
fn made_small(cargo: &mut Command) -> PathBuf {
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", SMALL);
    tree::root("target/browser-std")
}

/// An example of the engine, compiled and optimised as the widget is.
pub(crate) fn example(name: &str) -> Outcome<Vec<u8>> {
    let mut cargo = cargo(&["rustc", "--package", "parlor-engine", "--example", name, "--profile", PROFILE, "--target", WASM]);
    let target = made_small(&mut cargo);
    cargo.arg("--target-dir").arg(&target).args(["--", TABLE, BRANCHES]);
    run(&mut cargo)?;
    optimised(&tree::read(&target.join(WASM).join(PROFILE).join("examples").join(format!("{name}.wasm")))?)
}

/// The linker writes down what refers to what, by which `split` goes.
const REFERENCES: &str = "-Clink-arg=--emit-relocs";

impl Program {
    /// The module as the linker wrote it.
    pub(crate) fn linked(&self, mode: Mode) -> PathBuf {
        self.made(mode).0.with_extension("linked")
    }

    /// The module and its glue, as wasm-bindgen made them.
    pub(crate) fn made(&self, mode: Mode) -> (PathBuf, PathBuf) {
        let folder = tree::root("target/assets").join(mode.name());
        (folder.join(format!("{}_bg.wasm", self.name)), folder.join(format!("{}.js", self.name)))
    }

    pub(crate) fn build(&self, mode: Mode) -> Outcome {
        let (module, glue) = self.made(mode);
        let compiler = needs::rustc(&["-vV"]).unwrap_or_default();
        let inputs = [&SHARED[..], &[self.source]].concat();
        let stamp = Stamp::of(module.with_extension("stamp"), &inputs, &[&compiler, mode.name()])?;
        if stamp.is_fresh(&[&module, &glue]) {
            return Ok(());
        }
        progress(self.name, || self.bind(self.compile(mode)?, mode))?;
        stamp.keep()
    }

    fn compile(&self, mode: Mode) -> Outcome<PathBuf> {
        let (profile, folder) = match mode {
            Mode::Shipped => (PROFILE, PROFILE),
            Mode::Dev => ("dev", "debug"),
        };
        let shipped = mode == Mode::Shipped;
        let mut cargo = cargo(&["rustc", "--package", self.package, "--profile", profile, "--target", WASM]);
        let target = if shipped { made_small(&mut cargo) } else { tree::root("target") };
        cargo.arg("--target-dir").arg(&target);
        if shipped {
            cargo.args(["--", TABLE, BRANCHES]);
        }
        if shipped && !self.gates.is_empty() {
            cargo.arg(REFERENCES);
        }
        run(&mut cargo)?;
        Ok(target.join(WASM).join(folder).join(format!("{}.wasm", self.package)))
    }

    fn bind(&self, compiled: PathBuf, mode: Mode) -> Outcome {
        let (module, _) = self.made(mode);
        tree::write(&self.linked(mode), tree::read(&compiled)?)?;
        Bindgen::new()
            .input_path(compiled)
            .out_name(self.name)
            .web(true)
            .and_then(|bindgen| {
                bindgen
                    .typescript(false)
                    .encode_into(EncodeInto::Always)
                    .omit_default_module_path(true)
                    // The linker knows functions by the names that they have.
                    .demangle(false)
                    // Names put the functions of one that is optimised in order, and go then.
                    .remove_producers_section(mode == Mode::Shipped)
                    .generate(module.with_file_name(""))
            })
            .map_err(|problem| format!("wasm-bindgen for {}: {problem:#}", self.name))
    }
}
