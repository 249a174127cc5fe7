//! The data folder and the database's file as they are made: for their owner alone, because everybody's data and the server's
//! secrets come into them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::DATABASE;
use crate::error::StoreError;

/// Makes the folder if need be.
pub(crate) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    for_the_owner_alone(&mut builder);
    builder.recursive(true).create(folder).map_err(|error| not_writable(folder, &error))
}

/// Makes an empty file if there is none. SQLite would let others read it; what it puts beside it has the same mode. One that is
/// there and empty was emptied by something else, or its beginning was cut short, which nobody can tell apart. Says whether it made one.
pub(crate) fn make_file(path: &Path) -> Result<bool, StoreError> {
    let mut options = File::options();
    for_the_writer_alone(&mut options);
    match options.write(true).create_new(true).open(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if path.metadata().is_ok_and(|file| file.is_file() && file.len() == 0) {
                tracing::warn!("the database's file was empty, so everything begins anew; if there were data, restore a backup");
            }
            Ok(false)
        }
        Err(error) => Err(not_writable(path.parent().unwrap_or(path), &error)),
    }
}

/// Removes a file that was made and nothing came into.
pub(crate) fn remove_empty(path: &Path) {
    if path.metadata().is_ok_and(|file| file.len() == 0)
        && let Err(error) = fs::remove_file(path)
    {
        tracing::warn!(%error, "an empty database stays");
    }
}

/// The database's file, if there is one that may hold something.
pub(crate) fn present_file(folder: &Path) -> Result<PathBuf, StoreError> {
    let path = folder.join(DATABASE);
    match path.metadata() {
        Ok(file) if file.is_file() && file.len() == 0 => Err(StoreError::Empty { path }),
        Ok(_) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::NoDatabase { folder: folder.to_owned() }),
        Err(error) => Err(not_writable(folder, &error)),
    }
}

pub(crate) fn not_writable(folder: &Path, reason: &dyn std::fmt::Display) -> StoreError {
    StoreError::NotWritable { folder: folder.to_owned(), reason: reason.to_string() }
}

#[cfg(unix)]
fn for_the_owner_alone(builder: &mut DirBuilder) {
    std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
}

#[cfg(unix)]
fn for_the_writer_alone(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn for_the_owner_alone(_builder: &mut DirBuilder) {}

#[cfg(not(unix))]
fn for_the_writer_alone(_options: &mut OpenOptions) {}
