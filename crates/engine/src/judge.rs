//! Whether an event could have happened, and what follows from it (A14).

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::attribute::EMAIL;
use parlor_domain::event::{Case, Click, DocumentUse, Refusal, What};
use parlor_domain::flow::{Block, CardIndex, Flow};
use parlor_domain::limits::{EVENT_AGE_DAYS, FLOW_CARDS, MESSAGE_CHARS, SET_ATTRIBUTES, TOKEN_CHARS};
use parlor_domain::state::{Act, Answer, State};
use parlor_domain::text::{Email, Key};
use parlor_domain::time::DAY;
use parlor_domain::value::{Value, is_kept};
use parlor_domain::walk::Walk;

use crate::step::Effect;
use crate::transcript::{advance, is_whole, replay, replay_before};

/// Judges an event by walking the flow that its conversation is about. What happens outside any conversation
/// comes with an empty flow and no past.
pub fn judge(case: &Case<'_>) -> Result<Vec<Consequence>, Refusal> {
    judge_along(case, &mut None)
}

/// The same, without walking anew what is walked already: as long as the event goes on with the walk, the past may be left out.
/// The walk moves on with an event that is accepted; it ends (`None`) with one that came after what it led to.
pub fn judge_along(case: &Case<'_>, walk: &mut Option<Walk>) -> Result<Vec<Consequence>, Refusal> {
    if case.received.since(case.at) > EVENT_AGE_DAYS * DAY {
        return Err(Refusal::TooOld);
    }
    fits(&case.event.what, case.flow)?;
    if let What::Given(values) = &case.event.what {
        return given(values);
    }
    if case.event.what == What::Viewed {
        return Ok(vec![Consequence::Log(ActivityKind::PageViewed)]);
    }
    if let What::Read(read) = &case.event.what {
        return Ok(vec![Consequence::Read(read.clone())]);
    }
    if walk.is_none() {
        *walk = walk_through(case.flow, case.past);
    }
    let along = walk.as_ref().filter(|walk| walk.goes_on_with(&case.event.what));
    let before = match along {
        Some(walk) => walk.state.clone(),
        None => before(case)?,
    };
    let (after, effects) = advance(case.flow, before.clone(), &case.event.what);
    let effects = effects.ok_or(Refusal::DoesNotFit)?;
    let is_whole = is_whole(case.flow, &after);
    let engaged = Consequence::Log(ActivityKind::Engaged);
    let first = match &case.event.what {
        What::Shown => vec![Consequence::Log(ActivityKind::Triggered)],
        What::Begun(beginning) => vec![Consequence::Begun(*beginning)],
        What::Acted(act) if !act.answer.is_silent() => vec![engaged],
        What::Document(DocumentUse { card, downloaded, .. }) => {
            let document = Consequence::Document { card: *card, downloaded: *downloaded };
            if after == before { vec![document] } else { vec![engaged, document] }
        }
        What::Clicked(click) => vec![Consequence::Link(link(case.flow, click).ok_or(Refusal::DoesNotFit)?)],
        What::Closed => vec![Consequence::Log(ActivityKind::Closed)],
        _ => Vec::new(),
    };
    *walk = along.map(|walk| walk.after(&case.event.what, after));
    Ok(first
        .into_iter()
        .chain(effects.into_iter().filter_map(|effect| consequence(effect, &case.event.what, is_whole)))
        .collect())
}

/// Walks events in the order in which they came; `None` if that is not the order in which they happened.
fn walk_through(flow: &Flow, past: &[What]) -> Option<Walk> {
    past.iter().try_fold(Walk::default(), |walk, what| {
        walk.goes_on_with(what).then(|| walk.after(what, advance(flow, walk.state.clone(), what).0))
    })
}

/// What the page gave: the address first, because another address is another person (I1).
fn given(values: &[(Key, Value)]) -> Result<Vec<Consequence>, Refusal> {
    let is_email = |key: &Key| key.as_str() == EMAIL;
    let email = values.iter().find(|(key, _)| is_email(key)).map(|(_, value)| Email::parse(&value.to_string()));
    let email = email.transpose().map_err(|_| Refusal::DoesNotFit)?.map(Consequence::Email);
    let others = values.iter().filter(|(key, _)| !is_email(key));
    let writes = others.map(|(key, value)| Consequence::Write { attribute: key.clone(), value: value.clone() });
    Ok(email.into_iter().chain(writes).collect())
}

