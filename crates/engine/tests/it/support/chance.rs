//! Values by chance, for properties.

use parlor_domain::draft::{
    ActionDraft, AnswersDraft, BranchDraft, CaptureDraft, CardDraft, CardDrafts, ChoiceDraft, ConditionDraft, DeedDraft,
    DocumentCardDraft, FlowCardDraft, FlowDraft, GoalDraft, JumpDraft, Known, Literal, LiveChatDraft, MeetingDraft, MessageDraft,
    OtherDraft, QuestionDraft, RoutingDraft, SettingDraft, SplitBranchDraft, SplitDraft, WaitDraft,
};
use parlor_domain::flow::Flow;
use parlor_domain::ids::{ConversationId, DialogueId, Secret, SessionId, VisitorId};
use parlor_domain::memory::{Conversation, DialogueMemory, Given, Memory, Session};
use parlor_domain::service::Slot;
use parlor_domain::site::FileHash;
use parlor_domain::state::{Act, Answer, Phase, State, Turn};
use parlor_domain::text::{Key, Name, Typed};
use parlor_domain::time::Instant;
use parlor_domain::value::{InputKind, Value};
use parlor_engine::view::{Ask, Prompt, View};
use parlor_engine::visit::blank_memory;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::corpus::compile;

fn key(number: usize) -> Key {
    Key::parse(&format!("c{number}")).expect("a key")
}

fn attribute() -> impl Strategy<Value = Option<Key>> {
    let keys = ["first_name", "last_name", "email", "phone", "job_title"];
    option::of(prop::sample::select(keys.map(|text| Key::parse(text).expect("a key")).to_vec()))
}

fn input() -> impl Strategy<Value = InputKind> {
    prop::sample::select(vec![
        InputKind::Text,
        InputKind::Email,
        InputKind::Phone,
        InputKind::Number,
        InputKind::WholeNumber,
        InputKind::Date,
        InputKind::YesNo,
        InputKind::Choice(vec!["A".into(), "B".into()]),
    ])
}

fn known() -> impl Strategy<Value = Known> {
    prop::sample::select(vec![Known::Skip, Known::Confirm, Known::AskAgain])
}

fn card(next: BoxedStrategy<Option<Key>>) -> impl Strategy<Value = CardDraft> {
    let message = next.clone().prop_map(|next| CardDraft::Message(MessageDraft { text: "Hm.".into(), next }));
    let goal = next.clone();
    let goal = goal.prop_map(|next| CardDraft::Goal(GoalDraft { goal: Name::parse("Lead").expect("a name"), score: None, next }));
    let jump = next.clone().prop_map(|to| CardDraft::Jump(JumpDraft { to: to.unwrap_or_else(|| key(0)) }));
    let parts = (vec(next.clone(), 1..4), any::<bool>(), option::of(next.clone()), attribute(), next.clone());
    let question = parts.prop_map(|(ways, several, other, attribute, next)| {
        let choice = |(at, way)| ChoiceDraft { label: format!("L{at}"), value: None, next: if several { None } else { way } };
        CardDraft::Question(QuestionDraft {
            text: "Which?".into(),
            choices: ways.into_iter().enumerate().map(choice).collect(),
            several,
            other: other.filter(|_| !several).map(|next| OtherDraft { label: "Other".into(), next }),
            attribute: attribute.filter(|key| key.as_str() != "email"),
            next,
        })
    });
    let ways = (vec(next.clone(), 2..4), 0u8..10);
    let parts = (input(), attribute(), any::<bool>(), known(), next.clone(), next);
    let capture = parts.prop_map(|(input, attribute, required, known, next, could_not_answer)| {
        let text = "Yours?".into();
        CardDraft::Capture(CaptureDraft { text, input, attribute, placeholder: None, required, known, next, could_not_answer })
    });
    let ways = ways.prop_map(|(ways, text)| special(ways, text));
    prop_oneof![2 => message, 1 => goal, 1 => jump, 3 => question, 4 => capture, 4 => ways]
}

