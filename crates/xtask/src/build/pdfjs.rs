//! PDF.js, which the viewer of documents loads (W22): fetched once, and packed once, because it is large and never changes.

use std::path::{Path, PathBuf};

use super::minify::{Script, minify};
use super::{Mode, compress, progress};
use crate::needs;
use crate::outcome::Outcome;
use crate::tree;

/// The version is fixed so that every machine ships the same. Library, worker and components only work in one version; the server's
/// page names what they are called.
const VERSION: &str = "5.4.296";

/// The build for browsers as old as those that the widget runs in. The components come from the other one: what they lack in
/// such a browser the library brings along.
const SCRIPTS: [(&str, &str); 3] = [
    ("pdf", "legacy/build/pdf.min.mjs"),
    ("pdf_worker", "legacy/build/pdf.worker.min.mjs"),
    ("pdf_viewer", "web/pdf_viewer.mjs"),
];

/// What some documents need besides, under the names by which PDF.js asks for it: the decoder of JPEG 2000, and the two fonts that
/// documents may leave out and no system has by itself.
const DATA: [(&str, &str); 3] = [
    ("openjpeg.wasm", "wasm/openjpeg.wasm"),
    ("FoxitDingbats.pfb", "standard_fonts/FoxitDingbats.pfb"),
    ("FoxitSymbol.pfb", "standard_fonts/FoxitSymbol.pfb"),
];

/// What the licence asks to be said wherever its text is.
const NOTICE: &str = "/*! PDF.js, Copyright Mozilla Foundation, Apache-2.0: https://www.apache.org/licenses/LICENSE-2.0 */\n";

/// A file as it ships, with its compressed forms beside it.
pub(crate) struct Part {
    /// Its name without the hash.
    pub(crate) name: &'static str,
    /// Its kind, as the end of its name.
    pub(crate) kind: &'static str,
    /// The name by which PDF.js asks for it, if it does.
    pub(crate) asked_as: Option<&'static str>,
    /// Where it is.
    pub(crate) path: PathBuf,
}

/// Everything of PDF.js that ships.
pub(crate) fn parts(mode: Mode) -> Outcome<Vec<Part>> {
    let package = needs::npm_package("pdfjs-dist", VERSION)?;
    let folder = tree::root(&format!("target/pdfjs-{VERSION}-{}", mode.name()));
    let script = |(name, from): (&'static str, &str)| -> Outcome<Part> {
        let path = folder.join(format!("{name}.js"));
        keep(&path, mode, || shipped(&tree::read_text(&package.join(from))?))?;
        Ok(Part { name, kind: "js", asked_as: None, path })
    };
    let data = |(asked_as, from): (&'static str, &str)| -> Outcome<Part> {
        let path = folder.join(asked_as);
        keep(&path, mode, || tree::read(&package.join(from)))?;
        let (name, kind) = asked_as.split_once('.').unwrap_or((asked_as, ""));
        Ok(Part { name, kind, asked_as: Some(asked_as), path })
    };
    SCRIPTS.into_iter().map(script).chain(DATA.into_iter().map(data)).collect()
}

/// What comes small is taken as it is.
fn shipped(script: &str) -> Outcome<Vec<u8>> {
    let is_small = script.lines().count() < 1_000;
    let small = if is_small { script.to_owned() } else { minify(script, Script::Module)? };
    Ok((NOTICE.to_owned() + &small).into_bytes())
}

fn keep(path: &Path, mode: Mode, make: impl FnOnce() -> Outcome<Vec<u8>>) -> Outcome {
    // Written last: that it is there says that all is.
    let last = compress::with_suffix(path, ".gz");
    if last.exists() {
        return Ok(());
    }
    tree::write(path, make()?)?;
    progress(&path.file_name().unwrap_or_default().to_string_lossy(), || compress::beside_at_once(path, mode))
}
