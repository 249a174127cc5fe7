//! Measures the engine: natively, and in a browser beside other engines that do the same work. The machine may be busy, so
//! engines have their turns one after the other in the same page, and what is judged are medians.

pub(in crate::bench) mod figures;
mod limits;
mod page;
mod report;

use std::path::Path;

use crate::build::{self, Mode, progress};
use crate::command::{cargo, told};
use crate::needs;
use crate::outcome::{During, Outcome};
use crate::tree;

use self::figures::Figures;

/// The site whose file is weighed.
const WEIGHED: &str = "usual-200.site";

/// `cargo xtask bench engine`.
pub(crate) fn run() -> Outcome {
    needs::browser()?;
    needs::wasm_target()?;
    needs::std_source()?;
    let folder = tree::root("target/bench");
    progress("page", || page::lay_down(&folder))?;
    let native = progress("native", || natively(&folder))?;
    let browser = progress("browser", || in_browser(&folder))?;
    let figures = Figures::read(&native, &browser)?;
    report::print(&figures, &weigh(&folder.join(WEIGHED))?)?;
    let missed = limits::missed(&figures)?;
    if missed.is_empty() { Ok(()) } else { Err(missed.join("\n")) }
}

/// Also makes the sites that the page measures.
fn natively(folder: &Path) -> Outcome<String> {
    let words = ["run", "--quiet", "--release", "--package", "parlor-engine", "--example", "bench", "--"];
    told(cargo(&words).arg(folder))
}

fn in_browser(folder: &Path) -> Outcome<String> {
    told(cargo(&["run", "--quiet", "--package", "parlor-tests", "--bin", "bench", "--"]).arg(folder))
}

/// Bytes of a file.
struct Weight {
    raw: usize,
    brotli: usize,
}

fn weigh(path: &Path) -> Outcome<Weight> {
    let bytes = tree::read(path)?;
    let brotli = build::brotli(&bytes, Mode::Shipped).at(path)?.len();
    Ok(Weight { raw: bytes.len(), brotli })
}
