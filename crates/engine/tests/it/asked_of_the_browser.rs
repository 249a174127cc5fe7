//! What conditions and splits ask of the browser: history, answers, a verified person's verdicts, shares (T10, T14, T15, C9,
//! C12).

use parlor_domain::audience::{Condition, Test};
use parlor_domain::ids::{Ids, Secret, VisitorId};
use parlor_domain::memory::{Memory, Past, PersonFacts};
use parlor_domain::state::{Act, Answer, State};
use parlor_domain::text::{Key, Typed};
use parlor_domain::time::DAY;
use parlor_domain::value::Value;
use parlor_engine::condition::{Verdict, holds};
use parlor_engine::facts::{Facts, PageFacts};
use parlor_engine::step::{Input, step, turn_number};
use parlor_engine::verdicts::{Known, verdicts};
use parlor_engine::visit::{self, Effect, Visit, blank_memory};

use crate::support::made_up::{START, dialogue_id, flow, memory, moment, page, published, site};

fn condition(attribute: &str, test: &str) -> Condition {
    let test: Test = serde_json::from_str(test).unwrap_or_else(|error| panic!("{error} in {test}"));
    Condition { attribute: attribute.parse().expect("an attribute"), test }
}

fn verdict(memory: &Memory, condition: &Condition) -> Verdict {
    let page = PageFacts::default();
    holds(condition, &Facts { memory, page: &page, now: START, conversation: None })
}

