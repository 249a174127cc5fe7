//! Compresses ahead of time, so that the server never has to.

use std::io::Write;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Mode;
use crate::outcome::{During, Outcome};
use crate::tree;

/// Other ways for brotli to go about a file, of which one may come out smaller: how many distances have codes of their own, and the size of
/// a block as a power of two.
const WAYS: [(u32, i32); 4] = [(0, 16), (8, 0), (10, 17), (12, 0)];

/// Writes `FILE.br` and `FILE.gz` beside a file.
pub(crate) fn beside(path: &Path, mode: Mode) -> Outcome {
    put_beside(path, &brotli(&tree::read(path)?, mode).at(path)?)
}

/// The same for what is large: the other ways would take minutes, for nothing.
pub(crate) fn beside_at_once(path: &Path, mode: Mode) -> Outcome {
    let bytes = tree::read(path)?;
    put_beside(path, &brotli_with(&bytes, &parameters(&bytes, mode)).at(path)?)
}

fn put_beside(path: &Path, brotli: &[u8]) -> Outcome {
    tree::write(&with_suffix(path, ".br"), brotli)?;
    tree::write(&with_suffix(path, ".gz"), gzip(&tree::read(path)?).at(path)?)
}

/// The path of a compressed file.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// As small as it gets.
pub(crate) fn brotli(bytes: &[u8], mode: Mode) -> std::io::Result<Vec<u8>> {
    let mut parameters = parameters(bytes, mode);
    let mut smallest = brotli_with(bytes, &parameters)?;
    if mode == Mode::Shipped {
        for (direct, block) in WAYS {
            parameters.dist.num_direct_distance_codes = direct;
            parameters.lgblock = block;
            let other = brotli_with(bytes, &parameters)?;
            if other.len() < smallest.len() {
                smallest = other;
            }
        }
    }
    Ok(smallest)
}

fn parameters(bytes: &[u8], mode: Mode) -> BrotliEncoderParams {
    let quality = match mode {
        Mode::Shipped => 11,
        // A program for development is megabytes large, and nobody waits for it over a network.
        Mode::Dev => 1,
    };
    BrotliEncoderParams { quality, size_hint: bytes.len(), ..Default::default() }
}

fn brotli_with(bytes: &[u8], parameters: &BrotliEncoderParams) -> std::io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
