//! Flows within flows (C10): each stands in the published flow as a copy of its own.

use expect_test::{Expect, expect};
use parlor_domain::flow::{Card, CardIndex};
use parlor_domain::form::Form;
use parlor_engine::publish::Compiled;

use super::compile;
use crate::support::made_up::flow_draft;
use crate::support::text::rich_text;

fn to(next: &Option<CardIndex>) -> String {
    next.map_or("end".to_owned(), |next| next.to_string())
}

fn card(card: &Card) -> String {
    let said = card.text().map(|text| format!(" \"{}\"", rich_text(text))).unwrap_or_default();
    let way = match card {
        Card::Message { next, .. } => format!("message to {}", to(next)),
        Card::Question(question) => {
            let ways: Vec<String> = question.choices.iter().map(|choice| to(&choice.next)).collect();
            format!("question to {} and {}", ways.join(", "), to(&question.next))
        }
        Card::Capture(capture) => format!("capture to {} or {}", to(&capture.next), to(&capture.could_not_answer)),
        Card::Reach { goal, next } => format!("goal {goal} to {}", to(next)),
        Card::Jump { to } => format!("jump to {to}"),
        Card::Document(document) => format!("{} at {:?} to {}", document.title, document.place, to(&document.next)),
        Card::Condition { branches, otherwise } => {
            let branch = |(when, next): &(_, _)| format!("{} if {}", to(next), serde_json::to_string(when).expect("JSON"));
            let branches: Vec<String> = branches.iter().map(branch).collect();
            format!("condition to {}, else {}", branches.join(", "), to(otherwise))
        }
        Card::Split { branches, .. } => {
            let branches: Vec<String> = branches.iter().map(|(weight, next)| format!("{} by {weight}", to(next))).collect();
            format!("split to {}", branches.join(", "))
        }
        Card::Wait { ms, next } => format!("wait {ms} to {}", to(next)),
        Card::Action { next, .. } => format!("action to {}", to(next)),
        Card::Served(card) => format!("{:?} to {} or {}", card.service, to(&card.next), to(&card.unserved)),
        Card::Goal { .. } => panic!("flows are published with their goals' names"),
    };
    format!("{way}{said}")
}

fn told(compiled: &Compiled) -> String {
    let cards = compiled.flow.cards.iter().enumerate().map(|(at, each)| format!("{at} {}\n", card(each))).collect::<String>();
    let goals: Vec<String> = compiled.behind.goals.iter().map(|(at, goal)| format!("{} at {at}", goal.goal)).collect();
    let pins: Vec<String> = compiled.behind.pins.iter().map(|(id, version)| format!("{} in {version}", id.bytes()[0])).collect();
    format!("from {}\n{cards}goals: {}\npins: {}\n", compiled.flow.start, goals.join(", "), pins.join(", "))
}

fn check(json: &str, expect: Expect) {
    expect.assert_eq(&told(&compile(&flow_draft(json))));
}

#[test]
fn c4_c6_c9_c12_c13_every_card_is_published() {
    check(
        r#"{"start": "roll", "cards": {
            "prices": {"document": {"text": "See:", "document": "Price list", "next": "won"}},
            "book": {"document": {"text": "Or:", "document": "Brochure"}},
            "won": {"goal": {"goal": "Lead", "score": 2, "next": "pause"}},
            "pause": {"wait": {"ms": 900}},
            "roll": {"split": {"branches": [{"weight": 1, "next": "prices"}, {"weight": 3, "next": "ask"}, {"weight": 2}]}},
            "ask": {"question": {"text": "?", "choices": [{"label": "A"}, {"label": "B", "next": "won"}], "next": "if"}},
            "if": {"condition": {"branches": [
                {"when": {"any": [{"if": {"attribute": "answer.ask", "test": {"text": {"is": ["Ä"]}}}}]}, "next": "book"},
                {"when": {"all": [{"none": [{"attribute": "history.shown", "test": {"history": {"has": {"of": "Welcome"}}}}]}]}}
            ], "otherwise": "prices"}}
        }}"#,
        expect![[r#"
            from 4
            0 Price list at Hosted("https://example.com/prices.pdf") to 2 "See:"
            1 Brochure at Uploaded { file: FileHash([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]), bytes: 1000 } to end "Or:"
            2 goal Lead to 3
            3 wait 900 to end
            4 split to 0 by 1, 5 by 3, end by 2
            5 question to 6, 2 and 6 "?"
            6 condition to 1 if {"any":[{"if":{"attribute":"answer.5","test":{"text":{"is":["ä"]}}}}]}, end if {"all":[{"none":[{"attribute":"history.shown","test":{"history":{"has":{"of":"01010101-0101-0101-0101-010101010101","within":null}}}}]}]}, else 0
            goals: Lead at 2
            pins: 
        "#]],
    );
}

