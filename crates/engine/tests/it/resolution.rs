//! Which dialogue a visitor gets (T18, T23 to T25, T27, T28, T30).

use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::ids::{ConversationId, SessionId};
use parlor_domain::memory::{Conversation, DialogueMemory, Memory};
use parlor_domain::site::{FileHash, PublishedDialogue, SiteFile};
use parlor_domain::state::{Defect, Phase, State};
use parlor_domain::time::{DAY, Instant};
use parlor_engine::display::{Progress, advance};
use parlor_engine::resolve::{Choice, resolve};

use crate::support::made_up::{START, dialogue_id, memory, page, published, site};

fn with_priority(number: u8, priority: u16) -> PublishedDialogue {
    published(number, |draft| draft.priority = priority)
}

/// What the visitor gets at `https://example.com/`, by the dialogue's number.
fn check(site: &SiteFile, memory: &Memory, expected: &str) {
    let number = |at: usize| site.dialogues[at].id.bytes()[0];
    let seen = match resolve(site, memory, &page("https://example.com/"), START).choice {
        Choice::Nothing => "nothing".to_owned(),
        Choice::Continue(id) => format!("continue {}", id.bytes()[0]),
        Choice::Wait(at) => format!("wait {}", number(at)),
        Choice::Show(at) => format!("show {}", number(at)),
    };
    assert_eq!(seen, expected);
}

fn conversation(number: u8, touched: Instant, phase: Phase) -> Conversation {
    Conversation {
        id: ConversationId::from_bytes([number; 16]),
        dialogue: dialogue_id(number),
        version: 1,
        flow: FileHash([number; 16]),
        touched,
        triggered_in: None,
        engaged_in: Some(SessionId::from_bytes([9; 16])),
        start_reported: true,
        state: State { phase, ..State::default() },
    }
}

fn with_dialogue(number: u8, of: DialogueMemory) -> Memory {
    Memory { dialogues: vec![(dialogue_id(number), of)], ..memory() }
}

fn with_conversations(conversations: Vec<Conversation>) -> Memory {
    Memory { conversations, ..memory() }
}

const WAITING: Phase = Phase::Waiting { tries: 0 };

#[test]
fn t24_the_highest_priority_wins_and_of_equals_the_older() {
    check(&site(vec![with_priority(1, 20), with_priority(2, 10)]), &memory(), "show 2");
    check(&site(vec![with_priority(2, 10), with_priority(1, 10)]), &memory(), "show 1");
    check(&site(vec![]), &memory(), "nothing");
}

#[test]
fn t24_only_dialogues_whose_page_and_audience_match() {
    let elsewhere = published(1, |draft| draft.pages.include = vec!["example.com/other".into()]);
    let excluded = published(2, |draft| draft.pages.exclude = vec!["example.com".into()]);
    let known = published(3, |draft| {
        draft.audience =
            serde_json::from_str(r#"{"all": [{"if": {"attribute": "person.email", "test": {"text": "is_not_empty"}}}]}"#)
                .expect("an audience");
    });
    let undecided = published(4, |draft| {
        draft.audience = serde_json::from_str(r#"{"none": [{"if": {"attribute": "visit.gone", "test": {"text": "is_empty"}}}]}"#)
            .expect("an audience");
    });
    check(&site(vec![elsewhere, excluded, known, undecided, with_priority(5, 900)]), &memory(), "show 5");
}

#[test]
fn t18_one_that_waits_for_its_events_holds_its_place() {
    let waiting = published(1, |draft| {
        draft.priority = 1;
        draft.display = Display::All(vec![DisplayEvent::TimeOnPage(30)]);
    });
    let display = waiting.display.clone();
    let site = site(vec![waiting, with_priority(2, 2)]);
    check(&site, &memory(), "wait 1");
    let mut met = DialogueMemory::default();
    advance(&display, &mut met, Progress { visible_ms: 30_000, ..Progress::default() });
    check(&site, &with_dialogue(1, met.clone()), "show 1");
    // What was met of other events doesn't count for these (T20).
    advance(&Display::All(vec![DisplayEvent::Scroll(0)]), &mut met, Progress::default());
    check(&site, &with_dialogue(1, DialogueMemory { time_on_page: 0, ..met }), "wait 1");
}

#[test]
fn t28_completed_never_appears_again_unless_its_author_says_so() {
    let completed = || with_dialogue(1, DialogueMemory { completed: Some(START.plus(-DAY)), ..DialogueMemory::default() });
    let other = || with_priority(2, 900);
    check(&site(vec![with_priority(1, 1), other()]), &completed(), "show 2");
    check(&site(vec![PublishedDialogue { version: 2, ..with_priority(1, 1) }, other()]), &completed(), "show 2");
    check(&site(vec![PublishedDialogue { may_appear_again: true, ..with_priority(1, 1) }, other()]), &completed(), "show 1");
    let asked = |at: Instant| PublishedDialogue { asked_again: Some(at), ..with_priority(1, 1) };
    check(&site(vec![asked(START), other()]), &completed(), "show 1");
    check(&site(vec![asked(START.plus(-2 * DAY)), other()]), &completed(), "show 2");
    check(&site(vec![asked(START.plus(-DAY)), other()]), &completed(), "show 2");
}

#[test]
fn t23_what_was_engaged_with_goes_on_whatever_the_page() {
    let nowhere = || site(vec![published(1, |draft| draft.pages.include = vec!["other.com".into()]), with_priority(2, 1)]);
    check(&nowhere(), &with_conversations(vec![conversation(1, START, WAITING)]), "continue 1");
    check(&nowhere(), &with_conversations(vec![conversation(7, START, Phase::Typing(0))]), "continue 7");
    let untouched = Conversation { engaged_in: None, ..conversation(1, START, WAITING) };
    check(&nowhere(), &with_conversations(vec![untouched]), "show 2");
}

#[test]
fn t23_what_is_over_does_not_go_on() {
    let site = site(vec![with_priority(2, 1)]);
    for phase in [Phase::Done, Phase::Broken(Defect::TooLong)] {
        check(&site, &with_conversations(vec![conversation(1, START, phase)]), "show 2");
    }
}

#[test]
fn t23_for_thirty_days() {
    let site = site(vec![with_priority(2, 1)]);
    let touched = |at: Instant| with_conversations(vec![conversation(1, at, WAITING)]);
    check(&site, &touched(START.plus(-30 * DAY)), "continue 1");
    check(&site, &touched(START.plus(-30 * DAY - 1)), "show 2");
    check(&site, &touched(START.plus(DAY)), "continue 1");
}

#[test]
fn t23_of_several_the_newest_goes_on() {
    let of = |numbers: [u8; 3]| {
        let at = |(order, number): (usize, u8)| conversation(number, START.plus(order as i64), WAITING);
        with_conversations(numbers.into_iter().enumerate().map(at).collect())
    };
    check(&site(vec![]), &of([1, 2, 3]), "continue 3");
    check(&site(vec![]), &of([1, 3, 2]), "continue 2");
}

#[test]
fn t30_switched_off_nothing_is_triggered() {
    let off = SiteFile { off: true, ..site(vec![with_priority(1, 1)]) };
    check(&off, &memory(), "nothing");
    check(&off, &with_conversations(vec![conversation(1, START, WAITING)]), "nothing");
}
