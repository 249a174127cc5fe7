//! Importing, publishing, and reading back.

mod common;

use common::*;
use parlor_domain::change::By;
use parlor_domain::draft::Draft;
use parlor_domain::flow::Flow;
use parlor_domain::ids::DialogueId;
use parlor_domain::language::Language;
use parlor_domain::site::FileHash;
use parlor_domain::text::Name;
use parlor_store::{Brought, Change, File, FileKind, NewVersion, Store};

fn version(draft: &Draft, hash: u8, ask_again: bool) -> NewVersion {
    NewVersion { ask_again, ..common::version(draft, Flow::default(), hash) }
}

#[tokio::test]
async fn an_import_says_what_is_new_changed_and_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let mut draft = site_draft("demo", "");
    let told = async |draft| {
        let imported = store.import(draft, Brought::default(), site_key("fresh"), moment(2)).await.expect("imported");
        (imported.site, imported.dialogues.into_iter().map(|dialogue| dialogue.change).collect::<Vec<_>>())
    };
    assert_eq!(told(draft.clone()).await, (Change::New, vec![Change::New, Change::New]));
    let revision = async || store.site(&site_key("demo")).await.expect("a read").expect("a site").revision;
    let before = revision().await;
    assert_eq!(told(draft.clone()).await, (Change::Same, vec![Change::Same, Change::Same]));
    assert_eq!(revision().await, before);
    draft.dialogues[1].priority = 7;
    draft.goals.push(Name::parse("Another").expect("a name"));
    assert_eq!(told(draft.clone()).await, (Change::Changed, vec![Change::Same, Change::Changed]));
    assert!(revision().await > before);

    let site = store.site(&site_key("demo")).await.expect("a read").expect("a site");
    assert_eq!(site.settings, draft.site);
    assert_eq!(site.goals, draft.goals);
    let drafts: Vec<_> = draft.dialogues.into_iter().map(Draft::Dialogue).collect();
    assert_eq!(site.dialogues.into_iter().map(|dialogue| dialogue.draft).collect::<Vec<_>>(), drafts);
    assert!(site.attributes.ends_with(&draft.attributes));
    assert!(site.attributes.iter().any(|attribute| attribute.key.as_str() == "first_name"));
}

#[tokio::test]
async fn a_site_without_a_key_is_found_by_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let mut draft = site_draft("demo", "");
    draft.site.key = None;
    for (fresh, change) in [("one1", Change::New), ("two2", Change::Same)] {
        let imported = store.import(draft.clone(), Brought::default(), site_key(fresh), moment(3)).await.expect("imported");
        assert_eq!((imported.key, imported.site), (site_key("one1"), change));
    }
    let site = store.site(&site_key("one1")).await.expect("a read").expect("a site");
    assert_eq!(site.settings.key, Some(site_key("one1")));
    assert_eq!(store.sites().await.expect("sites"), [site_key("one1")]);
}

#[tokio::test]
async fn versions_are_numbered_and_frozen() {
    let world = World::new().await;
    let site = async || world.store.site(&world.site).await.expect("a read").expect("a site");
    let dialogue = site().await.dialogues.remove(0);
    let revision = site().await.revision;
    let publish = async |id, version| world.store.publish(&world.site, id, version, By::command(NOW)).await.expect("an answer");
    assert_eq!(publish(dialogue.id, version(&dialogue.draft, 5, true)).await, Some(2));
    assert_eq!(publish(DialogueId::from_bytes([9; 16]), version(&dialogue.draft, 5, false)).await, None);

    let now = site().await.dialogues.remove(0);
    let latest = now.latest.expect("a version");
    assert_eq!((latest.number, latest.flow, latest.draft), (2, FileHash([5; 16]), dialogue.draft.clone()));
    assert_eq!((now.published, now.asked_again), (true, Some(NOW)));
    assert!(site().await.revision > revision);
    assert!(world.store.file(FileKind::Flow, FileHash([5; 16])).await.expect("a read").is_some());
    assert!(world.store.file(FileKind::Site, FileHash([5; 16])).await.expect("a read").is_none());

    assert!(world.store.unpublish(&world.site, dialogue.id, By::command(NOW)).await.expect("an answer"));
    assert!(!world.store.unpublish(&world.site, dialogue.id, By::command(NOW)).await.expect("an answer"));
    assert!(!site().await.dialogues.remove(0).published);
}

#[tokio::test]
async fn a_dialogue_of_another_site_can_not_be_published() {
    let world = World::new().await;
    let (other, _) = add_site(&world.store, "other", "", 9).await;
    let draft = Draft::Dialogue(site_draft("demo", "").dialogues.remove(0));
    let published = world.store.publish(&other, world.dialogues[0], version(&draft, 5, false), By::command(NOW)).await;
    assert_eq!(published.expect("an answer"), None);
    assert!(!world.store.unpublish(&other, world.dialogues[0], By::command(NOW)).await.expect("an answer"));
}

#[tokio::test]
async fn the_site_file_is_set_only_if_nothing_changed_meanwhile() {
    let world = World::new().await;
    let file = File { hash: FileHash([4; 16]), bytes: vec![1, 2, 3] };
    let revision = world.store.site(&world.site).await.expect("a read").expect("a site").revision;
    let set = async |revision| {
        world.store.set_site_files(&world.site, revision, vec![(Language::english(), file.clone())]).await.expect("an answer")
    };
    assert!(!set(revision - 1).await);
    assert_eq!(world.store.file(FileKind::Site, file.hash).await.expect("a read"), None);
    assert!(set(revision).await);
    assert_eq!(world.store.file(FileKind::Site, file.hash).await.expect("a read"), Some(vec![1, 2, 3]));
    assert_eq!(
        world.store.site(&world.site).await.expect("a read").expect("a site").site_files,
        [(Language::english(), file.hash)]
    );
}

#[tokio::test]
async fn more_dialogues_than_a_moment_has_ids() {
    let world = World::new().await;
    let mut draft = site_draft("many", "");
    let first = draft.dialogues.remove(0);
    draft.dialogues = (0..400)
        .map(|n| parlor_domain::draft::DialogueDraft { name: Name::parse(&format!("D{n}")).expect("a name"), ..first.clone() })
        .collect();
    world.store.import(draft, Brought::default(), site_key("fresh"), moment(5)).await.expect("imported");
    let site = world.store.site(&site_key("many")).await.expect("a read").expect("a site");
    let names: Vec<String> = site.dialogues.iter().map(|dialogue| dialogue.draft.name().to_string()).collect();
    assert_eq!(names, (0..400).map(|n| format!("D{n}")).collect::<Vec<_>>());
}