/// The address of a link in the text of a card.
fn link(flow: &Flow, click: &Click) -> Option<String> {
    let lines = flow.card(click.card)?.text()?.0.iter().flat_map(Block::lines);
    lines.flatten().filter_map(|span| span.link.clone()).nth(usize::from(click.link))
}

/// How far the conversation had come when the event happened: other tabs may have posted what came later. What happened once
/// doesn't happen again: a beginning, or an act on a turn that was acted on.
fn before(case: &Case<'_>) -> Result<State, Refusal> {
    let (turn, is_same): (u16, &dyn Fn(&What) -> bool) = match &case.event.what {
        What::Started(_) => (0, &|what| matches!(what, What::Started(_))),
        What::Acted(act) => (act.turn, &|what| match what {
            What::Acted(other) => other.turn == act.turn,
            What::Document(of) => of.turn == act.turn,
            _ => false,
        }),
        _ => return Ok(replay(case.flow, case.past)),
    };
    if case.past.iter().any(is_same) {
        return Err(Refusal::DoesNotFit);
    }
    Ok(replay_before(case.flow, case.past, Some(turn)))
}

fn fits(what: &What, flow: &Flow) -> Result<(), Refusal> {
    match what {
        What::Started(values) => fit(values, FLOW_CARDS),
        What::Given(values) => fit(values, SET_ATTRIBUTES),
        What::Read(read) if !read.reading.fits() => Err(Refusal::TooLarge),
        What::Acted(Act { card, .. }) | What::Document(DocumentUse { card, .. }) | What::Clicked(Click { card, .. })
            if flow.card(*card).is_none() =>
        {
            Err(Refusal::NoSuchCard)
        }
        // No browser's word stands for what agents, their calendars or the library say.
        What::Acted(Act { answer, .. }) if answer.is_told_by_server() => Err(Refusal::DoesNotFit),
        What::Acted(Act { answer: Answer::Text(typed), .. }) if !typed.fits() => Err(Refusal::TooLarge),
        What::Acted(Act { answer: Answer::Filled(texts), .. }) if !texts.iter().all(|text| is_short(text)) => {
            Err(Refusal::TooLarge)
        }
        _ => Ok(()),
    }
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= TOKEN_CHARS
}

fn fit(values: &[(Key, Value)], most: usize) -> Result<(), Refusal> {
    if values.len() > most || !values.iter().all(|(_, value)| is_small(value)) {
        return Err(Refusal::TooLarge);
    }
    if values.iter().all(|(_, value)| is_number(value)) { Ok(()) } else { Err(Refusal::DoesNotFit) }
}

fn is_small(value: &Value) -> bool {
    !matches!(value, Value::Text(text) if text.chars().count() > MESSAGE_CHARS)
}

/// Numbers are such as can be kept.
fn is_number(value: &Value) -> bool {
    !matches!(value, Value::Number(number) if !is_kept(*number))
}

fn consequence(effect: Effect, what: &What, is_whole: bool) -> Option<Consequence> {
    match effect {
        Effect::Write { attribute, value, .. } => Some(Consequence::Write { attribute, value }),
        Effect::Email(email) => Some(Consequence::Email(email)),
        Effect::Phone(phone) => Some(Consequence::Phone(phone)),
        Effect::Goal(card) => Some(Consequence::Goal(card)),
        // No word of a browser's causes an action: every turn that leads to it must be known.
        Effect::Action(_) if !is_whole => None,
        Effect::Action(card) => Some(Consequence::Action { card, filled: filled(card, what) }),
        Effect::Completed => Some(Consequence::Log(ActivityKind::Completed)),
        Effect::Wake { .. } | Effect::Broken(_) => None,
    }
}

/// What stands in the places of an action's tokens: the event that fills them is the one that leads to it.
fn filled(card: CardIndex, what: &What) -> Vec<String> {
    match what {
        What::Acted(Act { card: of, answer: Answer::Filled(filled), .. }) if *of == card => filled.clone(),
        _ => Vec::new(),
    }
}
