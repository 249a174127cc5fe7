//! What holds of every flow and every visitor (C20, C21, C23, C25, A13, A14, T31).

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::draft::{DialogueDraft, FlowDraft};
use parlor_domain::event::{Case, DocumentUse, Event, What};
use parlor_domain::finding::Severity;
use parlor_domain::flow::{Card, Flow};
use parlor_domain::ids::Secret;
use parlor_domain::memory::Memory;
use parlor_domain::site::SiteFile;
use parlor_domain::state::{Act, Answer, Phase, State, Turn};
use parlor_domain::text::Key;
use parlor_domain::value::Value;
use parlor_domain::walk::Walk;
use parlor_engine::judge::{judge, judge_along};
use parlor_engine::merge::merge;
use parlor_engine::path::Path;
use parlor_engine::step::{self, Effect, Input, Silent, Wanted, silent, step, turn_number};
use parlor_engine::token::tokens;
use parlor_engine::transcript::{replay, transcript};
use parlor_engine::view::{Ask, Prompt, view};
use parlor_engine::visit::{self, Visit};
use proptest::prelude::*;

use crate::corpus::{compile, findings};
use crate::support::chance::{Move, any_memory, fitting, known_values, moves, slot, tame_draft, wild_flow};
use crate::support::made_up::{START, draft, moment, page, published, site};

/// The input of a move in this state; `None` if there is nothing to do.
fn input_of(one: &Move, flow: &Flow, state: &State) -> Option<Input> {
    Some(match one {
        Move::Wild(act) => Input::Act(act.clone()),
        Move::Wait => Input::Woken { ticket: u16::try_from(state.turns.len()).ok()? },
        Move::Fitting(answer, chance) => {
            if let Some(asked) = silent(flow, state) {
                let answer = silent_answer(asked, *chance);
                return Some(Input::Act(Act { turn: turn_number(state), card: state.turns.last()?.card, answer }));
            }
            let view = view(flow, state);
            let prompt = view.prompt.as_ref()?;
            let answer = fitting(&view, prompt, answer, *chance);
            Input::Act(Act { turn: prompt.turn, card: prompt.card, answer })
        }
    })
}

/// What a browser might answer by itself.
fn silent_answer(asked: Silent<'_>, chance: u8) -> Answer {
    match asked {
        Silent::Branch(Card::Condition { branches, .. }) => Answer::Branch(chance % (branches.len() as u8 + 1)),
        Silent::Branch(Card::Split { branches, .. }) => Answer::Branch(chance % branches.len() as u8),
        Silent::Branch(card) => panic!("{card:?} has no branches"),
        Silent::Fill(text) => Answer::Filled(vec!["you".to_owned(); tokens(text).len()]),
        Silent::Serve(_) if chance.is_multiple_of(4) => Answer::Unserved,
        Silent::Serve(Wanted::Slots) => Answer::Offered(vec![slot(1), slot(i64::from(chance) + 2)]),
        Silent::Serve(Wanted::Booking) if chance.is_multiple_of(3) => Answer::Offered(vec![slot(3)]),
        Silent::Serve(_) => Answer::Served("Ann".to_owned()),
    }
}

/// Whether what a shell may draw offers this act, or it answers what the flow asks the browser.
fn is_offered(act: &Act, flow: &Flow, state: &State) -> bool {
    if act.answer.is_silent() {
        let is_chatting = || matches!(view(flow, state).prompt, Some(Prompt { ask: Ask::LiveChat(_), .. }));
        return silent(flow, state).is_some() || act.answer == Answer::Ended && is_chatting();
    }
    let drawn = view(flow, state);
    let may_change = |turn, card| drawn.said.iter().any(|said| (said.turn, said.card, said.may_change) == (turn, card, true));
    drawn.prompt.as_ref().is_some_and(|prompt| {
        let answer_fits = match (&prompt.ask, &act.answer) {
            (Ask::Choices { .. }, Answer::Choices(_)) | (Ask::Input { .. }, Answer::Text(_)) => true,
            (Ask::Choices { other, .. }, Answer::Text(_)) => other.is_some(),
            (Ask::Input { known, .. }, Answer::Confirmed) => known.is_some(),
            (Ask::Input { required, .. }, Answer::Skipped) => !required,
            (_, Answer::Back { turn, card }) => may_change(*turn, *card),
            (Ask::Document { .. }, Answer::Opened) | (Ask::Question, Answer::Text(_) | Answer::Skipped) => true,
            (Ask::Slots(slots), Answer::Picked(slot)) => slots.contains(slot),
            (Ask::Slots(_), Answer::Skipped) => true,
            (Ask::Document { may_continue }, Answer::Skipped) => *may_continue,
            _ => false,
        };
        (prompt.turn, prompt.card) == (act.turn, act.card) && answer_fits
    })
}