/// A card that asks the browser, waits or offers a document.
fn special(mut ways: Vec<Option<Key>>, kind: u8) -> CardDraft {
    let next = ways.pop().flatten();
    match kind {
        0 => CardDraft::Wait(WaitDraft { ms: 300, next }),
        1 => {
            let when = |attribute: &str| {
                serde_json::from_value(serde_json::json!({
                    "all": [{ "if": { "attribute": attribute, "test": { "text": "is_not_empty" } } }]
                }))
                .expect("an audience")
            };
            let attributes = ["person.email", "answer.c1", "visit.language"];
            let branches = ways.into_iter().zip(attributes).map(|(next, attribute)| BranchDraft { when: when(attribute), next });
            CardDraft::Condition(ConditionDraft { branches: branches.collect(), otherwise: next })
        }
        2 => {
            let branches = ways.into_iter().chain([next]).map(|next| SplitBranchDraft { weight: 3, next });
            CardDraft::Split(SplitDraft { branches: branches.collect() })
        }
        3 => CardDraft::Document(DocumentCardDraft {
            text: "Read {{person.first_name:\"it\"}}.".into(),
            document: Name::parse("Guide").expect("a name"),
            may_continue: ways.len() > 1,
            next,
        }),
        4 => {
            let value = Literal::Text("as {{answer.c0:\"nobody\"}} on {{page.title}}".into());
            let setting = SettingDraft { attribute: Key::parse("job_title").expect("a key"), value };
            let clear = DeedDraft::Clear(Key::parse("phone").expect("a key"));
            let deeds = if ways.len() > 1 { vec![clear] } else { vec![clear, DeedDraft::Set(setting)] };
            CardDraft::Action(ActionDraft { deeds, next })
        }
        5 => CardDraft::Meeting(MeetingDraft {
            text: "When, {{person.first_name:\"friend\"}}?".into(),
            routing: RoutingDraft::RoundRobin,
            agent_name: None,
            agent_email: None,
            booked: ways.pop().flatten(),
            not_booked: next,
        }),
        6 => {
            let (routing, ended) = (RoutingDraft::RoundRobin, ways.pop().flatten());
            CardDraft::LiveChat(LiveChatDraft { text: "One moment.".into(), routing, ended, not_connected: next })
        }
        8 => CardDraft::Flow(FlowCardDraft { flow: Name::parse("Book a demo").expect("a name"), next }),
        7 => CardDraft::Answers(AnswersDraft { text: "Ask!".into(), next: ways.pop().flatten(), no_match: next }),
        _ => CardDraft::Message(MessageDraft { text: "Hello {{answer.c0:\"you\"}} on {{page.title:\"\"}}.".into(), next }),
    }
}

/// Drafts of a few cards that lead anywhere, also to cards that are not there.
pub(crate) fn wild_draft() -> impl Strategy<Value = FlowDraft> {
    (1usize..9).prop_flat_map(|count| {
        let next = option::weighted(0.9, (0..count + 1).prop_map(key)).boxed();
        vec(card(next), count).prop_map(draft_of)
    })
}

/// Drafts of cards in a row with some ways back and on: most are sound.
pub(crate) fn tame_draft() -> impl Strategy<Value = FlowDraft> {
    (1usize..9).prop_flat_map(|count| {
        let card_at = |at: usize| {
            let on = if at + 1 < count { Some(key(at + 1)) } else { None };
            let any_way = option::weighted(0.8, (0..count).prop_map(key));
            card(prop_oneof![8 => Just(on), 1 => any_way].boxed())
        };
        (0..count).map(card_at).collect::<Vec<_>>().prop_map(draft_of)
    })
}

fn draft_of(cards: Vec<CardDraft>) -> FlowDraft {
    let cards = cards.into_iter().enumerate().map(|(at, card)| (key(at), card)).collect();
    FlowDraft { start: key(0), cards: CardDrafts(cards) }
}

pub(crate) fn wild_flow() -> impl Strategy<Value = Flow> {
    wild_draft().prop_map(|draft| compile(&draft).flow)
}