#[test]
fn c10_each_copy_has_its_own_cards_and_answers_and_leads_back() {
    check(
        r#"{"start": "hi", "cards": {
            "hi": {"flow": {"flow": "Book a demo", "next": "again"}},
            "again": {"flow": {"flow": "Book a demo"}}
        }}"#,
        expect![[r#"
            from 0
            0 jump to 2
            1 jump to 5
            2 question to 3, 3 and 3 "When?"
            3 capture to 4 or 1 "Your address, for {{answer.2:"then"}}?"
            4 goal Lead to 1
            5 question to 6, 6 and 6 "When?"
            6 capture to 7 or end "Your address, for {{answer.5:"then"}}?"
            7 goal Lead to end
            goals: Lead at 4, Lead at 7
            pins: 2 in 12
        "#]],
    );
}

#[test]
fn c10_flows_within_flows_lead_back_through_all() {
    check(
        r#"{"start": "down", "cards": {
            "down": {"flow": {"flow": "Deep 4", "next": "up"}},
            "perhaps": {"flow": {"flow": "Perhaps", "next": "down"}},
            "up": {"message": {"text": "Up again", "next": "perhaps"}}
        }}"#,
        expect![[r#"
            from 0
            0 jump to 3
            1 jump to 5
            2 message to 1 "Up again"
            3 question to 4, 4 and 4 "Which?"
            4 jump to 7
            5 split to 6 by 1, 0 by 1
            6 question to 0, 0 and 0 "Which?"
            7 question to 8, 8 and 8 "Which?"
            8 jump to 9
            9 message to 2 "Hello!"
            goals: 
            pins: 11 in 21, 12 in 22, 13 in 23, 16 in 26
        "#]],
    );
}

#[test]
fn c10_what_the_check_refuses_is_left_out_and_never_without_end() {
    check(
        r#"{"start": "ping", "cards": {
            "ping": {"flow": {"flow": "Ping", "next": "gone"}},
            "gone": {"flow": {"flow": "Gone"}}
        }}"#,
        expect![[r#"
            from 0
            0 jump to 2
            1 jump to 65535
            2 question to 3, 3 and 3 "Which?"
            3 jump to 4
            4 question to 5, 5 and 5 "Which?"
            5 jump to 1
            goals: 
            pins: 5 in 15, 6 in 16
        "#]],
    );
}

#[test]
fn c10_a_published_flow_reads_back_from_its_bytes() {
    let draft = flow_draft(
        r#"{"start": "ask", "cards": {
            "ask": {"question": {"text": "?", "choices": [{"label": "A"}], "next": "if"}},
            "if": {"condition": {"branches": [
                {"when": {"all": [{"if": {"attribute": "answer.ask", "test": {"text": "is_empty"}}}]}}
            ]}}
        }}"#,
    );
    let flow = compile(&draft).flow;
    assert_eq!(Form::from_bytes(&flow.to_bytes()), Ok(flow));
}
