//! Opening, closing and opening again.

mod common;

use common::*;
use expect_test::expect;
use parlor_domain::event::Outcome;
use parlor_store::{DATABASE, Store, StoreError, Whose};

fn refusal(folder: &std::path::Path) -> String {
    let error = Store::open(folder).err().expect("a refusal");
    error.to_string().replace(&folder.display().to_string(), "FOLDER")
}

fn sql(folder: &std::path::Path, statements: &str) {
    rusqlite::Connection::open(folder.join(DATABASE)).and_then(|c| c.execute_batch(statements)).expect("statements");
}

#[tokio::test]
async fn o5_what_was_acknowledged_is_there_after_opening_again() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let shown = browser.shown();
    assert_eq!(world.send(&browser, vec![shown]).await, [Outcome::Stored]);
    let World { folder, store, site, .. } = world;
    store.clone().close();
    assert!(matches!(store.sites().await, Err(StoreError::Closed)));
    assert!(matches!(store.signing_key([1; 32]).await, Err(StoreError::Closed)));
    assert!(!folder.path().join("parlor.db-wal").exists(), "the log was moved into the database");

    let store = Store::open(folder.path()).expect("open again");
    let log = store.activities(&site, Whose::Visitor(browser.visitor), &[], 0).await.expect("a log");
    assert_eq!(log.total, 1);
}

#[tokio::test]
async fn a12_what_was_acknowledged_survives_a_kill() {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    let shown = browser.shown();
    world.send(&browser, vec![shown]).await;
    // The files as a kill would leave them: nothing is closed yet.
    let after = tempfile::tempdir().expect("a folder");
    for file in ["parlor.db", "parlor.db-wal"] {
        std::fs::copy(world.folder.path().join(file), after.path().join(file)).expect("copied");
    }
    let store = Store::open(after.path()).expect("open after the kill");
    assert_eq!(store.activities(&world.site, Whose::Visitor(browser.visitor), &[], 0).await.expect("a log").total, 1);
}

#[tokio::test]
async fn the_signing_key_is_kept() {
    let world = World::new().await;
    assert_eq!(world.store.signing_key([1; 32]).await.expect("a key"), [1; 32]);
    assert_eq!(world.store.signing_key([2; 32]).await.expect("a key"), [1; 32]);
}

#[test]
fn o5_the_database_is_kept_as_promised() {
    let folder = tempfile::tempdir().expect("a folder");
    Store::open(&folder.path().join("deep/inside")).expect("a store").close();
    let database = rusqlite::Connection::open(folder.path().join("deep/inside").join(DATABASE)).expect("a database");
    let tables = "SELECT count(*), sum(strict) FROM pragma_table_list
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'refinery_%'";
    let (all, strict): (u32, u32) = database.query_row(tables, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("tables");
    assert!(all > 10);
    assert_eq!(all, strict);
    let mode: String = database.query_row("PRAGMA journal_mode", [], |row| row.get(0)).expect("a mode");
    assert_eq!(mode, "wal");
}

#[test]
fn o5_what_can_not_be_opened_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    Store::open(folder.path()).expect("a store").close();
    sql(
        folder.path(),
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '', '0')",
    );
    expect![
        "FOLDER/parlor.db was written by a newer Parlor: its schema is 999, this program knows up to 24; start that newer version"
    ]
    .assert_eq(&refusal(folder.path()));

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join(DATABASE),
        "a shopping list, much longer than the header of a database would be. ".repeat(20),
    )
    .expect("written");
    expect!["FOLDER/parlor.db is not a Parlor database; choose another data folder, or move the file away"]
        .assert_eq(&refusal(folder.path()));

    let folder = tempfile::tempdir().expect("a folder");
    sql(folder.path(), "CREATE TABLE recipe (name TEXT)");
    expect!["FOLDER/parlor.db is not a Parlor database; choose another data folder, or move the file away"]
        .assert_eq(&refusal(folder.path()));

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("file"), "").expect("written");
    expect!["the data folder FOLDER can't be written to: File exists (os error 17)"]
        .assert_eq(&refusal(&folder.path().join("file")));
}

#[test]
fn o5_a_locked_database_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    Store::open(folder.path()).expect("a store").close();
    let other = rusqlite::Connection::open(folder.path().join(DATABASE)).expect("a database");
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").expect("locked");
    expect!["the database is locked by another program; is a second Parlor working in the same data folder?"]
        .assert_eq(&refusal(folder.path()));
}
