//! Cards whose part is played by somebody else than the bot: meeting, live chat, answers (C5, C8, C14).
//!
//! Each goes turn by turn: what the visitor says, and what agents, their calendars or the library say to it, are answers to turns
//! of the same card. So a conversation that is replayed says the same again, whoever spoke.

use parlor_domain::flow::{Card, CardIndex};
use parlor_domain::limits::FOLLOW_UPS;
use parlor_domain::service::{ServedCard, Service, Slot};
use parlor_domain::state::{Act, Answer, Phase, Turn};

use super::{Pass, Walk};
use crate::path::is_said;

/// What is wanted of somebody else than bot and visitor. Each may be answered by [`Answer::Unserved`], too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// When agents could meet the visitor: [`Answer::Offered`].
    Slots,
    /// That the meeting stands at the time that was picked: [`Answer::Served`], or other times by [`Answer::Offered`].
    Booking,
    /// An agent who chats: [`Answer::Served`].
    Agent,
    /// What the library says to the question: [`Answer::Served`].
    Found,
}

/// Whether a card has spoken already when it takes its turn, after this answer to its turn before.
pub(crate) fn goes_on(card: &Card, before: Option<&Answer>) -> bool {
    match before {
        Some(Answer::Filled(_) | Answer::Offered(_) | Answer::Picked(_) | Answer::Served(_)) => true,
        Some(Answer::Text(_)) => matches!(card, Card::Served(_)),
        _ => false,
    }
}

/// What a card waits for that the visitor has nothing to do with, after this answer to the turn before.
pub(super) fn wanted(card: &ServedCard, before: Option<&Answer>) -> Option<Wanted> {
    match (card.service, before) {
        (Service::Meeting, Some(Answer::Picked(_))) => Some(Wanted::Booking),
        (_, Some(Answer::Text(_))) => Some(Wanted::Found),
        (_, Some(Answer::Offered(_) | Answer::Served(_))) | (Service::Answers, _) => None,
        (Service::Meeting, _) => Some(Wanted::Slots),
        (Service::LiveChat, _) => Some(Wanted::Agent),
    }
}

/// The times from which the visitor may pick.
pub(crate) fn offered(turns: &[Turn]) -> Option<&[Slot]> {
    match turns {
        [.., Turn { answer: Some(Answer::Offered(slots)), .. }, _] => Some(slots),
        _ => None,
    }
}

/// Where the flow goes on after an answer that ends a card; `None`: the card goes on itself.
pub(crate) fn leads_to(card: &ServedCard, answer: &Answer) -> Option<Option<CardIndex>> {
    match answer {
        Answer::Unserved => Some(card.unserved),
        Answer::Skipped if card.service == Service::Meeting => Some(card.unserved),
        Answer::Served(_) if card.service != Service::Meeting => None,
        Answer::Served(_) | Answer::Ended | Answer::Skipped => Some(card.next),
        _ => None,
    }
}

impl Walk<'_> {
    /// A card begins to talk. What was said with it before the visitor went back is said again (C19).
    pub(super) fn talk(&mut self, index: CardIndex, card: &ServedCard) -> Pass {
        loop {
            let kept = self.kept(index, is_said);
            if !self.push(index) {
                return Pass::Stop;
            }
            let Some(answer) = kept else {
                self.state.phase = Phase::Waiting { tries: 0 };
                return Pass::Stop;
            };
            let ends = self.leads_to(card, &answer);
            self.settle(answer);
            if let Some(next) = ends {
                return Pass::Spoken(next);
            }
        }
    }

    /// Somebody answers a card that isn't the bot's alone. What doesn't fit changes nothing.
    pub(super) fn serve(&mut self, card: &ServedCard, act: Act) {
        if !self.may_say(card, &act.answer) {
            return;
        }
        match self.leads_to(card, &act.answer) {
            Some(next) => self.leave(act.answer, next),
            None => {
                self.settle(act.answer);
                self.ask(act.card);
            }
        }
    }

    /// Where the flow goes on after an answer to the last turn, if it does.
    fn leads_to(&self, card: &ServedCard, answer: &Answer) -> Option<Option<CardIndex>> {
        match answer {
            Answer::Served(_) if self.questions() > FOLLOW_UPS => Some(card.next),
            _ => leads_to(card, answer),
        }
    }

    fn may_say(&self, card: &ServedCard, answer: &Answer) -> bool {
        let before = match self.state.turns.as_slice() {
            [.., before, last] if before.card == last.card => before.answer.as_ref(),
            _ => None,
        };
        match (wanted(card, before), answer) {
            (Some(Wanted::Slots | Wanted::Booking), Answer::Offered(slots)) => !slots.is_empty(),
            (Some(Wanted::Slots), Answer::Served(_)) => false,
            (Some(_), Answer::Served(_) | Answer::Unserved) => true,
            (None, Answer::Picked(slot)) => offered(&self.state.turns).is_some_and(|slots| slots.contains(slot)),
            (None, Answer::Ended) => card.service == Service::LiveChat,
            (None, Answer::Skipped) => card.service != Service::LiveChat,
            (None, Answer::Text(typed)) => card.service == Service::Answers && typed.fits() && !typed.text.trim().is_empty(),
            _ => false,
        }
    }

    /// How many questions the visitor has asked of the card that waits, one after the other.
    fn questions(&self) -> usize {
        let Some(last) = self.state.turns.last() else { return 0 };
        let of_card = self.state.turns.iter().rev().take_while(|turn| turn.card == last.card);
        of_card.filter(|turn| matches!(turn.answer, Some(Answer::Text(_)))).count()
    }
}
