//! The library of documents, identity keys, and removing a site.

mod common;

use common::*;
use parlor_domain::change::By;
use parlor_domain::draft::{CardDraft, Draft};
use parlor_domain::flow::{Block, Card, Document, DocumentCard, Flow, Picture, Place, RichText};
use parlor_domain::language::Language;
use parlor_domain::limits::SITE_DOCUMENTS;
use parlor_domain::look::{Look, LookFile};
use parlor_domain::site::FileHash;
use parlor_domain::text::{Name, SiteKey};
use parlor_store::{
    Brought, Change, DocumentRemoved, File, FileKind, IDENTITY_KEYS, IdentityKey, KeyAdded, NewDocument, NewVersion, Store,
    StoreError,
};

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// An uploaded document with a cover.
fn uploaded(called: &str, hash: u8) -> NewDocument {
    let (file, cover) = (FileHash([hash; 16]), FileHash([hash + 100; 16]));
    let document = Document { name: name(called), place: Place::Uploaded { file, bytes: 1 }, cover: Some(cover) };
    let file = |kind, hash| (kind, File { hash, bytes: vec![1] });
    NewDocument { document, files: vec![file(FileKind::Document, FileHash([hash; 16])), file(FileKind::Cover, cover)] }
}

fn bringing(documents: Vec<NewDocument>) -> Brought {
    Brought { documents, ..Brought::default() }
}

fn hosted(called: &str) -> NewDocument {
    let place = Place::Hosted("https://docs.example/a.pdf".to_owned());
    NewDocument { document: Document { name: name(called), place, cover: None }, files: Vec::new() }
}

fn uses(draft: &Draft, document: &Name) -> bool {
    draft.flow().cards.0.iter().any(|(_, card)| matches!(card, CardDraft::Document(card) if card.document == *document))
}

/// A dialogue named "First" that offers a document.
fn offering(document: &str) -> parlor_domain::draft::SiteDraft {
    let json = format!(
        r#"{{"parlor": 1, "site": {{"name": "Site demo", "key": "demo"}}, "dialogues": [{{"name": "First", "flow":
        {{"start": "a", "cards": {{"a": {{"document": {{"text": "Read", "document": "{document}"}}}}}}}}}}]}}"#
    );
    serde_json::from_str(&json).expect("a site draft")
}

#[tokio::test]
async fn documents_are_kept_changed_and_removed() {
    let World { store, site, folder: _folder, .. } = World::new().await;
    let keep = async |document| store.keep_document(&site, document, By::command(NOW)).await.expect("an answer");
    assert_eq!(keep(uploaded("Guide", 1)).await, Some(Change::New));
    assert_eq!(keep(uploaded("Guide", 1)).await, Some(Change::Same));
    assert_eq!(keep(uploaded("Guide", 2)).await, Some(Change::Changed));
    for hosted in ["tides", "A list", "berths", "Émigré notes", "émigré notes"].map(hosted) {
        assert_eq!(keep(hosted).await, Some(Change::New));
    }
    let listed = store.documents(&site).await.expect("a read").expect("a site");
    let names: Vec<&str> = listed.iter().map(|document| document.name.as_str()).collect();
    assert_eq!(names, ["A list", "berths", "Guide", "tides", "Émigré notes", "émigré notes"]);
    assert_eq!(listed[2], uploaded("Guide", 2).document);
    assert_eq!(store.site(&site).await.expect("a read").expect("a site").documents, listed);
    // What was published may still offer the former file.
    for hash in [1, 2] {
        assert!(store.file(FileKind::Document, FileHash([hash; 16])).await.expect("a read").is_some());
        assert!(store.file(FileKind::Cover, FileHash([hash; 16])).await.expect("a read").is_none());
    }
    let remove = async |called| store.remove_document(&site, name(called), uses, By::command(NOW)).await.expect("an answer");
    assert_eq!(remove("Guide").await, DocumentRemoved::Removed);
    assert_eq!(remove("Guide").await, DocumentRemoved::NoSuchDocument);
    let nowhere = site_key("nowhere");
    assert_eq!(store.documents(&nowhere).await.expect("a read"), None);
    assert_eq!(store.keep_document(&nowhere, hosted("A"), By::command(NOW)).await.expect("an answer"), None);
}

