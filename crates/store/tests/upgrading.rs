//! A database of former times: every migration is tried on what was written before it (O5).

mod common;

use common::*;
use expect_test::expect;
use parlor_domain::draft::Source;
use parlor_domain::event::{Event, PageSeen, What};
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::{DialogueId, EventId, SessionId, TabId, UserId, VisitorId};
use parlor_domain::report::{Figures, Narrowed};
use parlor_domain::site::Interface;
use parlor_domain::time::{DAY, Date, Instant};
use parlor_store::{BackupError, DATABASE, Span, Store, StoreError, back_up, examine, restore};
use rusqlite::{Connection, params};
use tempfile::TempDir;

const FIRST: &str = include_str!("../migrations/V1__first.sql");

/// A folder with a database as the first version made it, and one of everything in it.
fn first() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut database = Connection::open(folder.path().join(DATABASE)).expect("a database");
    let migration = refinery::Migration::unapplied("V1__first", FIRST).expect("a migration");
    refinery::Runner::new(&[migration]).run(&mut database).expect("the first schema");
    fill(&database).expect("rows");
    folder
}

fn fill(database: &Connection) -> rusqlite::Result<()> {
    database.execute_batch(&format!(
        r#"
        INSERT INTO site (id, key, name, settings_json, site_file, created) VALUES (x'{site}', 'demo', 'Demo',
            '{{"name":"Demo","key":"demo","session_minutes":30}}', x'{hash}', 1);
        INSERT INTO goal VALUES (x'{site}', 'Demo asked for');
        INSERT INTO dialogue (id, site, name, draft_json, published, created) VALUES (x'{dialogue}', x'{site}', 'First', '{draft}', 1, 1);
        INSERT INTO version (dialogue, number, draft_json, flow, created) VALUES (x'{dialogue}', 1, '{draft}', x'{hash}', 1);
        INSERT INTO visitor (id, site, secret_hash, engaged, created) VALUES (x'{visitor}', x'{site}', x'{secret}', 1, 1);
        INSERT INTO person (id, site, email, email_folded, made_by, created, last_seen)
            VALUES (x'{person}', x'{site}', 'Ada@example.com', 'ada@example.com', x'{visitor}', 1, 2);
        UPDATE visitor SET person = x'{person}';
        INSERT INTO person_value VALUES (x'{person}', 'first_name', '{{"text":"Ada"}}');
        INSERT INTO claim VALUES (x'{person}', 'first_name', x'{visitor}', '{{"text":"Adele"}}');
        INSERT INTO given VALUES (x'{visitor}', 'first_name', '{{"text":"Ada"}}');
        INSERT INTO session VALUES (x'{session}', x'{visitor}', 1);
        INSERT INTO conversation (id, visitor, dialogue, version, session, begun, engaged, inputs)
            VALUES (x'{conversation}', x'{visitor}', x'{dialogue}', 1, x'{session}', 1, 1, 1);
        INSERT INTO tab VALUES (x'{visitor}', x'{conversation}', x'{tab}', 1);
        INSERT INTO user VALUES (x'{user}', 'ada@example.com', 'ada@example.com', 'hash', 1);
        "#,
        site = hex(1),
        hash = "02020202020202020202020202020202",
        dialogue = hex(3),
        draft = r#"{"name":"First","flow":{"start":"won","cards":{"won":{"goal":{"goal":"Demo asked for","score":2}}}}}"#,
        visitor = hex(4),
        secret = "04".repeat(32),
        person = hex(5),
        session = hex(6),
        conversation = hex_of(conversation_id(7).bytes()),
        tab = hex(8),
        user = hex(9),
    ))?;
    database.execute("INSERT INTO file VALUES ('flow', ?1, ?2)", params![[2u8; 16], Flow::default().to_bytes()])?;
    let insert = "INSERT INTO event (id, visitor, form, received) VALUES (?1, ?2, ?3, 1)";
    database.execute(insert, params![id(900), id(4), event(900, What::Shown).to_bytes()])?;
    database.execute("INSERT INTO input VALUES (?1, 0, ?2)", params![conversation_id(7).bytes(), id(900)])?;
    let insert = "INSERT INTO activity (id, site, kind, visitor, person, session, conversation, dialogue, version, at,
            browser_at, received_at, url, title, detail_json, scope)
        VALUES (?1, ?2, 'triggered', ?3, ?4, ?5, ?6, ?7, 1, 1, 1, 1, 'https://site.example/', 'Home', '\"none\"', ?7)";
    database.execute(insert, params![id(900), id(1), id(4), id(5), id(6), conversation_id(7).bytes(), id(3)])?;
    Ok(())
}

