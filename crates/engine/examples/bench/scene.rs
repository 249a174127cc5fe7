//! What is handed to whoever measures: bytes, as browsers get them.

use parlor_domain::event::What;
use parlor_domain::flow::Flow;
use parlor_domain::memory::Memory;
use parlor_engine::facts::PageFacts;
use serde::{Deserialize, Serialize};

/// A visitor on a page.
pub(crate) type View = (Memory, PageFacts);

/// A site, visitors on its pages, and a conversation.
#[derive(Serialize, Deserialize)]
pub(crate) struct Scene {
    /// The published site file.
    pub(crate) site: Vec<u8>,
    /// Who comes to which page.
    pub(crate) views: Vec<View>,
    /// What they talk about.
    pub(crate) flow: Flow,
    /// What was done in it.
    pub(crate) inputs: Vec<What>,
}
