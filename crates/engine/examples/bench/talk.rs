//! A conversation of a hundred cards, and everything that a visitor did in it.

use parlor_domain::draft::Known;
use parlor_domain::event::What;
use parlor_domain::flow::{Block, Capture, Card, CardIndex, Choice, Flow, Question, RichText, Span};
use parlor_domain::state::{Act, Answer, Phase, State};
use parlor_domain::text::{Key, Typed};
use parlor_domain::value::InputKind;
use parlor_engine::step::turn_number;
use parlor_engine::transcript::advance;

/// Cards of the conversation.
pub(crate) const CARDS: u16 = 100;

/// The flow, and what was done from its first card to its last.
pub(crate) fn talk() -> (Flow, Vec<What>) {
    let flow = Flow { start: 0, cards: (0..CARDS).map(card).collect() };
    let mut inputs = vec![What::Started(Vec::new())];
    let mut state = advance(&flow, State::default(), &inputs[0]).0;
    while let (Phase::Waiting { .. }, Some(turn)) = (&state.phase, state.turns.last()) {
        let act = Act { turn: turn_number(&state), card: turn.card, answer: answer(&flow, turn.card) };
        inputs.push(What::Acted(act));
        state = advance(&flow, state, &inputs[inputs.len() - 1]).0;
    }
    assert!(state.phase == Phase::Done && state.turns.len() == usize::from(CARDS), "the talk breaks off: {:?}", state.phase);
    (flow, inputs)
}

/// In turns: something is said, something is asked to pick, said again, asked to type.
fn card(at: CardIndex) -> Card {
    let next = Some(at + 1).filter(|next| *next < CARDS);
    match at % 4 {
        1 => Card::Question(question(at, next)),
        3 => Card::Capture(capture(at, next)),
        _ => Card::Message { text: text("The tide is read twice a day, and what was read stands in the table below."), next },
    }
}

fn question(at: CardIndex, next: Option<CardIndex>) -> Question {
    let choice = |label: &str| Choice { label: label.to_owned(), value: None, folded: label.to_lowercase(), next };
    Question {
        text: text("How many berths do you have?"),
        choices: vec![choice("A dozen"), choice("More than a hundred"), choice("I would have to count")],
        several: false,
        other: None,
        attribute: key(at),
        next: None,
    }
}

fn capture(at: CardIndex, next: Option<CardIndex>) -> Capture {
    Capture {
        text: text("What is the harbour called?"),
        input: InputKind::Text,
        attribute: key(at),
        placeholder: "Its name".to_owned(),
        required: true,
        known: Known::default(),
        next,
        could_not_answer: next,
    }
}

/// Every tenth answer is written to an attribute.
fn key(at: CardIndex) -> Option<Key> {
    Key::parse(&format!("field_{at}")).ok().filter(|_| at % 10 == 1)
}

fn text(text: &str) -> RichText {
    RichText(vec![Block::Paragraph(vec![Span { text: text.to_owned(), ..Span::default() }])])
}

fn answer(flow: &Flow, card: CardIndex) -> Answer {
    match flow.card(card) {
        Some(Card::Question(_)) => Answer::Choices(vec![1]),
        _ => Answer::Text(Typed { text: "Skerry Harbour".to_owned(), folded: "skerry harbour".to_owned() }),
    }
}
