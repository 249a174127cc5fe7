//! Golden bytes: what browsers and databases hold stays readable. `UPDATE_EXPECT=1` rewrites the files; a change
//! here is a change of form, and wants a new version in `parlor_domain::form`.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use parlor_domain::activity::ActivityKind;
use parlor_domain::attribute::built_in;
use parlor_domain::draft::{ConversationalFlowDraft, DialogueDraft, FlowDraft, Source};
use parlor_domain::event::{Beginning, Click, DocumentUse, Event, Outcome, PageSeen, Refusal, StartedBy, What};
use parlor_domain::flow::{Block, Card, Document, Flow, Picture, Place, RichText};
use parlor_domain::form::{BadForm, Form};
use parlor_domain::ids::{DialogueId, EventId, Ids, Moment, Secret, VisitorId};
use parlor_domain::impression::Impression;
use parlor_domain::look::LookFile;
use parlor_domain::memory::{Conversation, DialogueMemory, Given, Memory, Past, PersonFacts, Run, Session, Showings};
use parlor_domain::reading::{DocumentRead, Reading};
use parlor_domain::service::Slot;
use parlor_domain::site::{FileHash, Interface, Settings, SiteFile};
use parlor_domain::state::{Act, Answer, Defect, Phase, Problem, State, Turn};
use parlor_domain::text::{Key, Name, SiteKey, Typed};
use parlor_domain::time::{Date, Instant};
use parlor_domain::value::Value;
use parlor_engine::publish::{Work, World, compile_flow, publish_dialogue, publish_flow, site_file};
use parlor_engine::visit::blank_memory;
use parlor_wire::visitor::{AskFacts, Asker, Batch, BatchAnswer, FactsAnswer, Identified, Identify, Impressed};
use proptest::prelude::*;
use serde::Serialize;

const NOW: Instant = Instant(1_795_255_200_000);

fn file(name: &str, extension: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name).with_extension(extension)
}

/// The bytes, sixteen on a line.
fn hex(bytes: &[u8]) -> String {
    let line = |line: &[u8]| line.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ") + "\n";
    bytes.chunks(16).map(line).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).expect("hexadecimal")).collect()
}

/// The value is written as the golden bytes, and the golden bytes are read as the value.
fn check<T: Form + Serialize + PartialEq + Debug>(name: &str, value: &T) {
    expect_file![file(name, "hex")].assert_eq(&hex(&value.to_bytes()));
    expect_file![file(name, "json")].assert_eq(&(serde_json::to_string_pretty(value).expect("JSON") + "\n"));
    let golden = unhex(&std::fs::read_to_string(file(name, "hex")).expect("golden bytes"));
    assert_eq!(T::from_bytes(&golden).as_ref(), Ok(value), "{name}");
}

/// What an older program wrote is read, as this value.
fn check_old<T: Form + PartialEq + Debug>(name: &str, value: &T) {
    let golden = unhex(&std::fs::read_to_string(file(name, "hex")).expect("golden bytes"));
    assert_eq!(T::from_bytes(&golden).as_ref(), Ok(value), "{name}");
}

/// Cut, lengthened or of another version: a refusal, never a panic.
fn check_bad<T: Form + PartialEq + Debug>(value: &T) {
    let bytes = value.to_bytes();
    let older = |version: &u8| T::GREW.iter().any(|(older, _)| older == version);
    for length in 0..bytes.len() {
        assert_eq!(T::from_bytes(&bytes[..length]), Err(BadForm::Malformed), "cut to {length}");
    }
    assert_eq!(T::from_bytes(&[&bytes[..], &[0]].concat()), Err(BadForm::Malformed));
    for version in (0..=u8::MAX).filter(|version| *version != T::VERSION && !older(version)) {
        let other = [&[version], &bytes[1..]].concat();
        assert_eq!(T::from_bytes(&other), Err(BadForm::UnknownVersion(version)));
    }
}

fn key(text: &str) -> Key {
    Key::parse(text).expect("a key")
}

fn ids(chance: u8) -> Ids {
    Moment { now: NOW, chance: [chance; 10] }.ids()
}

fn dialogue_id() -> DialogueId {
    ids(1).make()
}

/// Every card with every option.
fn flow_draft() -> FlowDraft {
    serde_json::from_str(include_str!("../golden/flow_draft.json")).expect("a flow")
}

