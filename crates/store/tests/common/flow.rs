//! A conversational flow with documents.

use parlor_domain::change::By;
use parlor_domain::draft::{Draft, GoalDraft, Source};
use parlor_domain::event::{Beginning, DocumentUse, StartedBy, What};
use parlor_domain::flow::{Behind, Card, DocumentCard, Flow, Place, RichText};
use parlor_domain::ids::EventId;
use parlor_domain::reading::{DocumentRead, Reading};
use parlor_domain::site::{FileHash, Interface};
use parlor_domain::text::Name;
use parlor_store::{Brought, NewVersion};

use super::*;

/// A flow whose cards are an uploaded document, a hosted one, and a goal that the draft does not have.
pub async fn with_flow() -> (World, Browser) {
    let world = World::new().await;
    let json = r#"{"parlor": 1, "site": {"name": "Site demo", "key": "demo"}, "flows": [{"name": "Ask us", "interface": "popup",
        "flow": {"start": "hello", "cards": {"hello": {"message": {"text": "Hello"}}}}}]}"#;
    let site = serde_json::from_str(json).expect("a site draft");
    let imported = world.store.import(site, Brought::default(), site_key("fresh"), moment(3)).await.expect("imported");
    let [flow] = &imported.dialogues[..] else { panic!("one flow") };
    assert_eq!((flow.source, flow.name.as_str()), (Source::Flow, "Ask us"));
    let site = world.store.site(&world.site).await.expect("a read").expect("a site");
    let draft = site.dialogues.into_iter().find(|record| record.id == flow.id).expect("a flow").draft;
    assert!(matches!(draft, Draft::Flow(_)));
    let goal = GoalDraft { goal: Name::parse("From within").expect("a name"), score: Some(3), next: None };
    let cards = vec![document("Guide", Place::Uploaded { file: FileHash([7; 16]), bytes: 9 }), hosted(), reach()];
    let version = NewVersion {
        behind: Behind { goals: vec![(2, goal)], ..Behind::default() },
        ..version(&draft, Flow { start: 0, cards }, 9)
    };
    assert_eq!(world.store.publish(&world.site, flow.id, version, By::command(NOW)).await.expect("published"), Some(1));
    let mut browser = Browser::new(&world, 1);
    browser.dialogue = flow.id;
    (world, browser)
}

fn document(title: &str, place: Place) -> Card {
    let text = RichText::default();
    Card::Document(DocumentCard { text, title: title.to_owned(), place, cover: None, may_continue: true, next: None })
}

fn hosted() -> Card {
    document("Prices", Place::Hosted("https://docs.example/prices.pdf".to_owned()))
}

fn reach() -> Card {
    Card::Reach { goal: "From within".to_owned(), next: None }
}

pub const BY_LINK: Beginning = Beginning { by: StartedBy::Link, interface: Interface::Popup };

pub fn used(card: u16, downloaded: bool) -> What {
    What::Document(DocumentUse { turn: 0, card, downloaded })
}

pub fn read(opening: EventId, pages: u16, seconds: u32, words: &[&str]) -> What {
    let words = words.iter().map(ToString::to_string).collect();
    What::Read(DocumentRead { opening, reading: Reading { pages, of: 4, seconds, words }, downloaded: pages > 1 })
}
