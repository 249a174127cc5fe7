//! What reports must say, counted from the entries of the log by the definitions alone (R1 to R9).

use std::collections::{BTreeMap, BTreeSet};

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::people::Activity;
use parlor_domain::report::{Figure, Figures};
use parlor_domain::text::Email;

/// The figures of these entries, in whatever order they come.
pub fn counted(entries: &[Activity]) -> Figures {
    let mut figures = Figures::default();
    let (mut completed, mut first_named) = (BTreeSet::new(), BTreeMap::new());
    for entry in entries {
        if let Some(email) = named(&entry.detail) {
            let first = first_named.entry(email.folded()).or_insert(entry);
            if (entry.received_at, entry.id) < (first.received_at, first.id) {
                *first = entry;
            }
        }
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
    // Who was named first by the page or by the site's owner was acquired by no dialogue.
    let acquired = first_named.values().filter(|entry| entry.within.is_some());
    let acquired: BTreeSet<_> = acquired.map(|entry| (entry.visitor, entry.session)).collect();
    figures.add(Figure::Completed, completed.len() as u64);
    figures.add(Figure::Acquired, acquired.len() as u64);
    figures
}

/// The address that an entry names somebody by.
fn named(detail: &Detail) -> Option<&Email> {
    match detail {
        Detail::Email(email) | Detail::Identified { email: Some(email), .. } => Some(email),
        _ => None,
    }
}