#[test]
fn t10_history_knows_what_happened_and_when() {
    let memory = Memory {
        history: vec![
            (Past::Shown(dialogue_id(1)), START.plus(-3 * DAY)),
            (Past::Engaged(dialogue_id(1)), START.plus(-2 * DAY)),
            (Past::Completed(dialogue_id(1)), START),
            (Past::Goal("Lead".into()), START.plus(-10 * DAY)),
            (Past::Document("Guide".into()), START.plus(-DAY)),
        ],
        ..memory()
    };
    let one = dialogue_id(1).to_string();
    let two = dialogue_id(2).to_string();
    for (attribute, of, within, happened) in [
        ("history.shown", one.as_str(), None, true),
        ("history.shown", &one, Some(3), true),
        ("history.shown", &one, Some(2), false),
        ("history.shown", &two, None, false),
        ("history.engaged", &one, Some(2), true),
        ("history.completed", &one, Some(1), true),
        ("history.completed", "Lead", None, false),
        ("history.goal", "Lead", None, true),
        ("history.goal", "Lead", Some(9), false),
        ("history.goal", "Guide", None, false),
        ("history.document", "Guide", Some(1), true),
    ] {
        let within = within.map(|days| format!(r#", "within": [{days}, "days"]"#)).unwrap_or_default();
        let has = condition(attribute, &format!(r#"{{"history": {{"has": {{"of": "{of}"{within}}}}}}}"#));
        let has_not = condition(attribute, &format!(r#"{{"history": {{"has_not": {{"of": "{of}"{within}}}}}}}"#));
        assert_eq!(verdict(&memory, &has), Verdict::from(happened), "{attribute} {of}{within}");
        assert_eq!(verdict(&memory, &has_not), Verdict::from(!happened), "{attribute} {of}{within}");
    }
}

#[test]
fn t14_t15_of_a_verified_person_nothing_is_known_but_what_was_told() {
    let captain = condition("person.job_title", r#"{"text": {"is": ["captain"]}}"#);
    let sailor = condition("person.job_title", r#"{"text": {"is": ["sailor"]}}"#);
    let unverified = memory();
    assert_eq!(verdict(&unverified, &captain), Verdict::False, "what isn't given here is empty (I2)");
    let untold = Memory { verified: true, ..memory() };
    assert_eq!(verdict(&untold, &captain), Verdict::Unknown);
    let values = [(Key::parse("job_title").expect("a key"), Value::Text("Captain".into()))];
    let known = Known { values: values.to_vec(), ..Known::default() };
    let told = verdicts([&captain, &sailor].into_iter(), &known, START, 0);
    let facts = Some(PersonFacts { at: START, verdicts: told, values: Vec::new() });
    let told = Memory { facts, ..untold };
    assert_eq!(verdict(&told, &captain), Verdict::True);
    assert_eq!(verdict(&told, &sailor), Verdict::False);
    let unasked = condition("person.job_title", r#"{"text": "is_empty"}"#);
    assert_eq!(verdict(&told, &unasked), Verdict::Unknown, "nothing can be worked out from other answers");
    let forged = Memory { verified: false, ..told };
    assert_eq!(verdict(&forged, &captain), Verdict::False, "facts count for verified visitors only");
}

const ASKING: &str = r#"{"start": "n", "cards": {
    "n": {"capture": {"text": "How many?", "input": "number", "next": "q"}},
    "q": {"question": {"text": "Which?", "several": true, "choices": [{"label": "Red"}, {"label": "Blue", "value": "Sky"}], "next": "d"}},
    "d": {"capture": {"text": "When?", "input": "date", "required": false, "next": "q"}}}}"#;

#[test]
fn c9_answers_are_compared_by_what_is_stored_and_the_last_one_counts() {
    let flow = flow(ASKING);
    let mut state = step(&flow, State::default(), Input::Start { delay_ms: 0, known: Vec::new() }).0;
    let say = |text: &str| Answer::Text(Typed { text: text.into(), folded: text.to_lowercase() });
    for answer in [say("a lot"), say("12"), Answer::Choices(vec![0, 1]), Answer::Skipped, Answer::Choices(vec![1])] {
        let card = state.turns.last().expect("a turn").card;
        let act = Act { turn: turn_number(&state), card, answer };
        state = step(&flow, state, Input::Act(act)).0;
    }
    let (memory, page) = (memory(), PageFacts::default());
    let facts = Facts { memory: &memory, page: &page, now: START, conversation: Some((&flow, &state)) };
    for (attribute, test, expected) in [
        ("answer.0", r#"{"number": {"is": 12}}"#, Verdict::True),
        ("answer.0", r#"{"text": {"is": ["12"]}}"#, Verdict::Unknown),
        ("answer.1", r#"{"text": {"is": ["sky"]}}"#, Verdict::True),
        ("answer.1", r#"{"text": {"contains": "red"}}"#, Verdict::False),
        ("answer.2", r#"{"date": "is_empty"}"#, Verdict::True),
        ("answer.9", r#"{"text": "is_empty"}"#, Verdict::True),
    ] {
        assert_eq!(holds(&condition(attribute, test), &facts), expected, "{attribute} {test}");
    }
    let outside = Facts { conversation: None, ..facts };
    assert_eq!(holds(&condition("answer.0", r#"{"text": "is_empty"}"#), &outside), Verdict::Unknown);
}

const SPLIT: &str = r#"{"start": "s", "cards": {
    "s": {"split": {"branches": [{"weight": 1, "next": "a"}, {"weight": 3, "next": "b"}]}},
    "a": {"message": {"text": "A"}}, "b": {"message": {"text": "B"}}}}"#;

/// The same split after a pause that was put before it.
const LATER: &str = r#"{"start": "p", "cards": {
    "p": {"wait": {"ms": 500, "next": "s"}},
    "s": {"split": {"branches": [{"weight": 1, "next": "a"}, {"weight": 3, "next": "b"}]}},
    "a": {"message": {"text": "A"}}, "b": {"message": {"text": "B"}}}}"#;

fn first_words(visitor: VisitorId, json: &str) -> String {
    let site = site(vec![published(1, |_| ())]);
    let memory = blank_memory(visitor, Secret::new([7; 16]));
    let mut visit = Visit::begin(site, Some(memory), Secret::new([7; 16]), moment(START, 1));
    let effects = visit.update(visit::Input::Arrived(page("https://example.com/")), moment(START, 2));
    for effect in effects {
        if let Effect::Fetch(hash) = effect {
            visit.update(visit::Input::FlowArrived(hash, flow(json)), moment(START, 3));
        }
    }
    visit.screen().teaser.expect("a teaser").text.to_owned()
}

#[test]
fn c12_the_same_visitor_always_gets_the_same_branch_and_shares_follow_the_weights() {
    let visitors: Vec<VisitorId> = (0..2_000).map(|chance| Ids::make(&mut moment(START, chance).ids())).collect();
    let of_a = visitors.iter().filter(|visitor| first_words(**visitor, SPLIT) == "A").count();
    assert!((400..600).contains(&of_a), "{of_a} of 2,000 got the branch of a quarter");
    for visitor in &visitors[..50] {
        assert_eq!(first_words(*visitor, SPLIT), first_words(*visitor, SPLIT));
        assert_eq!(first_words(*visitor, SPLIT), first_words(*visitor, LATER));
    }
}
