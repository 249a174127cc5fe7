//! Where conversations end: what each did at the cards that ask (R11).

use std::fmt::Write;

use expect_test::{Expect, expect};
use parlor_domain::draft::Draft;
use parlor_domain::drop_off::{CardCount, Passing, WalkedVersion};
use parlor_domain::event::What;
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::Typed;
use parlor_engine::drop_off::{cards, passings};

use crate::support::made_up::flow;

const FLOW: &str = r#"{"start": "hi", "cards": {
    "hi": {"message": {"text": "Hi", "next": "q"}},
    "q": {"question": {"text": "Size?", "choices": [{"label": "Small", "next": "e"}, {"label": "Large", "next": "g"}]}},
    "e": {"capture": {"text": "E-mail?", "input": "email", "attribute": "email", "next": "n", "could_not_answer": "q"}},
    "n": {"capture": {"text": "Hello {{person.first_name:\"you\"}}, your phone?", "input": "phone", "required": false, "next": "g"}},
    "g": {"goal": {"goal": "Lead"}}}}"#;

fn acted(turn: u16, card: u16, answer: Answer) -> What {
    What::Acted(Act { turn, card, answer })
}

fn pick(turn: u16, card: u16, place: u8) -> What {
    acted(turn, card, Answer::Choices(vec![place]))
}

fn say(turn: u16, card: u16, text: &str) -> What {
    acted(turn, card, Answer::Text(Typed { text: text.to_owned(), folded: text.to_lowercase() }))
}

/// What a conversation did, one card on a line.
fn told(inputs: &[What]) -> String {
    let mut text = String::new();
    for (card, passing) in passings(&flow(FLOW), inputs) {
        let name = ["hi", "q", "e", "n", "g"][usize::from(card)];
        write!(text, "{name} {}; ", passing.code()).expect("a text");
    }
    text
}

#[test]
fn r11_a_conversation_counts_once_at_each_card() {
    let started = || What::Started(Vec::new());
    let back = acted(2, 2, Answer::Back { turn: 1, card: 1 });
    for (name, inputs, expected) in [
        ("shown, and no more", vec![What::Shown], "q reached; q left; "),
        ("started", vec![What::Shown, started()], "q reached; q left; "),
        ("answered", vec![started(), pick(1, 1, 0)], "q reached; q answered; e reached; e left; "),
        ("to its end", vec![started(), pick(1, 1, 1)], "q reached; q answered; "),
        (
            "what doesn't fit is no answer",
            vec![started(), pick(1, 1, 0), say(2, 2, "ada")],
            "q reached; q answered; e reached; e left; ",
        ),
        (
            "skipping goes on",
            vec![
                started(),
                pick(1, 1, 0),
                say(2, 2, "ada@example.com"),
                acted(3, 3, Answer::Filled(vec!["Ada".to_owned()])),
                acted(4, 3, Answer::Skipped),
            ],
            "q reached; q answered; e reached; e answered; n reached; n answered; ",
        ),
        ("going back stays at the card", vec![started(), pick(1, 1, 0), back], "q reached; q answered; q left; e reached; "),
        (
            "an act that came without those before it",
            vec![say(2, 2, "ada@example.com")],
            "q reached; e reached; e answered; n reached; n left; ",
        ),
    ] {
        assert_eq!(told(&inputs), expected, "{name}");
    }
}

fn version(number: u32, cards: &str) -> WalkedVersion {
    let text = format!(r#"{{"start": "q", "cards": {cards}}}"#);
    let draft: Draft = serde_json::from_str(&format!(r#"{{"name": "Sizes", "flow": {text}}}"#)).expect("a draft");
    WalkedVersion { number, draft, flow: flow(&text) }
}

fn check(versions: &[WalkedVersion], counts: &[(u32, u16, Passing, u64)], expected: Expect) {
    let counts: Vec<_> = counts
        .iter()
        .map(|(version, card, passing, count)| CardCount { version: *version, card: *card, passing: *passing, count: *count })
        .collect();
    let mut text = String::new();
    for card in cards(&counts, versions) {
        writeln!(text, "{}: {} reached, {} answered, {} left", card.text, card.reached, card.answered, card.left)
            .expect("a text");
    }
    expected.assert_eq(&text);
}

#[test]
fn r11_a_card_keeps_its_key_over_versions() {
    let new = r#"{"q": {"question": {"text": "How **large**, {{person.first_name:\"you\"}}?", "choices": [{"label": "Small", "next": "e"}]}},
        "e": {"capture": {"text": "E-mail?", "input": "email", "attribute": "email"}}}"#;
    let old = r#"{"p": {"capture": {"text": "Phone?", "input": "phone", "attribute": "phone"}},
        "q": {"question": {"text": "Size?", "choices": [{"label": "Small", "next": "p"}]}}}"#;
    let (reached, answered, left) = (Passing::Reached, Passing::Answered, Passing::Left);
    check(
        &[version(2, new), version(1, old)],
        &[
            (2, 0, reached, 5),
            (2, 0, answered, 3),
            (2, 0, left, 2),
            (2, 1, reached, 3),
            (1, 1, reached, 4),
            (1, 1, answered, 4),
            (1, 0, reached, 4),
            (1, 0, left, 4),
        ],
        expect![[r#"
            How large, you?: 9 reached, 7 answered, 2 left
            Phone?: 4 reached, 0 answered, 4 left
            E-mail?: 3 reached, 0 answered, 0 left
        "#]],
    );
}