fn flow() -> Flow {
    compile_flow(&flow_draft(), &world()).expect("sound texts").flow
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// A message with an image, which is a form of texts that older flows don't have.
fn flow_with_image() -> Flow {
    let place = Place::Uploaded { file: FileHash([0xab; 16]), bytes: 123_456 };
    let image = Block::Image { alt: "A cat, asleep".into(), picture: Picture { place, width: 640, height: 480 } };
    Flow { start: 0, cards: vec![Card::Message { text: RichText(vec![image]), next: None }] }
}

/// A site with a document and a flow that stands in others.
fn world() -> World<'static> {
    let sub_flow = r#"{"start": "hi", "cards": {"hi": {"message": {"text": "Hello."}}}}"#;
    let work = Work {
        id: dialogue_id(),
        name: name("Details"),
        source: Source::Flow,
        latest: Some((2, serde_json::from_str(sub_flow).expect("a flow"))),
        competes: None,
    };
    let document = |name, place| Document { name, place, cover: Some(FileHash([0xcd; 16])) };
    let documents = vec![
        document(name("Guide"), Place::Uploaded { file: FileHash([0xab; 16]), bytes: 1_234_567 }),
        document(name("Map"), Place::Hosted("https://example.com/map.pdf".into())),
    ];
    World { attributes: &[], goals: &[], documents: documents.leak(), works: vec![work].leak(), ..World::default() }
}