#[tokio::test]
async fn a_document_in_use_is_not_removed() {
    let World { store, site, dialogues, folder: _folder } = World::new().await;
    store.import(offering("Guide"), bringing(vec![uploaded("Guide", 1)]), site_key("fresh"), moment(5)).await.expect("imported");
    let remove = async || store.remove_document(&site, name("Guide"), uses, By::command(NOW)).await.expect("an answer");
    assert_eq!(remove().await, DocumentRemoved::UsedBy(name("First")));
    let draft = store.site(&site).await.expect("a read").expect("a site").dialogues.remove(0).draft;
    store.publish(&site, dialogues[0], version(&draft, Flow::default(), 3), By::command(NOW)).await.expect("published");
    store.import(site_draft("demo", ""), Brought::default(), site_key("fresh"), moment(6)).await.expect("imported");
    // The draft no longer offers it; what visitors get still does.
    assert_eq!(remove().await, DocumentRemoved::UsedBy(name("First")));
    assert!(store.unpublish(&site, dialogues[0], By::command(NOW)).await.expect("an answer"));
    assert_eq!(remove().await, DocumentRemoved::Removed);
}

#[tokio::test]
async fn a_library_has_a_limit() {
    let World { store, site, folder: _folder, .. } = World::new().await;
    let documents = (0..SITE_DOCUMENTS).map(|n| hosted(&format!("D{n}"))).collect();
    let draft = site_draft("demo", "");
    store.import(draft.clone(), bringing(documents), site_key("fresh"), moment(5)).await.expect("imported");
    let keep = async |document| store.keep_document(&site, document, By::command(NOW)).await;
    assert!(matches!(keep(hosted("One more")).await, Err(StoreError::LibraryFull)));
    assert_eq!(keep(uploaded("D1", 1)).await.expect("an answer"), Some(Change::Changed));
    // An import that goes beyond it changes nothing at all.
    let (more, draft) = (vec![hosted("D1"), hosted("One more")], parlor_domain::draft::SiteDraft { goals: Vec::new(), ..draft });
    let before = store.site(&site).await.expect("a read");
    assert!(matches!(store.import(draft, bringing(more), site_key("fresh"), moment(6)).await, Err(StoreError::LibraryFull)));
    assert_eq!(store.site(&site).await.expect("a read"), before);
}

#[tokio::test]
async fn i3_identity_keys_are_a_sites_own() {
    let World { store, site, folder: _folder, .. } = World::new().await;
    let (other, _) = add_site(&store, "other", "", 9).await;
    let add = async |site: &SiteKey, called: &str| {
        store.add_identity_key(site, name(called), vec![7; 43], NOW).await.expect("an answer")
    };
    assert_eq!(add(&site, "first").await, KeyAdded::Added);
    assert_eq!(add(&site, "first").await, KeyAdded::NameTaken);
    assert_eq!(add(&other, "first").await, KeyAdded::Added);
    assert_eq!(add(&site_key("nowhere"), "first").await, KeyAdded::NoSuchSite);
    for n in 1..IDENTITY_KEYS {
        assert_eq!(add(&site, &format!("key {n}")).await, KeyAdded::Added);
    }
    assert_eq!(add(&site, "one more").await, KeyAdded::TooMany);
    assert_eq!(store.identity_secrets(&site).await.expect("secrets").len(), IDENTITY_KEYS as usize);
    assert!(store.remove_identity_key(&other, name("first")).await.expect("an answer"));
    assert!(!store.remove_identity_key(&other, name("first")).await.expect("an answer"));
    assert_eq!(store.identity_secrets(&other).await.expect("secrets"), Vec::<Vec<u8>>::new());
    let first = IdentityKey { name: name("first"), created: NOW };
    assert_eq!(store.identity_keys(&site).await.expect("a read").expect("a site")[0], first);
    assert_eq!(store.identity_keys(&site_key("nowhere")).await.expect("a read"), None);
}