pub(crate) fn typed() -> impl Strategy<Value = Typed> {
    let texts = [
        "",
        " ",
        "Ada",
        "ada@example.com",
        "bob@example.com",
        "12",
        "3,5",
        "030 123456",
        "2026-11-21",
        "yes",
        "A",
        "B",
        "\u{0}",
        "ä\u{301}",
    ];
    prop_oneof![8 => prop::sample::select(texts.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
        .prop_map(|text| Typed { folded: text.to_lowercase(), text })
}

pub(crate) fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        3 => vec(0u8..5, 0..4).prop_map(Answer::Choices),
        4 => typed().prop_map(Answer::Text),
        1 => Just(Answer::Confirmed),
        1 => Just(Answer::Skipped),
        1 => Just(Answer::Opened),
        1 => (0u16..6, 0u16..10).prop_map(|(turn, card)| Answer::Back { turn, card }),
        1 => (0u8..4).prop_map(Answer::Branch),
        1 => vec("[a-c{}\"]{0,6}", 0..3).prop_map(Answer::Filled),
        1 => service(),
    ]
}

/// What agents, their calendars and the library say, and which time a visitor picks.
fn service() -> impl Strategy<Value = Answer> {
    prop::sample::select(vec![
        Answer::Unserved,
        Answer::Offered(Vec::new()),
        Answer::Offered(vec![slot(1), slot(2)]),
        Answer::Picked(slot(1)),
        Answer::Served("Ann".to_owned()),
        Answer::Ended,
    ])
}

/// The nth time at which somebody could meet.
pub(crate) fn slot(number: i64) -> Slot {
    Slot { start: Instant(number * 3_600_000), minutes: 30 }
}

/// What a visitor does next: something wild, or an answer to what is asked.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    Wild(Act),
    Fitting(Answer, u8),
    Wait,
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let wild = (0u16..6, 0u16..10, answer()).prop_map(|(turn, card, answer)| Move::Wild(Act { turn, card, answer }));
    let fitting = (answer(), any::<u8>()).prop_map(|(answer, chance)| Move::Fitting(answer, chance));
    vec(prop_oneof![1 => wild, 6 => fitting, 2 => Just(Move::Wait)], 0..20)
}

/// An answer that the prompt takes, near the one that was drawn; now and then one that goes back.
pub(crate) fn fitting(view: &View<'_>, prompt: &Prompt<'_>, answer: &Answer, chance: u8) -> Answer {
    let mut changeable = view.said.iter().filter(|said| said.may_change);
    if chance.is_multiple_of(6)
        && let Some(said) = changeable.next_back()
    {
        return Answer::Back { turn: said.turn, card: said.card };
    }
    match &prompt.ask {
        Ask::Choices { labels, .. } => Answer::Choices(vec![chance % u8::try_from(labels.len().max(1)).unwrap_or(1)]),
        Ask::Input { known: Some(_), .. } if chance.is_multiple_of(2) => Answer::Confirmed,
        Ask::Input { required: false, .. } if chance.is_multiple_of(5) => Answer::Skipped,
        Ask::Input { input, .. } if !chance.is_multiple_of(4) => Answer::Text(good(input, chance)),
        Ask::Input { .. } => answer.clone(),
        Ask::Document { may_continue: true } if chance.is_multiple_of(3) => Answer::Skipped,
        Ask::Document { .. } => Answer::Opened,
        Ask::Slots(_) | Ask::Question if chance.is_multiple_of(5) => Answer::Skipped,
        Ask::Slots(slots) => Answer::Picked(slots[usize::from(chance) % slots.len()]),
        Ask::LiveChat(_) => Answer::Ended,
        Ask::Question => Answer::Text(good(&InputKind::Text, chance)),
    }
}

fn good(input: &InputKind, chance: u8) -> Typed {
    let text = match input {
        InputKind::Email if chance.is_multiple_of(3) => "bob@example.com",
        InputKind::Email => "ada@example.com",
        InputKind::Phone => "030 123456",
        InputKind::Number | InputKind::WholeNumber => "12",
        InputKind::Date => "2026-11-21",
        InputKind::DateTime => "2026-11-21T10:00Z",
        InputKind::YesNo => "yes",
        InputKind::Choice(_) => "A",
        InputKind::Text | InputKind::LongText => "Ada",
    };
    Typed { text: text.into(), folded: text.to_lowercase() }
}

pub(crate) fn known_values() -> impl Strategy<Value = Vec<(Key, Value)>> {
    let all = [("email", "ada@example.com"), ("first_name", "Ada"), ("phone", "030 123456")];
    let all = all.map(|(key, value)| (Key::parse(key).expect("a key"), Value::Text(value.to_owned())));
    prop::sample::subsequence(all.to_vec(), 0..=3)
}

