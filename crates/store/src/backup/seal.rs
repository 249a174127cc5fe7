//! The seal of a backup: a digest of the whole file, which stands in the file itself.
//!
//! SQLite's own check looks at how the pages hang together, not at every byte of a text. The digest is of every page but the
//! one that it stands on, and leaves out what SQLite's header counts up when that page is written.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Result};
use sha2::{Digest, Sha256};

use super::BackupError;

/// The numbers in the header that every write changes.
const COUNTERS: [Range<usize>; 2] = [24..28, 92..100];

/// Seals a copy to which nothing is written any more.
pub(super) fn put(connection: &Connection, file: &Path) -> std::result::Result<(), BackupError> {
    let digest = digest(file, &Layout::of(connection)?).map_err(|error| not_readable(file, &error))?;
    let query = "-- name: seal
        UPDATE backup_seal SET digest = ?1";
    Ok(connection.execute(query, [digest]).map(drop)?)
}

/// What is wrong with the seal of a backup, if anything.
pub(super) fn fault(connection: &Connection, file: &Path) -> std::result::Result<Option<&'static str>, BackupError> {
    let layout = Layout::of(connection).map_err(|error| BackupError::of(file, error))?;
    let query = "-- name: digest_of_seal
        SELECT digest FROM backup_seal";
    let sealed = connection.query_row(query, [], |row| row.get::<_, Vec<u8>>(0)).optional();
    let sealed = sealed.map_err(|error| BackupError::of(file, error))?;
    let found = digest(file, &layout).map_err(|error| not_readable(file, &error))?;
    Ok((sealed.as_deref() != Some(found.as_slice())).then_some("it is not as it was written"))
}

fn not_readable(file: &Path, error: &io::Error) -> BackupError {
    BackupError::NotReadable { file: file.to_owned(), reason: error.to_string() }
}

/// Where the pages of a file are.
struct Layout {
    page_bytes: u32,
    /// The page that the seal stands on, from 1.
    seal: u32,
}

impl Layout {
    fn of(connection: &Connection) -> Result<Self> {
        let page_bytes = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        // One short row: the table's root is all there is of it.
        let query = "-- name: page_of_seal
            SELECT rootpage FROM sqlite_schema WHERE name = 'backup_seal'";
        Ok(Self { page_bytes, seal: connection.query_row(query, [], |row| row.get(0))? })
    }
}

fn digest(file: &Path, layout: &Layout) -> io::Result<[u8; 32]> {
    let mut file = File::open(file)?;
    let mut digest = Sha256::new();
    let mut page = vec![0; layout.page_bytes as usize];
    for number in 1_u32.. {
        let read = fill(&mut file, &mut page)?;
        if read == 0 {
            break;
        }
        if number == 1 {
            COUNTERS.into_iter().for_each(|counter| page[counter].fill(0));
        }
        if number != layout.seal {
            digest.update(&page[..read]);
        }
    }
    Ok(digest.finalize().into())
}

/// Reads a page, or what there is of it.
fn fill(file: &mut File, page: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < page.len() {
        match file.read(&mut page[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
