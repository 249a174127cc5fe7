//! Whether an event could have happened, and what follows from it (A14).

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::event::{Case, Refusal, What};
use parlor_domain::flow::Flow;
use parlor_domain::limits::{EVENT_AGE_DAYS, FLOW_CARDS, MESSAGE_CHARS};
use parlor_domain::state::{Act, Answer, State};
use parlor_domain::time::DAY;
use parlor_domain::value::Value;

use crate::step::Effect;
use crate::transcript::{advance, replay, replay_before};

/// Judges an event by walking the flow that its conversation is about.
pub fn judge(case: &Case<'_>) -> Result<Vec<Consequence>, Refusal> {
    if case.received.since(case.at) > EVENT_AGE_DAYS * DAY {
        return Err(Refusal::TooOld);
    }
    fits(&case.event.what, case.flow)?;
    let (_, effects) = advance(case.flow, before(case)?, &case.event.what);
    let effects = effects.ok_or(Refusal::DoesNotFit)?;
    let first = match case.event.what {
        What::Shown => Some(Consequence::Log(ActivityKind::Triggered)),
        What::Acted(_) => Some(Consequence::Log(ActivityKind::Engaged)),
        What::Started(_) | What::Lost => None,
    };
    Ok(first.into_iter().chain(effects.into_iter().filter_map(consequence)).collect())
}

/// How far the conversation had come when the event happened. An act on a turn that was acted on, in
/// another tab, comes too late.
fn before(case: &Case<'_>) -> Result<State, Refusal> {
    let What::Acted(act) = &case.event.what else { return Ok(replay(case.flow, case.past)) };
    let is_same_turn = |what: &What| matches!(what, What::Acted(other) if other.turn == act.turn);
    if case.past.iter().any(is_same_turn) {
        return Err(Refusal::DoesNotFit);
    }
    Ok(replay_before(case.flow, case.past, Some(act.turn)))
}

fn fits(what: &What, flow: &Flow) -> Result<(), Refusal> {
    match what {
        What::Shown | What::Lost => Ok(()),
        What::Started(known) if known.len() > FLOW_CARDS || !known.iter().all(|(_, value)| is_small(value)) => {
            Err(Refusal::TooLarge)
        }
        What::Started(known) if !known.iter().all(|(_, value)| is_finite(value)) => Err(Refusal::DoesNotFit),
        What::Started(_) => Ok(()),
        What::Acted(Act { card, .. }) if flow.card(*card).is_none() => Err(Refusal::NoSuchCard),
        What::Acted(Act { answer: Answer::Text(typed), .. }) if !typed.fits() => Err(Refusal::TooLarge),
        What::Acted(_) => Ok(()),
    }
}

fn is_small(value: &Value) -> bool {
    !matches!(value, Value::Text(text) if text.chars().count() > MESSAGE_CHARS)
}

/// Numbers are finite; what is not would never equal itself.
fn is_finite(value: &Value) -> bool {
    !matches!(value, Value::Number(number) if !number.is_finite())
}

fn consequence(effect: Effect) -> Option<Consequence> {
    match effect {
        Effect::Write { attribute, value, .. } => Some(Consequence::Write { attribute, value }),
        Effect::Email(email) => Some(Consequence::Email(email)),
        Effect::Phone(phone) => Some(Consequence::Phone(phone)),
        Effect::Goal(card) => Some(Consequence::Goal(card)),
        Effect::Completed => Some(Consequence::Log(ActivityKind::Completed)),
        Effect::Wake { .. } | Effect::Broken(_) => None,
    }
}
