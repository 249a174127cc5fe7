//! What `cargo xtask build` made for browsers: embedded, or given by a test.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use actix_web::web::Bytes;
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::encoding::Packed;
use crate::squeeze::hash_of;

#[derive(RustEmbed)]
#[folder = "../target/www"]
#[allow_missing = true]
struct Embedded;

/// Everything that browsers load and that is made when building.
pub struct Assets {
    files: HashMap<String, Packed>,
    /// The loader, with [`LOADER_TOKEN`] in it.
    pub(crate) loader: String,
    /// Names of files that change with their content.
    pub(crate) manifest: Manifest,
    /// The page that shows a document, with the tokens below in it.
    reader: String,
}

/// What stands in the loader in the place of a site's settings.
pub(crate) const LOADER_TOKEN: &str = "__PARLOR__";

/// What stands in the page that shows a document in the place of its address and its name.
const DOCUMENT_TOKEN: &str = "__DOCUMENT__";
const NAME_TOKEN: &str = "__NAME__";

/// Names below `assets/` that frame document and loader need.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) widget_js: String,
    pub(crate) widget_wasm: String,
    pub(crate) loader_rest: String,
}

/// The program was built without its assets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingAssets;

impl fmt::Display for MissingAssets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("This program was built without its assets: run cargo xtask build")
    }
}

impl std::error::Error for MissingAssets {}

impl Assets {
    /// Those that were embedded when the program was built.
    pub fn embedded() -> Result<Self, MissingAssets> {
        Self::of(Embedded::iter().filter_map(|name| Some((name.to_string(), bytes(Embedded::get(&name)?.data)))))
    }

    /// Those of a test: names like `assets/widget-1.js`, with compressed siblings `NAME.br` and `NAME.gz` or without.
    pub fn of(files: impl IntoIterator<Item = (String, Bytes)>) -> Result<Self, MissingAssets> {
        let raw: HashMap<String, Bytes> = files.into_iter().collect();
        let manifest = raw.get("manifest.json").ok_or(MissingAssets)?;
        let manifest = serde_json::from_slice(manifest).map_err(|_| MissingAssets)?;
        let text =
            |name: &str| raw.get(name).and_then(|text| std::str::from_utf8(text).ok()).map(str::to_owned).ok_or(MissingAssets);
        let (loader, reader) = (text("loader.js")?, text("read.html")?);
        let sibling = |name: &str, ending: &str| raw.get(&format!("{name}{ending}")).cloned();
        let files = raw.iter().filter(|(name, _)| !name.ends_with(".br") && !name.ends_with(".gz")).map(|(name, plain)| {
            let hash = hash_of(plain).to_string();
            let packed = Packed { hash, plain: plain.clone(), brotli: sibling(name, ".br"), gzip: sibling(name, ".gz") };
            (name.clone(), packed)
        });
        Ok(Self { files: files.collect(), loader, manifest, reader })
    }

    /// The page that shows a document: its name and address, ready to stand in HTML.
    pub(crate) fn reader(&self, name: &str, document: &str) -> Packed {
        let page = self.reader.replace(DOCUMENT_TOKEN, document).replace(NAME_TOKEN, name);
        Packed { hash: hash_of(page.as_bytes()).to_string(), plain: page.into(), brotli: None, gzip: None }
    }

    /// A file by its path in the folder.
    pub(crate) fn file(&self, path: &str) -> Option<&Packed> {
        self.files.get(path)
    }
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

/// The content type of a file by its name.
pub(crate) fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "txt" | "ts" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
