//! A browser that posts what its visitors do until it is acknowledged.

mod visitor;

use std::iter::repeat_n;

use parlor_wire::visitor::{Batch, BatchAnswer};

use self::visitor::Visitor;
use super::ledger::{Ledger, Posted};
use super::mail::Mail;
use super::scene::Scene;
use crate::crowd::Chance;

/// Things that one visitor does, at the most.
const DOES: usize = 30;

/// A browser of one new visitor after the other.
pub(super) struct Browser {
    scene: Scene,
    mail: Mail,
    chance: Chance,
    number: u64,
    ledger: Ledger,
}

impl Browser {
    pub(super) fn new(scene: Scene, mail: Mail, chance: Chance, number: u64) -> Self {
        Self { scene, mail, chance, number, ledger: Ledger::default() }
    }

    /// Goes on while the server is killed now and then, and a little longer, until everything is acknowledged.
    pub(super) async fn run(mut self) -> Ledger {
        while !self.mail.is_calm() {
            let ticket = self.mail.ticket().await;
            let mut visitor = Visitor::new(&self.scene, ticket, &mut self.chance, self.number);
            for _ in 0..=self.chance.below(DOES) {
                visitor.goes_on(&self.scene, &mut self.chance);
                if self.chance.below(3) > 0 {
                    self.sends(&mut visitor).await;
                }
            }
            while visitor.has_something() {
                self.sends(&mut visitor).await;
            }
        }
        Ledger { posts: self.mail.posts, failed: self.mail.failed, ..self.ledger }
    }

    /// Posts some of what is not acknowledged: once, twice at the same time, in two batches that overlap, or without waiting for an answer.
    async fn sends(&mut self, visitor: &mut Visitor) {
        let Some(batch) = visitor.batch(&mut self.chance) else { return };
        let one = self.ledger.sends(batch);
        let other = match self.chance.below(12) {
            0 => Some(one.batch.clone()),
            1 => visitor.batch(&mut self.chance),
            2 => return self.cut_off(&one.batch).await,
            _ => None,
        };
        let answers = match other.map(|other| self.ledger.sends(other)) {
            None => vec![(self.mail.post(&one.batch).await, one)],
            Some(two) => {
                let answers = tokio::join!(self.mail.post(&one.batch), self.mail.post(&two.batch));
                vec![(answers.0, one), (answers.1, two)]
            }
        };
        let mut is_answered = true;
        for (answer, posted) in &answers {
            is_answered &= self.hears(posted, answer.as_ref(), visitor);
        }
        visitor.forgets(&self.ledger);
        // Some try again at once.
        if !is_answered && self.chance.below(4) > 0 {
            self.mail.waits().await;
        }
    }

    fn hears(&mut self, posted: &Posted, answer: Option<&BatchAnswer>, visitor: &mut Visitor) -> bool {
        match answer {
            Some(answer) => {
                self.ledger.hears(posted, answer);
                visitor.takes(answer.ticket.clone());
            }
            None => self.mail.failed += 1,
        }
        answer.is_some()
    }

    /// Posts and hangs up, at some point on the way.
    async fn cut_off(&mut self, batch: &Batch) {
        let turns = self.chance.below(8);
        let hangs_up = async {
            for () in repeat_n((), turns) {
                tokio::task::yield_now().await;
            }
        };
        self.mail.failed += 1;
        tokio::select! {
            biased;
            () = hangs_up => {}
            // An answer that comes so soon is not believed.
            _ = self.mail.post(batch) => {}
        }
    }
}
