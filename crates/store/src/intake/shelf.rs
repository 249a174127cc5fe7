//! What intake keeps from one batch to the next, because making it takes longer than what it is for. All of it can be made again
//! from the database, and is checked against it before it is used.

use std::collections::HashMap;
use std::sync::Arc;

use parlor_domain::ids::{ConversationId, DialogueId, SiteId};
use parlor_domain::text::SiteKey;
use parlor_domain::walk::Walk;
use rusqlite::{Connection, Result};

use crate::sites::{self, Site};
use crate::versions::{self, Version};

/// Versions that are kept, with their flows.
const VERSIONS: usize = 200;
/// Conversations whose walk is kept.
const WALKS: usize = 5_000;

/// What is kept.
#[derive(Default)]
pub(crate) struct Shelf {
    sites: HashMap<SiteKey, Arc<Site>>,
    versions: HashMap<(SiteId, DialogueId, u32), Arc<Version>>,
    /// With how many events each was walked.
    walks: HashMap<ConversationId, (u32, Walk)>,
}

impl Shelf {
    /// Forgets everything: what it was made of was not committed.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The site of this key, as it is now.
    pub(super) fn site(&mut self, connection: &Connection, key: &SiteKey) -> Result<Option<Arc<Site>>> {
        let Some(now) = sites::revision(connection, key)? else { return Ok(None) };
        if let Some(site) = self.sites.get(key).filter(|site| (site.row.id, site.row.revision) == now) {
            return Ok(Some(Arc::clone(site)));
        }
        let site = sites::with_attributes(connection, key)?.map(Arc::new);
        self.sites.extend(site.iter().map(|site| (key.clone(), Arc::clone(site))));
        Ok(site)
    }

    /// A version of a dialogue or flow of this site. Versions never change.
    pub(super) fn version(
        &mut self,
        connection: &Connection,
        site: SiteId,
        dialogue: DialogueId,
        number: u32,
    ) -> Result<Option<Arc<Version>>> {
        if let Some(version) = self.versions.get(&(site, dialogue, number)) {
            return Ok(Some(Arc::clone(version)));
        }
        let version = versions::version(connection, site, dialogue, number)?.map(Arc::new);
        make_room(&mut self.versions, VERSIONS);
        self.versions.extend(version.iter().map(|version| ((site, dialogue, number), Arc::clone(version))));
        Ok(version)
    }

    /// Takes the walk of a conversation that has come to so many events.
    pub(super) fn take_walk(&mut self, conversation: ConversationId, inputs: u32) -> Option<Walk> {
        self.walks.remove(&conversation).filter(|(walked, _)| *walked == inputs).map(|(_, walk)| walk)
    }

    /// Keeps the walk of a conversation that has come to so many events.
    pub(super) fn keep_walk(&mut self, conversation: ConversationId, inputs: u32, walk: Walk) {
        make_room(&mut self.walks, WALKS);
        self.walks.insert(conversation, (inputs, walk));
    }
}

/// Whoever is still about fills it again.
fn make_room<K, V>(map: &mut HashMap<K, V>, most: usize) {
    if map.len() >= most {
        map.clear();
    }
}
