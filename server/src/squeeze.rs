//! Compresses what is made at run time: once for each content, and remembered.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use actix_web::web::{self, Bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use parlor_domain::site::FileHash;
use parlor_store::FileKind;
use sha2::{Digest, Sha256};

use crate::encoding::Packed;
use crate::failure::Failure;

/// Contents that are remembered; the ones made first go first.
const REMEMBERED: usize = 128;
/// Up to this size the smallest form is worth its time; above, most of the gain for a tenth of the time.
const SMALL: usize = 64 * 1024;
/// The quality for what is kept for a minute, where time counts more than the last bytes.
const QUICK: i32 = 5;

/// What a content is: the same address with another kind in it leads to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Loader,
    File(FileKind),
}

/// Compressed contents by their kind and hash.
#[derive(Default)]
pub(crate) struct Squeeze(Mutex<VecDeque<(Content, FileHash, Packed)>>);

impl Squeeze {
    /// The forms of a content whose hash is known, if they have been made.
    pub(crate) fn known(&self, kind: Content, hash: FileHash) -> Option<Packed> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(of, named, _)| (*of, *named) == (kind, hash)).map(|(_, _, packed)| packed.clone())
    }

    /// The forms of a content.
    pub(crate) async fn pack(&self, kind: Content, content: Vec<u8>) -> Result<Packed, Failure> {
        let hash = hash_of(&content);
        if let Some(packed) = self.known(kind, hash) {
            return Ok(packed);
        }
        let packed = web::block(move || pack(hash, content)).await.map_err(Failure::internal)?.map_err(Failure::internal)?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().all(|(of, named, _)| (*of, *named) != (kind, hash)) {
            all.truncate(REMEMBERED - 1);
            all.push_front((kind, hash, packed.clone()));
        }
        Ok(packed)
    }
}

/// The forms of a content that hardly anybody asks for again: nothing is remembered, and nothing makes room for it.
pub(crate) fn pack_once(content: Vec<u8>) -> Result<Packed, Failure> {
    compress(hash_of(&content), content, QUICK).map_err(Failure::internal)
}

/// What is made anew every minute, in its forms: for each place the last one alone, and nothing else makes room for it.
pub(crate) struct Latest<K>(Mutex<HashMap<K, Packed>>);

impl<K> Default for Latest<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Latest<K> {
    /// The forms of the content that is in this place now.
    pub(crate) fn pack(&self, place: K, content: Vec<u8>) -> std::io::Result<Packed> {
        let hash = hash_of(&content);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(packed) = all.get(&place).filter(|packed| packed.hash == hash.to_string()) {
            return Ok(packed.clone());
        }
        let packed = compress(hash, content, QUICK)?;
        all.insert(place, packed.clone());
        Ok(packed)
    }
}

/// The name of a content: the first sixteen bytes of its SHA-256.
pub(crate) fn hash_of(content: &[u8]) -> FileHash {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(content)[..16]);
    FileHash(short)
}

fn pack(hash: FileHash, content: Vec<u8>) -> std::io::Result<Packed> {
    let quality = if content.len() <= SMALL { 11 } else { 7 };
    compress(hash, content, quality)
}

fn compress(hash: FileHash, content: Vec<u8>, quality: i32) -> std::io::Result<Packed> {
    let window = content.len().next_power_of_two().ilog2().clamp(10, 22) as i32;
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: window, size_hint: content.len(), ..Default::default() };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut brotli, &parameters)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&content)?;
    Ok(Packed {
        hash: hash.to_string(),
        plain: Bytes::from(content),
        brotli: Some(Bytes::from(brotli)),
        gzip: Some(Bytes::from(gzip.finish()?)),
    })
}
