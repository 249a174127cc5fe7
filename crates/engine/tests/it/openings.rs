//! The first words that a site's file has: shown while the flow is on its way (W5, W25).

use parlor_domain::draft::DialogueDraft;
use parlor_domain::event::{StartedBy, What};
use parlor_domain::flow::Flow;
use parlor_domain::ids::{DialogueId, Secret};
use parlor_domain::limits::OPENING_CHARS;
use parlor_domain::site::{FileHash, SiteFile};
use parlor_engine::publish::publish_flow;
use parlor_engine::visit::{Effect, Input, Visit};

use crate::support::made_up::{START, flow, flow_draft, moment, page, published, site};

const HELLO: &str = r#"{"start": "a", "cards": {"a": {"question": {"text": "Hello, *you*!", "choices": [{"label": "Hi"}]}}}}"#;

fn opening(of: &str) -> Option<String> {
    published(1, |dialogue: &mut DialogueDraft| dialogue.flow = flow_draft(of)).opening
}

#[test]
fn w25_a_site_file_has_the_words_that_everybody_reads_first() {
    let long = "x".repeat(OPENING_CHARS + 1);
    let message = |text: &str| {
        format!(r#"{{"start": "b", "cards": {{"a": {{"message": {{"text": "A"}}}}, "b": {{"message": {{"text": "{text}"}}}}}}}}"#)
    };
    for (of, expected) in [
        (HELLO.to_owned(), Some("Hello, you!")),
        (message("B"), Some("B")),
        (message(&long[1..]), Some(&long[1..])),
        (message(&long), None),
        (message("Hello {{person.first_name:there}}"), None),
        (
            r#"{"start": "w", "cards": {"w": {"wait": {"ms": 500, "next": "a"}}, "a": {"message": {"text": "A"}}}}"#.to_owned(),
            None,
        ),
    ] {
        assert_eq!(opening(&of).as_deref(), expected, "{of}");
    }
}

/// A visitor on a page whose dialogue this is; its flow is still to come.
fn visitor() -> Visit {
    visitor_of(HELLO)
}

fn visitor_of(of: &str) -> Visit {
    let site = site(vec![published(1, |dialogue| {
        dialogue.flow = flow_draft(of);
        dialogue.pages.include = vec!["example.com/*".to_owned()];
    })]);
    Visit::begin(site, None, Secret::new([7; 16]), moment(START, 1))
}

fn does(visit: &mut Visit, input: Input) -> Vec<Effect> {
    visit.update(input, moment(START, 2))
}

/// On the page, and nothing else happens there.
fn arrives(visit: &mut Visit) -> Vec<Effect> {
    let mut effects = does(visit, Input::Arrived(page("https://example.com/")));
    if effects.contains(&Effect::Fetch(hello().0)) {
        effects.extend(does(visit, Input::FlowAwaited(hello().0)));
    }
    effects
}

fn teaser(visit: &Visit) -> Option<&str> {
    visit.screen().teaser.map(|teaser| teaser.text)
}

fn hello() -> (FileHash, Flow) {
    (FileHash([1; 16]), flow(HELLO))
}

#[test]
fn w25_a1_the_first_words_are_shown_and_reported_before_the_flow_is_here() {
    let mut visit = visitor();
    let effects = arrives(&mut visit);
    assert_eq!(teaser(&visit), Some("Hello, you!"));
    let shown = effects.iter().filter(|effect| matches!(effect, Effect::Report(event) if event.what == What::Shown)).count();
    let fetched = effects.iter().filter(|effect| **effect == Effect::Fetch(hello().0)).count();
    assert_eq!((shown, fetched), (1, 1));
    let (hash, flow) = hello();
    let later = does(&mut visit, Input::FlowArrived(hash, flow));
    assert!(!later.iter().any(|effect| matches!(effect, Effect::Report(_))), "reported once");
    assert_eq!(teaser(&visit), Some("Hello, you!"));
}

#[test]
fn w25_opened_before_its_flow_is_here_it_begins_when_that_comes() {
    let mut visit = visitor();
    arrives(&mut visit);
    does(&mut visit, Input::Opened);
    assert!(visit.panel().expect("a panel").chat.is_none());
    let (hash, flow) = hello();
    does(&mut visit, Input::FlowArrived(hash, flow));
    let panel = visit.panel().expect("a panel");
    assert_eq!(panel.chat.expect("a conversation").view.said.len(), 1);
}

#[test]
fn w7_w25_what_happens_meanwhile_goes_first() {
    let mut visit = visitor();
    does(&mut visit, Input::Arrived(page("https://example.com/")));
    assert_eq!(teaser(&visit), None);
    does(&mut visit, Input::Arrived(page("https://elsewhere.org/")));
    does(&mut visit, Input::FlowAwaited(hello().0));
    assert_eq!(teaser(&visit), None, "it is not for this page");
}

#[test]
fn w25_what_can_not_begin_is_not_shown_again() {
    let mut visit = visitor();
    arrives(&mut visit);
    does(&mut visit, Input::FlowGone(hello().0));
    assert_eq!(teaser(&visit), None);
    arrives(&mut visit);
    assert_eq!(teaser(&visit), None);
}

#[test]
fn w25_the_panel_is_known_before_it_is_opened() {
    let mut visit = visitor();
    arrives(&mut visit);
    assert_eq!(visit.panel_ahead(&visit.ahead(START)), None, "its flow is not here");
    let (hash, flow) = hello();
    does(&mut visit, Input::FlowArrived(hash, flow));
    let before = visit.clone();
    let ahead = visit.ahead(START);
    let chat = visit.panel_ahead(&ahead).expect("a panel").chat.expect("a conversation");
    assert_eq!((chat.view.said.len(), chat.times), (1, &[0][..]));
    assert_eq!(visit, before, "nothing has happened");
    let mut opened = visit.clone();
    does(&mut opened, Input::Opened);
    assert_eq!(opened.panel().expect("a panel").chat.expect("a conversation").view, chat.view);
    let now = opened.ahead(START);
    does(&mut opened, Input::Closed);
    let ahead = opened.ahead(START);
    assert_eq!(ahead, now, "it may be opened again");
    assert_eq!(opened.panel_ahead(&ahead).expect("a panel").chat.expect("a conversation").view, chat.view);
}

#[test]
fn w25_the_panel_is_known_as_far_as_the_browser_answers_by_itself() {
    for (of, said) in [
        (r#"{"start": "a", "cards": {"a": {"message": {"text": "On {{page.title:\"here\"}}"}}}}"#, 1),
        (
            r#"{"start": "c", "cards": {
                "c": {"condition": {"branches": [
                    {"when": {"all": [{"if": {"attribute": "visit.device", "test": {"text": {"is": ["desktop"]}}}}]}, "next": "a"}], "otherwise": "b"}},
                "a": {"message": {"text": "A desk", "next": "b"}}, "b": {"message": {"text": "Hello"}}}}"#,
            2,
        ),
    ] {
        let mut visit = visitor_of(of);
        arrives(&mut visit);
        does(&mut visit, Input::FlowArrived(hello().0, flow(of)));
        let ahead = visit.ahead(START);
        let view = visit.panel_ahead(&ahead).expect("a panel").chat.expect("a conversation").view;
        assert_eq!(view.said.len(), said, "{of}");
        let mut opened = visit.clone();
        does(&mut opened, Input::Opened);
        assert_eq!(opened.panel().expect("a panel").chat.expect("a conversation").view, view, "{of}");
    }
}

#[test]
fn w8_a_popup_that_goes_before_its_flow_is_there_is_closed() {
    let draft = serde_json::from_str(&format!(r#"{{"name": "Book", "interface": "popup", "flow": {HELLO}}}"#)).expect("a draft");
    let book = publish_flow(draft, DialogueId::from_bytes([9; 16]), 1, FileHash([9; 16])).expect("patterns");
    let site = SiteFile { flows: vec![book], ..visitor().site().clone() };
    let mut visit = Visit::begin(site, None, Secret::new([7; 16]), moment(START, 1));
    arrives(&mut visit);
    let start = Input::Start { name: "Book".to_owned(), by: StartedBy::Code, values: Vec::new() };
    let mut heard = |input: Input| {
        let told = does(&mut visit, input).into_iter();
        let names = told.filter_map(|effect| if let Effect::Tell(news) = effect { Some(news.name) } else { None });
        names.filter(|name| ["opened", "closed"].contains(name)).collect::<Vec<_>>()
    };
    assert_eq!(heard(start), ["opened"]);
    assert_eq!(heard(Input::Arrived(page("https://example.com/b"))), ["closed"]);
}