fn dialogue(flow: FlowDraft) -> DialogueDraft {
    DialogueDraft { flow, ..draft() }
}

fn has_errors(flow: &FlowDraft) -> bool {
    findings(&dialogue(flow.clone())).iter().any(|finding| finding.severity == Severity::Error)
}

/// How many addresses the visitor has given as the own one.
fn addresses(flow: &Flow, state: &State) -> usize {
    let address = |turn: &Turn| match (flow.card(turn.card), &turn.answer) {
        (Some(Card::Capture(capture)), Some(Answer::Text(typed))) if step::asks_who(capture) => Some(typed.folded.clone()),
        _ => None,
    };
    state.turns.iter().filter_map(address).collect::<std::collections::BTreeSet<_>>().len()
}

/// What counts of a state: the turns that stand, but for their numbers, what is known, and what it waits for.
fn standing(state: &State) -> (Vec<Turn>, Vec<(Key, Value)>, Phase) {
    let mut known = state.known.clone();
    known.sort_by(|(a, _), (b, _)| a.cmp(b));
    (Path::of(state).turns(state).cloned().collect(), known, state.phase.clone())
}

/// Answers what the flow asks of the browser, always the same, and lets pauses pass.
fn settled(flow: &Flow, mut state: State) -> State {
    loop {
        let input = match silent(flow, &state) {
            Some(asked) => {
                let card = state.turns.last().expect("a turn").card;
                Input::Act(Act { turn: turn_number(&state), card, answer: silent_answer(asked, 0) })
            }
            None if matches!(state.phase, Phase::Typing(_)) => Input::Woken { ticket: state.turns.len() as u16 },
            None => return state,
        };
        state = step(flow, state, input).0;
    }
}

/// A live run: a visitor in front of one dialogue, with everything that was reported.
struct Run {
    visit: Visit,
    flow: Flow,
    events: Vec<Event>,
    alarm: Option<(parlor_domain::time::Instant, u32)>,
    now: parlor_domain::time::Instant,
    chance: u64,
}

const URL: &str = "https://example.com/";

impl Run {
    fn begin(flow: Flow, delay_ms: u16, stored: Option<Memory>, chance: u64, again: bool) -> Self {
        let site = SiteFile { response_delay_ms: delay_ms, ..site(vec![published(1, |draft| draft.may_appear_again = again)]) };
        let visit = Visit::begin(site, stored, Secret::new([7; 16]), moment(START, chance));
        let mut run = Self { visit, flow, events: Vec::new(), alarm: None, now: START, chance };
        run.feed(visit::Input::Visible(true));
        run.feed(visit::Input::Arrived(page(URL)));
        run
    }

    fn feed(&mut self, input: visit::Input) {
        self.chance += 1;
        for effect in self.visit.update(input, moment(self.now, self.chance)) {
            match effect {
                visit::Effect::Report(event) => self.events.push(event),
                visit::Effect::Wake { at, ticket } => self.alarm = Some((at, ticket)),
                visit::Effect::Fetch(hash) => self.feed(visit::Input::FlowArrived(hash, self.flow.clone())),
                _ => {}
            }
        }
    }

    fn wait(&mut self) {
        while let Some((at, ticket)) = self.alarm.take() {
            self.now = self.now.max(at);
            self.feed(visit::Input::Woke(ticket));
        }
    }

    fn play(&mut self, moves: &[Move]) {
        self.feed(visit::Input::Opened);
        for one in moves {
            match one {
                Move::Wild(act) => self.feed(visit::Input::Acted(act.clone())),
                Move::Wait => self.wait(),
                Move::Fitting(answer, chance) => {
                    self.wait();
                    let act = self.fitting(answer, *chance);
                    act.into_iter().for_each(|act| self.feed(visit::Input::Acted(act)));
                }
            }
        }
        self.wait();
    }