fn hex(n: u32) -> String {
    hex_of(&id(n))
}

fn hex_of(id: &[u8; 16]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn event(n: u32, what: What) -> Event {
    Event {
        id: EventId::from_bytes(id(n)),
        at: NOW,
        session: SessionId::from_bytes(id(6)),
        conversation: conversation_id(7),
        tab: TabId::from_bytes(id(8)),
        client_seq: 0,
        dialogue: DialogueId::from_bytes(id(3)),
        version: 1,
        page: PageSeen { url: "https://site.example/".to_owned(), title: "Home".to_owned() },
        what,
    }
}

#[tokio::test]
async fn o5_a_database_of_the_first_schema_goes_on() {
    let folder = first();
    let store = Store::open(folder.path()).expect("a store");
    let dialogues = vec![DialogueId::from_bytes(id(3))];
    let world = World { folder, store, site: site_key("demo"), dialogues };
    expect![[r#"
        Ada@example.com | first_name=Ada claimed Adele | visitors: 1 | triggered
    "#]]
    .assert_eq(&world.people().await);
    let access = world.store.access(UserId::from_bytes(id(9))).await.expect("a read");
    assert!(access.everywhere, "who could sign in could do everything");
    let found = world.store.people(&world.site, "ada EXAMPLE", 0).await.expect("people");
    assert_eq!(found.total, 1, "who was there before is found too (P4)");
    let entry = world.whole_log().await.remove(0);
    let within = entry.within.expect("a conversation");
    assert_eq!((within.source, within.interface, within.started_by), (Source::Dialogue, Interface::Bubble, None));

    // It goes on where it was: the same visitor, the same conversation, the goal's name from the draft.
    let mut browser = Browser::new(&world, 4);
    (browser.visitor, browser.secret_hash) = (VisitorId::from_bytes(id(4)), [4; 32]);
    (browser.session, browser.conversation, browser.tab, browser.seq) = (6, 7, 8, 1);
    world.says(&mut browser, &["goal 0", "set first_name Adele"]).await;
    expect!["triggered, engaged, goal Demo asked for 2, first_name=Adele"].assert_eq(&world.whole_kinds().await);
    let record = world.store.conversation(&world.site, conversation_id(7)).await.expect("a read");
    assert_eq!(record.expect("a conversation").inputs.len(), 3);

    // Opening it again changes nothing, and references are enforced again.
    let World { folder, store, site, dialogues } = world;
    store.close();
    let store = Store::open(folder.path()).expect("a store");
    let world = World { folder, store, site, dialogues };
    expect![[r#"
        Ada@example.com | first_name=Adele | visitors: 1 | triggered, engaged, goal Demo asked for 2, first_name=Adele
    "#]]
    .assert_eq(&world.people().await);
}

#[test]
fn o5_a_migration_happens_as_a_whole_or_not_at_all() {
    let folder = first();
    let database = Connection::open(folder.path().join(DATABASE)).expect("a database");
    database.execute_batch(&format!("PRAGMA foreign_keys = OFF; DELETE FROM session WHERE id = x'{}'", hex(6))).expect("broken");
    let error = Store::open(folder.path()).err().expect("a refusal");
    assert!(matches!(&error, StoreError::Migration(why) if why.contains("every_reference_holds")), "{error}");
    let schema: u32 = database.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0)).expect("one");
    let tables: u32 = database
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name IN ('document', 'new_person')", [], |row| row.get(0))
        .expect("a count");
    assert_eq!((schema, tables), (1, 0));
}

#[test]
fn o1_who_only_looks_brings_nothing_up_to_date() {
    let folder = first();
    for _ in 0..2 {
        let found = examine(folder.path()).expect("a look").expect("a database");
        assert_eq!((found.schema, found.flaws.len(), found.last_event), (1, 0, Some(Instant(1))));
        assert!(found.known > 1);
    }
    Store::open(folder.path()).expect("a store").close();
    let found = examine(folder.path()).expect("a look").expect("a database");
    assert_eq!(found.schema, found.known);
}

#[test]
fn o7_a_backup_of_former_times_is_restored_and_brought_up_to_date() {
    let (folder, elsewhere) = (first(), tempfile::tempdir().expect("a folder"));
    let file = elsewhere.path().join("parlor.backup");
    let saved = back_up(folder.path(), &file, NOW, &mut |_| {}).expect("a backup");
    assert_eq!((saved.schema, examine(folder.path()).expect("a look").expect("a database").schema), (1, 1));
    restore(&file, elsewhere.path(), &mut |_| {}).expect("restored");
    let found = examine(elsewhere.path()).expect("a look").expect("a database");
    assert_eq!((found.schema, found.last_event), (found.known, Some(Instant(1))));
}

#[test]
fn o7_a_backup_that_can_not_be_brought_up_to_date_replaces_nothing() {
    let (folder, elsewhere) = (first(), tempfile::tempdir().expect("a folder"));
    let database = Connection::open(folder.path().join(DATABASE)).expect("a database");
    // Fine for its own schema, and in the way of a later one.
    database.execute_batch("CREATE TABLE document (name TEXT)").expect("a table");
    let file = elsewhere.path().join("parlor.backup");
    back_up(folder.path(), &file, NOW, &mut |_| {}).expect("a backup");
    let data = elsewhere.path().join("data");
    Store::open(&data).expect("a store").close();
    let present = std::fs::read(data.join(DATABASE)).expect("a file");
    let error = restore(&file, &data, &mut |_| {}).expect_err("a refusal");
    assert!(matches!(error, BackupError::Store(StoreError::Migration(_))), "{error}");
    assert_eq!(std::fs::read(data.join(DATABASE)).expect("a file"), present);
    assert_eq!(std::fs::read_dir(&data).expect("a folder").count(), 2, "the database and the lock, and nothing half done");
}

/// Brings a database up to a version that isn't the newest.
fn bring_up_to(folder: &TempDir, newest: i32) {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let file = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_str().expect("a plain name").to_owned();
        refinery::Migration::unapplied(&name, &std::fs::read_to_string(path).expect("a migration")).expect("a migration")
    };
    let all = std::fs::read_dir(source).expect("migrations").map(file);
    let wanted: Vec<_> = all.filter(|migration| migration.version() <= newest).collect();
    let mut database = Connection::open(folder.path().join(DATABASE)).expect("a database");
    database.pragma_update(None, "foreign_keys", false).expect("a setting");
    refinery::Runner::new(&wanted).run(&mut database).expect("the schema");
}

#[tokio::test]
async fn r1_r4_what_was_there_before_reports_is_counted() {
    let folder = first();
    bring_up_to(&folder, 14);
    let database = Connection::open(folder.path().join(DATABASE)).expect("a database");
    let insert = "INSERT INTO activity (id, site, kind, visitor, person, session, conversation, dialogue, version, at, browser_at,
            received_at, url, title, detail_json, apart)
        SELECT ?1, site, ?2, visitor, person, session, iif(?3, conversation, NULL), iif(?3, dialogue, NULL), iif(?3, version, NULL),
            at, at, at, url, title, ?4, ?5 FROM activity LIMIT 1";
    let opened = r#"{"document":{"document":"Guide","url":"","opened":true,"downloaded":true,"reading":{"pages":2,"of":3,"seconds":9,"words":[]}}}"#;
    let email = r#"{"email":"ada@example.com"}"#;
    for ((kind, inside, detail, apart), n) in [
        ("email_given", false, email, false),
        ("email_given", true, email, false),
        ("completed", true, "\"none\"", false),
        ("completed", true, "\"none\"", false),
        ("engaged", true, "\"none\"", true),
        ("document", true, opened, false),
        ("page_viewed", false, "\"none\"", false),
    ]
    .into_iter()
    .zip(910..)
    {
        database.execute(insert, params![id(n), kind, inside, detail, apart]).expect("a row");
    }
    drop(database);
    let store = Store::open(folder.path()).expect("a store");
    store.roll_up().await.expect("rolled up");
    assert_eq!(store.roll_up_fault().await.expect("a look"), None);
    let day = |n: i32| Instant(i64::from(n) * DAY);
    let span = Span { zone: "UTC".to_owned(), before: day(-1), days: vec![(Date(0), day(0))], end: day(1) };
    let report = store.report(&site_key("demo"), span, Narrowed::default()).await.expect("a report").expect("a site");
    let expected = Figures { triggered: 1, completed: 1, opened: 1, downloaded: 1, pages: 2, ..Figures::default() };
    assert_eq!(report.total, expected, "the page named Ada, and no dialogue acquired her");
}