/// Few ids, so that two memories share some.
fn id() -> impl Strategy<Value = [u8; 16]> {
    (0u8..4).prop_map(|byte| [byte; 16])
}

fn instant() -> impl Strategy<Value = Instant> {
    (0i64..6).prop_map(Instant)
}

fn session() -> impl Strategy<Value = Session> {
    (instant(), id(), 0u32..3).prop_map(|(last, id, pages)| Session {
        last,
        id: SessionId::from_bytes(id),
        pages,
        entry_page: String::new(),
        referrer: String::new(),
        campaign: Vec::new(),
    })
}

fn of_dialogue() -> impl Strategy<Value = DialogueMemory> {
    let shown = option::of((instant(), id().prop_map(SessionId::from_bytes)));
    (shown, option::of(id().prop_map(SessionId::from_bytes)), 0u32..5, 0u16..8, option::of(instant())).prop_map(
        |(shown, dismissed, time_on_page, met, completed)| DialogueMemory {
            shown,
            dismissed,
            time_on_page,
            display: u32::from(met % 3),
            met,
            completed,
        },
    )
}

fn turn() -> impl Strategy<Value = Turn> {
    (0u16..3, option::of(answer())).prop_map(|(card, answer)| Turn { card, answer, problem: None })
}

fn state() -> impl Strategy<Value = State> {
    let phase = prop_oneof![Just(Phase::Ready), Just(Phase::Waiting { tries: 0 }), Just(Phase::Done), Just(Phase::Typing(1))];
    (vec(turn(), 0..3), phase, known_values()).prop_map(|(turns, phase, known)| State { turns, phase, known, ..State::default() })
}

fn conversation() -> impl Strategy<Value = Conversation> {
    let ids = (id(), id(), 1u32..3, any::<bool>());
    (ids, instant(), option::of(id()), option::of(id()), state()).prop_map(
        |((id, dialogue, version, start_reported), touched, triggered, engaged, state)| Conversation {
            id: ConversationId::from_bytes(id),
            dialogue: DialogueId::from_bytes(dialogue),
            version,
            flow: FileHash([u8::try_from(version).unwrap_or(0); 16]),
            touched,
            triggered_in: triggered.map(SessionId::from_bytes),
            engaged_in: engaged.map(SessionId::from_bytes),
            start_reported,
            state,
        },
    )
}

fn given() -> impl Strategy<Value = (Key, Given)> {
    (prop::sample::select(vec!["email", "first_name", "phone"]), instant(), typed()).prop_map(|(key, at, typed)| {
        (Key::parse(key).expect("a key"), Given { at, value: Value::Text(typed.text), folded: typed.folded })
    })
}

/// A memory as browsers keep it: lists sorted, without doubles, nothing given before the last change of address.
pub(crate) fn any_memory() -> impl Strategy<Value = Memory> {
    let lists =
        (vec((id().prop_map(DialogueId::from_bytes), of_dialogue()), 0..4), vec(conversation(), 0..4), vec(given(), 0..4));
    ((prop_oneof![9 => Just(1u8), 1 => Just(2u8)], 0u32..4, 0u32..9), session(), lists, instant()).prop_map(
        |((visitor, sessions, pages), session, (mut dialogues, mut conversations, mut given), given_since)| {
            dialogues.sort_by_key(|(id, _)| *id);
            dialogues.dedup_by_key(|(id, _)| *id);
            conversations.sort_by_key(|conversation| conversation.id);
            conversations.dedup_by_key(|conversation| conversation.id);
            given.retain(|(_, given)| given.at >= given_since);
            given.sort_by(|(a, _), (b, _)| a.cmp(b));
            given.dedup_by(|(a, _), (b, _)| a == b);
            Memory {
                visitor: VisitorId::from_bytes([visitor; 16]),
                secret: Secret::new([visitor; 16]),
                sessions,
                pages,
                session,
                dialogues,
                conversations,
                given,
                given_since,
                visitor_since: Instant(i64::from(sessions / 2)),
                ..blank_memory(VisitorId::from_bytes([visitor; 16]), Secret::new([visitor; 16]))
            }
        },
    )
}