    fn fitting(&self, answer: &Answer, chance: u8) -> Option<Act> {
        let view = self.visit.screen().panel?.chat?.view;
        let prompt = view.prompt.as_ref()?;
        Some(Act { turn: prompt.turn, card: prompt.card, answer: fitting(&view, prompt, answer, chance) })
    }

    fn whats(&self) -> Vec<What> {
        self.events.iter().map(|event| event.what.clone()).collect()
    }
}

fn visited(flow: Flow, delay_ms: u16, moves: &[Move]) -> Run {
    let mut run = Run::begin(flow, delay_ms, None, 1_000, false);
    run.play(moves);
    run
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn c20_c21_no_flow_and_no_input_panics_and_equal_inputs_give_equal_states(
        flow in wild_flow(), known in known_values(), delay in prop_oneof![Just(0u16), Just(300)], moves in moves()
    ) {
        let (mut state, mut again) = (State::default(), State::default());
        let start = Input::Start { delay_ms: delay, known };
        for input in std::iter::once(None).chain(moves.iter().map(Some)) {
            let Some(input) = input.map_or(Some(start.clone()), |one| input_of(one, &flow, &state)) else { continue };
            let (next, effects) = step(&flow, state.clone(), input.clone());
            prop_assert_eq!((&next, &effects), (&step(&flow, again, input.clone()).0, &step(&flow, state.clone(), input.clone()).1));
            if let Input::Act(act) = &input {
                prop_assert!(next == state || is_offered(act, &flow, &state), "{:?} was not offered", act);
            }
            if next == state {
                prop_assert_eq!(&effects, &Vec::new(), "{:?} changed nothing, but had effects", input);
            }
            view(&flow, &next);
            again = next.clone();
            state = next;
        }
    }

    #[test]
    fn c19_going_back_and_giving_the_same_answer_gives_the_same_state(
        draft in tame_draft(), known in known_values(), moves in moves(), nth in any::<u8>()
    ) {
        prop_assume!(!has_errors(&draft));
        let flow = compile(&draft).flow;
        let mut state = settled(&flow, step(&flow, State::default(), Input::Start { delay_ms: 0, known }).0);
        for one in &moves {
            let Some(input) = input_of(one, &flow, &state) else { continue };
            state = settled(&flow, step(&flow, state, input).0);
        }
        let drawn = view(&flow, &state);
        let changeable: Vec<_> = drawn.said.iter().filter(|said| said.may_change).collect();
        prop_assume!(!changeable.is_empty());
        let (turn, card) = { let said = changeable[usize::from(nth) % changeable.len()]; (said.turn, said.card) };
        // What was tried in vain is not an answer, and is asked for again.
        prop_assume!(standing(&state).0.iter().all(|turn| turn.problem.is_none()));
        // What was written by an answer that is set aside now stays written until another one is given.
        prop_assume!(standing(&state).0.len() == state.turns.len());
        // Who became somebody else on the way was asked anew what had been known of the former, and is not asked so often again.
        prop_assume!(addresses(&flow, &state) < 2);
        let same = state.turns[usize::from(turn)].answer.clone().expect("an answer");
        let goes_back = Act { turn: turn_number(&state), card: state.turns.last().expect("a turn").card, answer: Answer::Back { turn, card } };
        let asked = settled(&flow, step(&flow, state.clone(), Input::Act(goes_back)).0);
        prop_assert_ne!(standing(&asked), standing(&state));
        let prompt = view(&flow, &asked).prompt.expect("it asks anew");
        // What was confirmed is confirmed again, if it is still what is known.
        let was_confirmed = matches!(&same, Answer::Text(typed) if typed.folded.is_empty());
        if let (true, Ask::Input { known, .. }, Answer::Text(typed)) = (was_confirmed, &prompt.ask, &same) {
            prop_assume!(known.is_some_and(|known| known.text() == typed.text));
        }
        let again = Act { turn: prompt.turn, card, answer: if was_confirmed { Answer::Confirmed } else { same } };
        let (back, effects) = step(&flow, asked, Input::Act(again));
        let back = settled(&flow, back);
        let ((turns, known, phase), (same_turns, same_known, same_phase)) = (standing(&back), standing(&state));
        prop_assert_eq!((turns, phase), (same_turns, same_phase));
        prop_assert!(known == same_known || addresses(&flow, &back) > 0, "{:?} {:?}", known, same_known);
        prop_assert!(!effects.iter().any(|effect| matches!(effect, Effect::Goal(_) | Effect::Action(_) | Effect::Completed)), "{:?}", effects);
    }

    #[test]
    fn c20_what_does_not_fit_changes_nothing(flow in wild_flow(), moves in moves()) {
        let mut state = step(&flow, State::default(), Input::Start { delay_ms: 0, known: Vec::new() }).0;
        for one in &moves {
            let started_twice = step(&flow, state.clone(), Input::Start { delay_ms: 9, known: Vec::new() });
            prop_assert_eq!(started_twice, (state.clone(), Vec::new()));
            let old = u16::try_from(state.turns.len()).unwrap_or(0).wrapping_add(1);
            prop_assert_eq!(step(&flow, state.clone(), Input::Woken { ticket: old }), (state.clone(), Vec::new()));
            if let Some(input) = input_of(one, &flow, &state) {
                state = step(&flow, state, input).0;
            }
        }
    }

    #[test]
    fn c25_a_flow_without_errors_never_meets_a_defect(draft in tame_draft(), known in known_values(), moves in moves()) {
        prop_assume!(!has_errors(&draft));
        let flow = compile(&draft).flow;
        let mut state = step(&flow, State::default(), Input::Start { delay_ms: 0, known }).0;
        for one in &moves {
            if let Some(input) = input_of(one, &flow, &state) {
                let (next, effects) = step(&flow, state, input);
                prop_assert!(!effects.iter().any(|effect| matches!(effect, Effect::Broken(_))), "{:?}", next);
                state = next;
            }
        }
        prop_assert!(!matches!(state.phase, Phase::Broken(_) | Phase::Ready));
    }

    #[test]
    fn c23_a_replay_says_what_was_said_whatever_the_delay(
        flow in wild_flow(), delay in prop_oneof![Just(0u16), 1u16..5_000], moves in moves()
    ) {
        let run = visited(flow.clone(), delay, &moves);
        let whats = run.whats();
        let live = &run.visit.memory().conversations;
        let Some(live) = live.first().filter(|live| live.engaged_in.is_some()) else { return Ok(()) };
        let replayed = replay(&flow, &whats);
        prop_assert_eq!(&replayed.turns, &live.state.turns);
        prop_assert_eq!(&replayed.phase, &live.state.phase);
        prop_assert_eq!(&replayed.known, &live.state.known);
        let mut shuffled = whats.clone();
        shuffled.reverse();
        prop_assert_eq!(transcript(&flow, &shuffled), transcript(&flow, &whats));
    }

    #[test]
    fn a14_every_event_of_a_live_run_is_accepted_with_one_engaged_per_act(
        draft in tame_draft(), delay in prop_oneof![Just(0u16), Just(700)], moves in moves()
    ) {
        let flow = compile(&draft).flow;
        let run = visited(flow.clone(), delay, &moves);
        let mut past = Vec::new();
        let mut completed = 0;
        for (number, event) in run.events.iter().enumerate() {
            prop_assert_eq!(event.client_seq as usize, number);
            let judged = judge(&Case { flow: &flow, past: &past, event, at: event.at, received: event.at });
            let consequences = judged.map_err(|refusal| TestCaseError::fail(format!("{refusal}: {event:?}")))?;
            let count = |kind| consequences.iter().filter(|one| **one == Consequence::Log(kind)).count();
            let is_act = match &event.what {
                What::Acted(act) => !act.answer.is_silent(),
                What::Document(_) => true,
                _ => false,
            };
            prop_assert_eq!(count(ActivityKind::Engaged), usize::from(is_act));
            prop_assert_eq!(count(ActivityKind::Triggered), usize::from(event.what == What::Shown));
            completed += count(ActivityKind::Completed);
            past.push(event.what.clone());
        }
        let is_done = run.visit.memory().conversations.iter().any(|conversation| conversation.state.phase == Phase::Done);
        prop_assert_eq!(completed, usize::from(is_done));
    }

    #[test]
    fn a14_no_claim_makes_the_judge_panic_and_what_is_accepted_once_is_refused_twice(
        flow in wild_flow(), moves in moves(), known in known_values()
    ) {
        let mut past = Vec::new();
        let mut ids = moment(START, 5).ids();
        let claims = std::iter::once(What::Started(known)).chain(moves.into_iter().filter_map(|one| match one {
            Move::Wild(act) => Some(What::Acted(act)),
            Move::Fitting(answer, chance) => Some(What::Acted(Act { turn: u16::from(chance), card: u16::from(chance % 8), answer })),
            Move::Wait => None,
        }));
        for what in claims {
            let event = Event {
                id: ids.make(), at: START, session: ids.make(), conversation: ids.make(), tab: ids.make(), client_seq: 0,
                dialogue: ids.make(), version: 1, page: Default::default(), what: what.clone(),
            };
            let judge_it = |past: &[What]| judge(&Case { flow: &flow, past, event: &event, at: START, received: START });
            if judge_it(&past).is_ok() {
                past.push(what.clone());
                prop_assert!(judge_it(&past).is_err(), "{:?} counts twice", what);
            }
        }
        transcript(&flow, &past);
    }

    #[test]
    fn a14_a_walk_is_judged_along_as_its_past_would_be(
        flow in wild_flow(), moves in moves(), known in known_values(), order in prop::collection::vec(any::<u16>(), 0..20)
    ) {
        let acts = moves.into_iter().filter_map(|one| match one {
            Move::Wild(act) => Some(What::Acted(act)),
            Move::Fitting(answer, chance) => Some(What::Acted(Act { turn: u16::from(chance % 16), card: u16::from(chance % 8), answer })),
            Move::Wait => None,
        });
        let others = [What::Shown, What::Started(known), What::Forgot(1), What::Closed,
            What::Document(DocumentUse { turn: 2, card: 1, downloaded: false })];
        let mut whats: Vec<What> = others.into_iter().chain(acts).collect();
        // As several tabs send them: in any order.
        for (at, other) in order.into_iter().enumerate().take(whats.len()) {
            let other = usize::from(other) % whats.len();
            whats.swap(at, other);
        }
        let (mut past, mut walk, mut ids) = (Vec::new(), None, moment(START, 5).ids());
        for what in whats {
            let event = Event {
                id: ids.make(), at: START, session: ids.make(), conversation: ids.make(), tab: ids.make(), client_seq: 0,
                dialogue: ids.make(), version: 1, page: Default::default(), what: what.clone(),
            };
            let case = |past| Case { flow: &flow, past, event: &event, at: START, received: START };
            let is_along = walk.as_ref().is_some_and(|walk: &Walk| walk.goes_on_with(&what));
            let along = judge_along(&case(if is_along { &[] } else { &past }), &mut walk);
            prop_assert_eq!(&along, &judge(&case(&past)));
            if along.is_ok() {
                past.push(what);
            }
        }
    }

    #[test]
    fn t31_refreshing_never_adds_an_activity(
        flow in wild_flow(), delay in prop_oneof![Just(0u16), Just(700)], moves in moves(), may_appear_again in any::<bool>()
    ) {
        let mut run = Run::begin(flow.clone(), delay, None, 1_000, may_appear_again);
        run.play(&moves);
        let stored = run.visit.memory().clone();
        let session = stored.session.id;
        let mut refreshed = Run::begin(flow, delay, Some(stored), 9_000, may_appear_again);
        refreshed.wait();
        prop_assert_eq!(&refreshed.whats(), &Vec::new());
        prop_assert_eq!(refreshed.visit.memory().session.id, session);
    }

    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in any_memory(), b in any_memory(), c in any_memory()) {
        let ab = merge(a.clone(), b.clone());
        prop_assert_eq!(&ab, &merge(b.clone(), a.clone()));
        prop_assert_eq!(merge(ab.clone(), c.clone()), merge(a.clone(), merge(b.clone(), c)));
        prop_assert_eq!(merge(a.clone(), a.clone()), a.clone());
        prop_assert_eq!(merge(ab.clone(), b), ab);
    }
}
