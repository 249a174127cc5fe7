//! Answers that take long to make, kept until what they are made of changes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_web::web::Bytes;
use parlor_domain::ids::SiteId;
use parlor_domain::text::SiteKey;

/// Sites whose answers are kept. Whoever is still about fills it again.
const SITES: usize = 64;

/// Which site it was, and how often what its authors have made had been changed.
type Revision = (SiteId, u64);

/// The last answer about each site, with what the site was then.
#[derive(Default)]
pub(crate) struct Kept(Mutex<HashMap<SiteKey, (Revision, Bytes)>>);

impl Kept {
    /// The answer about a site, if it was made of what the site is now.
    pub(crate) fn of(&self, site: &SiteKey, now: Revision) -> Option<Bytes> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(site).filter(|(made_of, _)| *made_of == now).map(|(_, answer)| answer.clone())
    }

    /// Keeps the answer about a site, in place of the one before.
    pub(crate) fn keep(&self, site: SiteKey, made_of: Revision, answer: Bytes) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= SITES {
            all.clear();
        }
        all.insert(site, (made_of, answer));
    }
}
