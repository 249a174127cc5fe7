//! What reports must say, counted from the entries of the log by the definitions alone (R1 to R9).

use std::collections::{BTreeMap, BTreeSet};

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::people::Activity;
use parlor_domain::report::{Figure, Figures};
use parlor_domain::text::Email;

/// The figures of these entries, in whatever order they come.
pub fn counted(entries: &[Activity]) -> Figures {
    let mut figures = Figures::default();
    let mut completed = BTreeSet::new();
    for entry in entries {
        let Some(within) = &entry.within else { continue };
        match (entry.kind, &entry.detail) {
            (ActivityKind::Triggered, _) => figures.add(Figure::Triggered, 1),
            (ActivityKind::Engaged, _) => figures.add(Figure::Engaged, 1),
            (ActivityKind::Goal, _) => figures.add(Figure::Goal, 1),
            (ActivityKind::Completed, _) => drop(completed.insert((entry.visitor, entry.session, within.dialogue))),
            (_, Detail::Document { opened, downloaded, reading, .. }) => {
                figures.add(Figure::Opened, u64::from(*opened));
                figures.add(Figure::Downloaded, u64::from(*downloaded));
                figures.add(Figure::Pages, reading.as_ref().map_or(0, |reading| u64::from(reading.pages)));
            }
            _ => {}
        }
    }
    figures.add(Figure::Completed, completed.len() as u64);
    figures.add(Figure::Acquired, acquired(entries));
    figures
}

/// R4: addresses that nobody had named before, given in a conversation by visitors for whom nobody vouched; one per visitor and session.
fn acquired(entries: &[Activity]) -> u64 {
    let mut in_order: Vec<&Activity> = entries.iter().filter(|entry| named(&entry.detail).is_some()).collect();
    in_order.sort_by_key(|entry| (entry.received_at, entry.id));
    let (mut known, mut vouched, mut acquired) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
    for entry in in_order {
        let Some(email) = named(&entry.detail).map(Email::folded) else { continue };
        let is_new = known.insert(email.clone());
        if entry.kind == ActivityKind::Identified {
            vouched.insert(entry.visitor, email);
        } else if vouched.get(&entry.visitor).is_none_or(|of| *of != email) {
            let was_vouched_for = vouched.remove(&entry.visitor).is_some();
            if is_new && !was_vouched_for && entry.within.is_some() {
                acquired.insert((entry.visitor, entry.session));
            }
        }
    }
    acquired.len() as u64
}

/// The address that an entry names somebody by.
fn named(detail: &Detail) -> Option<&Email> {
    match detail {
        Detail::Email(email) | Detail::Identified { email: Some(email), .. } => Some(email),
        _ => None,
    }
}