fn site() -> SiteFile {
    let mut settings: Settings = serde_json::from_str(
        r##"{"name": "Demo", "session_minutes": 30, "response_delay_ms": 600,
            "look": {"bot_name": "Ada", "tagline": "We answer in a minute", "accent": "#0e6f73", "corner": "left", "launcher": "when_needed"}}"##,
    )
    .expect("settings");
    settings.look.avatar = Some(LookFile::Kept(FileHash([0x12; 16])));
    settings.look.font_file = Some(LookFile::Kept(FileHash([0x34; 16])));
    let draft: DialogueDraft = serde_json::from_str(include_str!("../golden/dialogue_draft.json")).expect("a dialogue");
    let plain =
        DialogueDraft { priority: 1, pages: serde_json::from_str(r#"{"include": ["*"]}"#).expect("pages"), ..draft.clone() };
    let plain = DialogueDraft { audience: Default::default(), display: Default::default(), ..plain };
    let world = world();
    let publish =
        |draft, asked| publish_dialogue(draft, dialogue_id(), NOW, 3, FileHash([0xab; 16]), asked, &world).expect("patterns");
    let flow: ConversationalFlowDraft =
        serde_json::from_str(include_str!("../golden/conversational_flow_draft.json")).expect("a flow");
    let flow = publish_flow(flow, dialogue_id(), 2, FileHash([0xef; 16])).expect("patterns");
    let attributes: Vec<_> = built_in().collect();
    site_file(&settings, &attributes, vec![publish(draft, Some(NOW)), publish(plain, None)], vec![flow])
}

fn typed(text: &str) -> Typed {
    Typed { text: text.into(), folded: text.to_lowercase() }
}

fn turns() -> Vec<Turn> {
    let turn = |card, answer, problem| Turn { card, answer, problem };
    vec![
        turn(0, None, None),
        turn(1, Some(Answer::Choices(vec![0, 2])), None),
        turn(2, Some(Answer::Text(typed("Ada@"))), Some(Problem::NotAnEmail)),
        turn(2, Some(Answer::Text(typed("Ada@example.com"))), None),
        turn(3, Some(Answer::Skipped), None),
        turn(4, None, None),
    ]
}

fn conversation(ids: &mut Ids, phase: Phase) -> Conversation {
    Conversation {
        id: ids.make(),
        dialogue: dialogue_id(),
        version: 3,
        flow: FileHash([0xab; 16]),
        touched: NOW,
        triggered_in: Some(ids.make()),
        engaged_in: None,
        start_reported: true,
        state: State { delay_ms: 600, known: values(), missed: 0, turns: turns(), phase },
    }
}

fn values() -> Vec<(Key, Value)> {
    vec![
        (key("email"), Value::Text("ada@example.com".into())),
        (key("seats"), Value::Number(12.5)),
        (key("newsletter"), Value::YesNo(true)),
        (key("born"), Value::Date(Date::from_civil(1815, 12, 10).expect("a date"))),
        (key("call_at"), Value::DateTime(NOW)),
    ]
}

/// As the first version had it.
fn memory_1() -> Memory {
    let mut ids = ids(2);
    let session = Session {
        last: NOW,
        id: ids.make(),
        pages: 2,
        entry_page: "https://example.com/".into(),
        referrer: "https://search.example/".into(),
        campaign: vec![("utm_source".into(), "mail".into())],
    };
    let of_dialogue = DialogueMemory {
        display: 7,
        shown: Some((NOW, session.id)),
        dismissed: Some(session.id),
        time_on_page: 12_345,
        met: 0b101,
        completed: Some(NOW),
    };
    let phases = [Phase::Ready, Phase::Typing(5), Phase::Waiting { tries: 2 }, Phase::Done, Phase::Broken(Defect::TooLong)];
    let given = |(key, value): (Key, Value)| (key, Given { at: NOW, folded: value.to_string().to_lowercase(), value });
    Memory {
        visitor: ids.make(),
        secret: Secret::new([0x5e; 16]),
        sessions: 4,
        pages: 300,
        session,
        dialogues: vec![(dialogue_id(), of_dialogue)],
        conversations: phases.into_iter().map(|phase| conversation(&mut ids, phase)).collect(),
        given: values().into_iter().map(given).collect(),
        given_since: NOW,
        ..blank_memory(VisitorId::from_bytes([0; 16]), Secret::new([0; 16]))
    }
}

fn memory() -> Memory {
    let old = memory_1();
    let beginning = Some(Beginning { by: StartedBy::Form, interface: Interface::Popup });
    let runs = old.conversations.iter().map(|of| (of.id, Run { beginning, times: vec![0, 7, 300] })).collect();
    let mut history = vec![
        (Past::Shown(dialogue_id()), NOW),
        (Past::Engaged(dialogue_id()), NOW),
        (Past::Completed(dialogue_id()), NOW),
        (Past::Goal("Contact".into()), NOW),
        (Past::Document("Guide".into()), NOW),
    ];
    history.sort();
    Memory {
        runs,
        history,
        showings: vec![(dialogue_id(), Showings { sessions: 3, dismissed: Some(NOW) })],
        verified: true,
        facts: Some(facts()),
        ..old
    }
}

fn facts() -> PersonFacts {
    PersonFacts { at: NOW, verdicts: vec![(7, true), (4_000_000_000, false)], values: values() }
}

fn slot() -> Slot {
    Slot { start: NOW, minutes: 30 }
}

fn events() -> Vec<Event> {
    let mut ids = ids(3);
    let acted = |answer| What::Acted(Act { turn: 1, card: 2, answer });
    let whats = [
        What::Shown,
        What::Started(values()),
        acted(Answer::Choices(vec![0, 19])),
        acted(Answer::Text(typed("Ada"))),
        acted(Answer::Confirmed),
        acted(Answer::Skipped),
        What::Lost,
        acted(Answer::Branch(1)),
        acted(Answer::Filled(vec!["Ada".into(), String::new()])),
        acted(Answer::Opened),
        What::Begun(Beginning { by: StartedBy::Link, interface: Interface::Popup }),
        What::Document(DocumentUse { turn: 1, card: 2, downloaded: true }),
        What::Clicked(Click { card: 2, link: 1 }),
        What::Closed,
        What::Given(values()),
        What::Viewed,
        What::Forgot(300),
        acted(Answer::Back { turn: 0, card: 1 }),
        acted(Answer::Unserved),
        acted(Answer::Offered(vec![slot()])),
        acted(Answer::Picked(slot())),
        acted(Answer::Served("Ann".into())),
        acted(Answer::Ended),
        What::Read(DocumentRead {
            opening: EventId::from_bytes([0x0d; 16]),
            reading: Reading { pages: 3, of: 4, seconds: 75, words: vec!["tide".into(), "Wartung".into()] },
            downloaded: true,
        }),
    ];
    let (session, conversation, tab) = (ids.make(), ids.make(), ids.make());
    let page = || PageSeen { url: "https://example.com/pricing?plan=pro".into(), title: "Prices – Demo".into() };
    let event = |(number, what): (usize, What)| Event {
        id: ids.make(),
        at: NOW.plus(number as i64),
        session,
        conversation,
        tab,
        client_seq: u32::try_from(number).expect("few events"),
        dialogue: dialogue_id(),
        version: 3,
        page: page(),
        what,
    };
    whats.into_iter().enumerate().map(event).collect()
}

fn batch() -> Batch {
    Batch {
        site: SiteKey::parse("demo").expect("a key"),
        ticket: "1795255200.c2lnbmF0dXJl".into(),
        visitor: ids(4).make(),
        secret: Secret::new([0x5e; 16]),
        sent: NOW.plus(7),
        events: events().into_iter().take(7).collect(),
    }
}

fn asker() -> Asker {
    let batch = batch();
    Asker { site: batch.site, ticket: batch.ticket, visitor: batch.visitor, secret: batch.secret }
}

fn answer() -> BatchAnswer {
    let mut ids = ids(5);
    let refused = Refusal::ALL.map(Outcome::Refused);
    let outcomes = [Outcome::Stored, Outcome::Wanted(300)].into_iter().chain(refused);
    BatchAnswer { outcomes: outcomes.map(|outcome| (ids.make(), outcome)).collect(), ticket: Some("next".into()) }
}

#[test]
fn the_site_file_keeps_its_form() {
    check("site_file", &site());
    check_bad(&site());
}

#[test]
fn the_flow_keeps_its_form() {
    check("flow", &flow());
    check_bad(&flow());
    check("flow_image", &flow_with_image());
    check_bad(&flow_with_image());
    let old = std::fs::read_to_string(file("flow_1", "hex")).expect("golden bytes");
    let old = Flow::from_bytes(&unhex(&old)).expect("a flow of an older program");
    expect_file![file("flow_1", "json")].assert_eq(&(serde_json::to_string_pretty(&old).expect("JSON") + "\n"));
}

#[test]
fn the_memory_keeps_its_form() {
    check("memory", &memory());
    check_bad(&memory());
    check_old("memory_1", &memory_1());
}

#[test]
fn every_event_keeps_its_form() {
    let names = [
        "shown",
        "started",
        "picked",
        "typed",
        "confirmed",
        "skipped",
        "lost",
        "branch",
        "filled",
        "opened",
        "begun",
        "document",
        "clicked",
        "closed",
        "given",
        "viewed",
        "forgot",
        "back",
        "unserved",
        "offered",
        "picked_slot",
        "served",
        "ended",
        "read",
    ];
    assert_eq!(names.len(), events().len());
    for (event, name) in events().iter().zip(names) {
        check(&format!("event_{name}"), event);
        check_bad(event);
    }
}

#[test]
fn a_batch_and_its_answer_keep_their_form() {
    check("batch", &batch());
    check_bad(&batch());
    check("batch_answer", &answer());
    check_bad(&answer());
}

#[test]
fn an_impression_keeps_its_form() {
    let impression = Impression { dialogue: ids(7).make(), version: 300 };
    let Batch { site, ticket, .. } = batch();
    let impressed = Impressed { site, ticket, impression };
    check("impressed", &impressed);
    check_bad(&impressed);
}

#[test]
fn questions_about_the_person_keep_their_form() {
    let page = PageSeen { url: "https://example.com/".into(), title: "Demo".into() };
    let identify = Identify { asker: asker(), session: ids(6).make(), page, token: "a.b.c".into() };
    check("identify", &identify);
    check_bad(&identify);
    check("identified", &Identified { moved: true, ticket: Some("next".into()) });
    let asked = |flow| AskFacts { asker: asker(), site_file: FileHash([0xab; 16]), flow, utc_offset_minutes: -90 };
    check("ask_facts", &asked(Some(FileHash([0xcd; 16]))));
    check_bad(&asked(None));
    check("facts_answer", &FactsAnswer { verified: true, facts: facts(), ticket: None });
    check_bad(&FactsAnswer { verified: false, facts: facts(), ticket: None });
}

#[test]
fn codes_in_the_database_stay_what_they_are() {
    let refusals = Refusal::ALL.map(Refusal::code).join("\n");
    let kinds = ActivityKind::ALL.map(ActivityKind::code).join("\n");
    expect_file![file("codes", "txt")].assert_eq(&format!("Refusals\n{refusals}\n\nActivities\n{kinds}\n"));
}

/// What is read is written back alike, whatever it was read from.
fn read_any<T: Form + PartialEq + Debug>(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(value) = T::from_bytes(bytes) {
        prop_assert!(T::from_bytes(&value.to_bytes()).is_ok());
    }
    Ok(())
}

fn read_as_every_form(bytes: &[u8]) -> Result<(), TestCaseError> {
    read_any::<SiteFile>(bytes)?;
    read_any::<Flow>(bytes)?;
    read_any::<Memory>(bytes)?;
    read_any::<Event>(bytes)?;
    read_any::<Batch>(bytes)?;
    read_any::<BatchAnswer>(bytes)?;
    read_any::<Impressed>(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn no_bytes_make_a_reader_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_as_every_form(&bytes)?;
        if let Some(version) = bytes.first_mut() {
            *version = 1;
        }
        read_as_every_form(&bytes)?;
    }

    #[test]
    fn no_garbled_byte_makes_a_reader_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), which in 0usize..6) {
        let golden = [site().to_bytes(), flow().to_bytes(), memory().to_bytes(), events()[1].to_bytes(), batch().to_bytes(), answer().to_bytes()];
        let mut bytes = golden[which].clone();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        read_as_every_form(&bytes)?;
    }
}
