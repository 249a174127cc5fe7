//! Compresses ahead of time, so that the server never has to.

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::Mode;
use crate::outcome::{During, Outcome};
use crate::tree;

/// Writes `FILE.br` and `FILE.gz` beside a file.
pub(crate) fn beside(path: &Path, mode: Mode) -> Outcome {
    let bytes = tree::read(path)?;
    tree::write(&with_suffix(path, ".br"), brotli(&bytes, mode).at(path)?)?;
    tree::write(&with_suffix(path, ".gz"), gzip(&bytes).at(path)?)
}

/// The path of a compressed file.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn brotli(bytes: &[u8], mode: Mode) -> std::io::Result<Vec<u8>> {
    let quality = match mode {
        Mode::Shipped => 11,
        // A program for development is megabytes large, and nobody waits for it over a network.
        Mode::Dev => 1,
    };
    let parameters = brotli::enc::BrotliEncoderParams { quality, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
