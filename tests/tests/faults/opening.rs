//! A data folder that can't be used: every command says why, and ends with 1.

use std::fs;
use std::path::Path;

use parlor_store::DATABASE;
use parlor_tests::program::{Holder, renew, run, run_after, succeed};
use tempfile::TempDir;

/// Bytes of a page of the database.
const PAGE: usize = 4_096;
/// Lets no file grow, as if the disk were full.
const FULL: &str = "ulimit -S -f 0";

/// What the server, and commands that need the data, say of a folder: all the same.
fn complaint(folder: &Path) -> String {
    complaint_after(":", folder)
}

/// The same, in a shell that has done something before.
fn complaint_after(preparation: &str, folder: &Path) -> String {
    let data = plain(folder);
    // Those that may be the first to work in a folder, and those that want data to be there.
    let first: [&[&str]; 2] = [&["serve", "--listen", "127.0.0.1:0"], &["site", "add", "Quay"]];
    let later: [&[&str]; 2] = [&["site", "list"], &["user", "list"]];
    let has_data = folder.join(DATABASE).exists();
    let commands = first.iter().chain(later.iter().filter(|_| has_data)).copied();
    let told: Vec<String> = commands
        .map(|command| {
            let output = run_after(preparation, &[command, &["--data", data]].concat());
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{command:?}: {text}");
            let there = folder.ancestors().find(|above| above.is_dir()).expect("a folder");
            text.trim_end().replace(plain(there), "FOLDER")
        })
        .collect();
    assert!(told.iter().all(|text| *text == told[0]), "{told:?}");
    told[0].clone()
}

fn plain(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// A folder with a database that was in use.
fn used() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    succeed(&["site", "add", "Harbour", "--data", plain(folder.path())]);
    folder
}

/// The same, with another content of the database's file.
fn changed(change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> TempDir {
    let folder = used();
    let file = folder.path().join(DATABASE);
    fs::write(&file, change(fs::read(&file).expect("a database"))).expect("a file");
    folder
}

#[test]
fn o5_a_folder_that_can_not_be_made_is_named() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("file"), "").expect("a file");
    let told = complaint(&folder.path().join("file/data"));
    assert_eq!(told, "the data folder FOLDER/file/data can't be written to: Not a directory (os error 20)");
}

#[test]
fn o5_a_folder_in_the_place_of_the_database_is_named() {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir(folder.path().join(DATABASE)).expect("a folder");
    let told = complaint(folder.path());
    assert_eq!(told, "the data folder FOLDER can't be written to: unable to open database file: FOLDER/parlor.db");
}

#[test]
fn o5_a_database_that_another_program_holds_is_waited_for_and_then_refused() {
    let folder = used();
    let holder = Holder::of(plain(folder.path()));
    let told = complaint(folder.path());
    assert_eq!(told, "the database is locked by another program; is a second Parlor working in the same data folder?");
    drop(holder);
    assert!(run(&["site", "list", "--data", plain(folder.path())]).status.success());
}

/// What is said of a damaged file.
const DAMAGED: &str = "the database is damaged: database disk image is malformed; stop the server and restore a backup";

#[test]
fn o5_a_database_that_is_overwritten_in_the_middle_is_refused() {
    let overwritten = changed(|mut bytes| {
        bytes[3 * PAGE..].fill(0xa5);
        bytes
    });
    assert_eq!(complaint(overwritten.path()), DAMAGED);
}

#[test]
fn o5_a_database_that_is_cut_short_is_refused() {
    for pages in [1, 5, 20] {
        let cut = changed(|bytes| bytes[..pages * PAGE].to_vec());
        assert_eq!(complaint(cut.path()), DAMAGED, "{pages} pages");
    }
}

#[test]
fn o5_a_file_of_another_kind_is_left_alone() {
    let text = "a shopping list ".repeat(1_000).into_bytes();
    let folder = changed(|_| text.clone());
    let told = complaint(folder.path());
    assert_eq!(told, "FOLDER/parlor.db is not a Parlor database; choose another data folder, or move the file away");
    assert_eq!(fs::read(folder.path().join(DATABASE)).expect("a file"), text);
}

#[test]
fn o5_a_database_of_a_newer_program_is_left_alone() {
    let folder = used();
    renew(plain(folder.path()));
    let told = complaint(folder.path());
    assert!(told.starts_with("FOLDER/parlor.db was written by a newer Parlor: its schema is 999, this program knows "), "{told}");
    assert!(told.ends_with("; start that newer version"), "{told}");
}

#[test]
fn o5_a_disk_that_is_full_at_the_start_is_named_and_spoils_nothing() {
    const TOLD: &str = "the disk is full or fails, or a file may grow no further: disk I/O error";
    let empty = TempDir::new().expect("a folder");
    assert_eq!(complaint_after(FULL, empty.path()), TOLD);
    // Nothing is left that would be taken for a database.
    assert!(!empty.path().join(DATABASE).exists());
    succeed(&["site", "add", "Harbour", "--data", plain(empty.path())]);
    let folder = used();
    assert_eq!(complaint_after(FULL, folder.path()), TOLD);
    assert_eq!(succeed(&["site", "list", "--data", plain(folder.path())]).lines().count(), 1);
}
