//! Backups, and what becomes of them (O7).

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use common::*;
use expect_test::expect;
use parlor_domain::event::Outcome;
use parlor_store::{BackupError, BackupRecord, DATABASE, Progress, Store, Whose, back_up, restore, verify};
use rusqlite::Connection;
use tempfile::TempDir;

/// Somebody at a terminal who doesn't look.
fn unseen(_: Progress) {}

fn save(world: &World) -> (TempDir, PathBuf, BackupRecord) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("parlor.backup");
    let record = back_up(world.folder.path(), &file, NOW, &mut unseen).expect("a backup");
    (folder, file, record)
}

fn rows(record: &BackupRecord, table: &str) -> u64 {
    record.rows.iter().find(|(name, _)| name == table).map_or(0, |(_, count)| *count)
}

/// A world in which something has happened.
async fn busy() -> (World, Browser) {
    let world = World::new().await;
    let mut browser = Browser::new(&world, 1);
    world.says(&mut browser, &["email ada@example.com", "set first_name Ada", "goal 1"]).await;
    (world, browser)
}

fn refusal(error: &BackupError, folder: &Path) -> String {
    error.to_string().replace(&folder.display().to_string(), "FOLDER")
}

/// The names of the files in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().expect("a plain name")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn o7_what_was_saved_is_restored_as_it_was() {
    let (world, mut browser) = busy().await;
    let (folder, file, saved) = save(&world);
    assert_eq!((saved.made, rows(&saved, "person"), rows(&saved, "event")), (NOW, 1, 3));
    assert_eq!(saved.bytes, fs::metadata(&file).expect("a file").len());
    assert_eq!(names(folder.path()), ["parlor.backup"], "one file, and nothing beside it");
    assert_eq!(verify(&file, &mut unseen).expect("sound"), saved);

    let (people, log) = (world.people().await, world.whole_kinds().await);
    world.says(&mut browser, &["set first_name Grace", "done"]).await;
    let World { folder: data, store, site, dialogues } = world;
    store.close();
    assert_eq!(restore(&file, data.path(), &mut unseen).expect("restored").record, saved);
    assert_eq!(names(data.path()), ["parlor.db", "parlor.lock"]);
    let store = Store::open(data.path()).expect("a store");
    let world = World { folder: data, store, site, dialogues };
    assert_eq!((world.people().await, world.whole_kinds().await), (people, log));
    // It goes on: what came after the backup may come again, and the next backup is one like the first.
    browser.seq -= 2;
    world.says(&mut browser, &["set first_name Grace"]).await;
    let (_folder, _, again) = save(&world);
    assert_eq!(rows(&again, "event"), 4);
    assert_eq!(
        again.rows.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        saved.rows.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn o7_a_backup_is_of_one_instant_however_much_is_written() {
    let world = World::new().await;
    let mut early = Browser::new(&world, 1);
    world.says(&mut early, &["one", "two"]).await;
    let stopped = AtomicBool::new(false);
    let write = async {
        let mut written = 0;
        for n in 2.. {
            if stopped.load(Ordering::Relaxed) {
                break;
            }
            let mut browser = Browser::new(&world, n);
            let events = vec![browser.shown(), browser.types("hello")];
            assert_eq!(world.send(&browser, events).await, [Outcome::Stored, Outcome::Stored]);
            written += 1;
        }
        written
    };
    let (data, folder) = (world.folder.path().to_owned(), tempfile::tempdir().expect("a folder"));
    let file = folder.path().join("parlor.backup");
    let path = file.clone();
    let save = async {
        let saved = tokio::task::spawn_blocking(move || back_up(&data, &path, NOW, &mut unseen)).await;
        stopped.store(true, Ordering::Relaxed);
        saved.expect("no panic").expect("a backup")
    };
    let (saved, _written) = tokio::join!(save, write);
    assert_eq!(verify(&file, &mut unseen).expect("sound"), saved);
    // Each batch is there as a whole or not at all.
    assert_eq!(rows(&saved, "event"), 2 * rows(&saved, "visitor"));

    let elsewhere = tempfile::tempdir().expect("a folder");
    restore(&file, elsewhere.path(), &mut unseen).expect("restored");
    let store = Store::open(elsewhere.path()).expect("a store");
    let log = store.activities(&world.site, Whose::Visitor(early.visitor), &[], 0).await.expect("a log");
    assert!(log.total > 0, "what was acknowledged before is there");
}

#[tokio::test]
async fn o7_what_is_written_while_pages_are_copied_is_not_in_the_backup() {
    let (world, _) = busy().await;
    let other = Connection::open(world.folder.path().join(DATABASE)).expect("a database");
    other.execute_batch("INSERT INTO secret VALUES ('large', zeroblob(9000000))").expect("something to copy");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("parlor.backup");
    let mut late = 0;
    let mut write = |progress| {
        if let Progress::Copying { done, total } = progress
            && done < total
        {
            late += 1;
            other.execute("INSERT INTO secret VALUES (?1, zeroblob(90000))", [format!("late {late}")]).expect("written");
        }
    };
    let saved = back_up(world.folder.path(), &file, NOW, &mut write).expect("a backup");
    assert!(late > 0, "it takes more than one step");
    assert_eq!(rows(&saved, "secret"), 1);
    assert_eq!(verify(&file, &mut unseen).expect("sound"), saved);
}

#[tokio::test]
async fn o7_a_backup_replaces_nothing_and_needs_a_database() {
    let (world, _) = busy().await;
    let (folder, file, _) = save(&world);
    let before = fs::read(&file).expect("a file");
    let error = back_up(world.folder.path(), &file, NOW, &mut unseen).expect_err("a refusal");
    expect!["FOLDER/parlor.backup is there already; name another file"].assert_eq(&refusal(&error, folder.path()));
    assert_eq!(fs::read(&file).expect("a file"), before);

    let other = folder.path().join("other");
    let error = back_up(folder.path(), &other, NOW, &mut unseen).expect_err("a refusal");
    expect!["there is no Parlor database in FOLDER; name the data folder with --data"].assert_eq(&refusal(&error, folder.path()));
    let error = back_up(world.folder.path(), &folder.path().join("none/file"), NOW, &mut unseen).expect_err("a refusal");
    expect!["FOLDER/none/file can't be written: No such file or directory (os error 2)"]
        .assert_eq(&plain(&refusal(&error, folder.path())));
    assert_eq!(names(folder.path()), ["parlor.backup"]);
}

/// Without the name that only one try has.
fn plain(text: &str) -> String {
    text.split(" at path ").next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn o7_what_is_damaged_is_found_and_nothing_is_replaced() {
    let (world, _) = busy().await;
    let (folder, file, _) = save(&world);
    let whole = fs::read(&file).expect("a file");
    let World { folder: data, store, .. } = world;
    store.close();
    let present = fs::read(data.path().join(DATABASE)).expect("a file");
    let refused = |bytes: &[u8], what: &str| {
        let broken = folder.path().join("broken");
        fs::write(&broken, bytes).expect("written");
        for error in [verify(&broken, &mut unseen), restore(&broken, data.path(), &mut unseen).map(|restored| restored.record)] {
            let error = error.err().unwrap_or_else(|| panic!("{what}: a refusal"));
            let told = refusal(&error, folder.path());
            assert!(told.starts_with("FOLDER/broken "), "{what}: {told}");
        }
        assert_eq!(fs::read(data.path().join(DATABASE)).expect("a file"), present, "{what}");
        assert_eq!(names(data.path()), ["parlor.db", "parlor.lock"], "{what}");
    };
    for at in [0, 17, 50, 5_000, whole.len() / 2, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        refused(&flipped, &format!("byte {at} of {}", whole.len()));
    }
    // In the middle of a text, which hangs together as before.
    let name = whole.windows(8).position(|window| window == b"Site dem").expect("the site's name");
    let mut told_otherwise = whole.clone();
    told_otherwise[name] = b'Z';
    refused(&told_otherwise, "another name");
    for length in [0, 10, 4_096, whole.len() - 4_096, whole.len() - 1] {
        refused(&whole[..length], &format!("the first {length} bytes"));
    }
    refused(&[&whole[..], &[0; 4_096]].concat(), "a page more");
}

#[tokio::test]
async fn o7_what_somebody_has_changed_is_found() {
    let (world, _) = busy().await;
    let (folder, file, _) = save(&world);
    let backup = Connection::open(&file).expect("a database");
    backup.execute_batch("DELETE FROM activity WHERE position = 1").expect("a row less");
    backup.close().expect("closed");
    let error = verify(&file, &mut unseen).expect_err("a refusal");
    expect!["FOLDER/parlor.backup is damaged: it is not as it was written"].assert_eq(&refusal(&error, folder.path()));
}

#[tokio::test]
async fn o7_what_is_no_backup_of_a_known_schema_is_refused() {
    let (world, _) = busy().await;
    let (folder, file, _) = save(&world);
    let told = |file: &Path| {
        let error = restore(file, world.folder.path(), &mut unseen).expect_err("a refusal");
        refusal(&error, folder.path())
    };
    let list = folder.path().join("list.txt");
    fs::write(&list, "a shopping list, much longer than the header of a database would be. ".repeat(20)).expect("written");
    expect!["FOLDER/list.txt is not a backup of Parlor"].assert_eq(&told(&list));
    let recipes = folder.path().join("recipes.db");
    Connection::open(&recipes).and_then(|other| other.execute_batch("CREATE TABLE recipe (name TEXT)")).expect("a database");
    expect!["FOLDER/recipes.db is not a backup of Parlor"].assert_eq(&told(&recipes));
    // A database of Parlor, but nobody knows of when and whether it is whole.
    let copied = folder.path().join("copied.db");
    world.store.clone().close();
    fs::copy(world.folder.path().join(DATABASE), &copied).expect("copied");
    expect!["FOLDER/copied.db is not a backup of Parlor"].assert_eq(&told(&copied));
    expect!["FOLDER/none can't be read: No such file or directory (os error 2)"].assert_eq(&told(&folder.path().join("none")));

    let later = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '', '0')";
    Connection::open(&file).and_then(|backup| backup.execute_batch(later)).expect("a newer schema");
    let newer = told(&file);
    assert!(newer.starts_with("FOLDER/parlor.backup was written by a newer Parlor: its schema is 999"), "{newer}");
}

#[tokio::test]
async fn o7_nobody_works_in_the_folder_while_it_is_restored() {
    let (world, _) = busy().await;
    let (_folder, file, _) = save(&world);
    let people = world.people().await;
    let error = restore(&file, world.folder.path(), &mut unseen).expect_err("a refusal");
    expect!["a server or another command works in FOLDER; stop it first"].assert_eq(&refusal(&error, world.folder.path()));
    assert_eq!(world.people().await, people, "it goes on");

    // Two may work at once; when both have ended, somebody restores, and others have to wait.
    Store::open(world.folder.path()).expect("a second store").close();
    world.store.clone().close();
    let mut turned_away = None;
    restore(&file, world.folder.path(), &mut |_| turned_away = Store::open(world.folder.path()).err()).expect("restored");
    let told = turned_away.expect("somebody came").to_string().replace(&world.folder.path().display().to_string(), "FOLDER");
    expect!["a backup is being restored into FOLDER; wait until that is done"].assert_eq(&told);
    Store::open(world.folder.path()).expect("a store").close();
}

#[tokio::test]
async fn o7_a_log_that_a_kill_has_left_is_not_taken_for_the_restored_one() {
    let (world, mut browser) = busy().await;
    let (_folder, file, saved) = save(&world);
    world.says(&mut browser, &["later"]).await;
    let after = tempfile::tempdir().expect("a folder");
    for name in ["parlor.db", "parlor.db-wal"] {
        fs::copy(world.folder.path().join(name), after.path().join(name)).expect("copied");
    }
    restore(&file, after.path(), &mut unseen).expect("restored");
    let again = after.path().join("again");
    let found = back_up(after.path(), &again, NOW, &mut unseen).expect("a backup");
    assert_eq!(found.rows, saved.rows);
}