/// A site with everything that a site can have.
async fn full(store: &Store, key: &str, chance: u8) -> Vec<parlor_domain::ids::DialogueId> {
    let (site, dialogues) = add_site(store, key, "", chance).await;
    // Browsers may have a former look, whose picture is the first one of these.
    let uploaded_file = |kind, hash: u8| (kind, File { hash: FileHash([hash; 16]), bytes: vec![hash] });
    let look = [(FileKind::Cover, 3), (FileKind::Cover, 4), (FileKind::Font, 5)]
        .map(|(kind, offset)| uploaded_file(kind, chance + offset));
    let named = |offset| Some(LookFile::Kept(FileHash([chance + offset; 16])));
    let mut draft = site_draft(key, "");
    draft.site.look = Look { avatar: named(4), font_file: named(5), ..Look::default() };
    let brought = Brought { look: look.to_vec(), ..Brought::default() };
    store.import(draft, brought, site_key("fresh"), moment(chance)).await.expect("imported");
    store.keep_document(&site, uploaded("Guide", chance), By::command(NOW)).await.expect("kept");
    store.add_identity_key(&site, name("first"), vec![7; 43], NOW).await.expect("added");
    let place = Place::Uploaded { file: FileHash([chance + 2; 16]), bytes: 1 };
    let image = Block::Image { alt: "A harbour".to_owned(), picture: Picture { place, width: 1, height: 1 } };
    let card = DocumentCard {
        text: RichText(vec![image]),
        title: "Former".to_owned(),
        place: Place::Uploaded { file: FileHash([chance + 1; 16]), bytes: 1 },
        cover: None,
        may_continue: true,
        next: None,
    };
    let former = uploaded("Former", chance + 1);
    store.keep_document(&site, former, By::command(NOW)).await.expect("kept");
    let draft = store.site(&site).await.expect("a read").expect("a site").dialogues.remove(0).draft;
    let flow = Flow { start: 0, cards: vec![Card::Document(card)] };
    let image = File { hash: FileHash([chance + 2; 16]), bytes: vec![chance] };
    let published = NewVersion { copies: vec![(FileKind::Cover, image)], ..version(&draft, flow, chance) };
    store.publish(&site, dialogues[0], published, By::command(NOW)).await.expect("published");
    store.remove_document(&site, name("Former"), |_, _| false, By::command(NOW)).await.expect("removed");
    let revision = store.site(&site).await.expect("a read").expect("a site").revision;
    let file = File { hash: FileHash([chance; 16]), bytes: site_file(Look { avatar: named(3), ..Look::default() }.published()) };
    assert!(store.set_site_files(&site, revision, vec![(Language::english(), file)]).await.expect("an answer"));
    dialogues
}

#[tokio::test]
async fn o1_a_site_goes_with_everything_and_the_others_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let mut worlds = Vec::new();
    for (key, chance) in [("gone", 10), ("stays", 20)] {
        let dialogues = full(&store, key, chance).await;
        worlds.push(World {
            folder: tempfile::tempdir().expect("a folder"),
            store: store.clone(),
            site: site_key(key),
            dialogues,
        });
    }
    for (world, n) in worlds.iter().zip([1, 5]) {
        let (mut one, mut two) = (Browser::new(world, n), Browser::new(world, n + 1));
        let texts = ["set first_name Ada", "email ada@example.com", "goal 1", "done"];
        world.says(&mut one, &texts).await;
        world.says(&mut two, &["set first_name Eve", "email ada@example.com", "set first_name Mallory", "hi"]).await;
        let identity = two.identity(&world.site, Some("ada@example.com"), Some("7"));
        store.identify(identity).await.expect("identified");
    }
    let (people, log) = (worlds[1].people().await, worlds[1].whole_log().await);
    assert!(store.remove_site(&site_key("gone")).await.expect("an answer"));
    assert!(!store.remove_site(&site_key("gone")).await.expect("an answer"));

    assert_eq!(store.sites().await.expect("sites"), [site_key("stays")]);
    assert_eq!((worlds[1].people().await, worlds[1].whole_log().await), (people, log));
    let kept = async |kind, hash: u8| store.file(kind, FileHash([hash; 16])).await.expect("a read").is_some();
    for (kind, offsets) in [
        (FileKind::Document, [0, 1].as_slice()),
        (FileKind::Cover, &[2, 3, 4, 100]),
        (FileKind::Font, &[5]),
        (FileKind::Flow, &[0]),
        (FileKind::Site, &[0]),
    ] {
        for offset in offsets {
            assert!(!kept(kind, 10 + offset).await, "{kind:?} {offset}");
            assert!(kept(kind, 20 + offset).await, "{kind:?} {offset}");
        }
    }
    store.close();
    let database = rusqlite::Connection::open(folder.path().join(parlor_store::DATABASE)).expect("a database");
    let left = |query: &str| database.query_row(query, [], |row| row.get::<_, u32>(0)).expect("a count");
    assert_eq!(left("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(left("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'removal%'"), 0);
    for trigger in ["counted_goes", "passings_go"] {
        let query = format!("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name = '{trigger}'");
        assert_eq!(left(&query), 1, "what goes of others is still followed by {trigger}");
    }
    for (table, count) in [("visitor", 2), ("person", 1), ("session", 2), ("conversation", 2), ("event", 8)] {
        assert_eq!(left(&format!("SELECT count(*) FROM {table}")), count, "{table}");
    }
    for table in ["tab", "given", "claim", "person_value", "document", "identity_key", "kept_site_file", "delivery"] {
        let of_both = left(&format!("SELECT count(*) FROM {table}"));
        assert!(of_both > 0, "{table} is not tried");
    }
}
