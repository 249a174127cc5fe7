//! What is left in the end, compared with what was sent and acknowledged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use parlor_domain::activity::{ActivityKind, Consequence};
use parlor_domain::delivery::Counts;
use parlor_domain::event::{Case, Outcome, What};
use parlor_domain::ids::{ActivityId, ConversationId, DialogueId, SessionId, VisitorId};
use parlor_engine::judge::judge;
use parlor_store::{Audit, AuditedActivity, AuditedEvent};

use super::ledger::Ledger;
use super::scene::Scene;
use crate::client::now;
use crate::program::Parlor;

/// Days over which a run may stretch.
const DAYS: u16 = 7;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Times that the server was killed.
    pub kills: u32,
    /// Posts.
    pub posts: u64,
    /// Posts that got no answer.
    pub failed: u64,
    /// Events that were sent, each counted once.
    pub sent: usize,
    /// Events that were acknowledged as stored.
    pub acknowledged: usize,
    /// Events that were refused for good.
    pub refused: usize,
    /// Events in the database.
    pub stored: usize,
    /// Entries of the log.
    pub logged: usize,
    /// Acknowledged events that are not in the database, and entries of the log that lack.
    pub lost: usize,
    /// Events and entries of the log that are there more than once.
    pub doubled: usize,
    /// Events that nobody has sent, and entries of the log that follow from none.
    pub foreign: usize,
    /// What is wrong besides.
    pub faults: Vec<String>,
}

impl Verdict {
    /// Whether every promise was kept.
    pub fn is_good(&self) -> bool {
        (self.lost, self.doubled, self.foreign) == (0, 0, 0) && self.faults.is_empty()
    }
}

/// Looks at the database of a server that is gone.
pub(super) async fn compare(parlor: &Parlor, scene: &Scene, ledger: Ledger, kills: u32) -> Verdict {
    let store = parlor.store();
    let Audit { faults, events, activities } = store.audit().await.expect("a database");
    let delivery = store.delivery(&scene.key, DAYS, now()).await.expect("a database");
    store.close();
    let mut verdict =
        Verdict { kills, posts: ledger.posts, failed: ledger.failed, sent: ledger.events.len(), faults, ..Verdict::default() };
    if parlor.log().contains("panicked") {
        verdict.faults.push(format!("the server panicked: {}", parlor.log()));
    }
    verdict.faults.extend(ledger.faults.iter().cloned());
    verdict.look_at_events(&ledger, &events);
    verdict.look_at_answers(&ledger, &events);
    verdict.look_at_log(scene, &events, &activities);
    verdict.look_at_counts(delivery.total);
    verdict
}

impl Verdict {
    /// Whatever is stored was sent, and once.
    fn look_at_events(&mut self, ledger: &Ledger, events: &[AuditedEvent]) {
        let mut numbers = HashSet::new();
        for AuditedEvent { id, visitor, event, .. } in events {
            let sent = ledger.events.get(id).filter(|sent| sent.visitor == *visitor);
            let is_as_sent = sent.is_some_and(|sent| event.as_ref().is_none_or(|event| *event == sent.event));
            self.foreign += usize::from(!is_as_sent);
            let Some(event) = event else { continue };
            self.stored += 1;
            self.doubled += usize::from(!numbers.insert((*visitor, event.conversation, event.tab, event.client_seq)));
        }
    }

    /// Whatever was acknowledged is so.
    fn look_at_answers(&mut self, ledger: &Ledger, events: &[AuditedEvent]) {
        let kept: HashMap<_, _> = events.iter().map(|event| (event.id, event.outcome)).collect();
        for (id, sent) in &ledger.events {
            match sent.outcome {
                None => self.faults.push(format!("event {id} was never answered")),
                Some(Outcome::Stored) => self.acknowledged += 1,
                Some(_) => self.refused += 1,
            }
            if sent.outcome.is_some() {
                self.lost += usize::from(kept.get(id).copied() != sent.outcome);
            }
        }
    }

    /// The log has what follows from the events, no more and no less.
    fn look_at_log(&mut self, scene: &Scene, events: &[AuditedEvent], activities: &[AuditedActivity]) {
        let mut expected = BTreeSet::new();
        for (id, events) in conversations(events) {
            if let Err(fault) = entries(scene, &events, &mut expected) {
                self.faults.push(format!("conversation {id}: {fault}"));
            }
        }
        // Nobody's act leads to *dropped*; a long run's sessions come to their end.
        let logged = activities.iter().filter(|activity| activity.kind != ActivityKind::Dropped);
        let logged: Vec<Entry> = logged.map(Entry::of).collect();
        let found: BTreeSet<Entry> = logged.iter().copied().collect();
        self.logged = logged.len();
        self.doubled += logged.len() - found.len();
        self.lost += expected.difference(&found).count();
        self.foreign += found.difference(&expected).count();
    }
}

impl Verdict {
    /// What is counted for people to look at is what there is (A16).
    fn look_at_counts(&mut self, counts: Counts) {
        let counted = (counts.stored, counts.refused);
        if !counts.add_up() || counted != (self.stored as u64, self.refused as u64) {
            self.faults.push(format!("{} are stored and {} refused, but counted: {counts:?}", self.stored, self.refused));
        }
    }
}

/// An entry of the log, by what makes it one: once in a session, or by the event that led to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    Once(VisitorId, SessionId, Option<DialogueId>, ActivityKind),
    Each(ActivityId, ActivityKind),
}

impl Entry {
    fn of(activity: &AuditedActivity) -> Self {
        let AuditedActivity { id, kind, visitor, session, dialogue, .. } = *activity;
        if kind.once_per_session() { Self::Once(visitor, session, dialogue, kind) } else { Self::Each(id, kind) }
    }
}

/// The events of each conversation, in order.
fn conversations(events: &[AuditedEvent]) -> BTreeMap<ConversationId, Vec<&AuditedEvent>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for audited in events {
        if let (Some(event), Some(_)) = (&audited.event, audited.position) {
            all.entry(event.conversation).or_default().push(audited);
        }
    }
    all
}

/// Adds what follows from the events of a conversation.
fn entries(scene: &Scene, events: &[&AuditedEvent], entries: &mut BTreeSet<Entry>) -> Result<(), String> {
    let mut past: Vec<What> = Vec::new();
    for audited in events {
        let Some(event) = &audited.event else { continue };
        let case = Case { flow: &scene.flow, past: &past, event, at: event.at, received: event.at };
        let consequences = judge(&case).map_err(|refusal| format!("{:?} should not be stored: {refusal}", event.what))?;
        for (consequence, nth) in consequences.into_iter().zip(0..) {
            entries.insert(Entry::of(&AuditedActivity {
                id: event.id.activity(nth),
                kind: kind(&consequence)?,
                visitor: audited.visitor,
                session: event.session,
                conversation: Some(event.conversation),
                dialogue: Some(event.dialogue),
            }));
        }
        past.push(event.what.clone());
    }
    Ok(())
}

fn kind(consequence: &Consequence) -> Result<ActivityKind, String> {
    match consequence {
        Consequence::Log(kind) => Ok(*kind),
        Consequence::Goal(_) => Ok(ActivityKind::Goal),
        Consequence::Email(_) => Ok(ActivityKind::EmailGiven),
        Consequence::Write { .. } => Ok(ActivityKind::AttributeWritten),
        other => Err(format!("{other:?} follows from nothing in this site")),
    }
}
