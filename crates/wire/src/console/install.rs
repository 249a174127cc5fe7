//! Whether the chat is on a page as it should be.

use parlor_domain::finding::Finding;
use parlor_domain::time::Instant;
use serde::{Deserialize, Serialize};

/// What the name of a tab begins with in which a page is to tell how the chat is on it.
pub const CHECK_MARK: &str = "parlor-check";

/// Asks whether the chat is on a page as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckInstall {
    /// The page's address.
    pub url: String,
    /// What the page has told, if it has told anything.
    pub heard: Option<Heard>,
}

/// What a page tells about the chat on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The mark that it was opened with.
    pub mark: String,
    /// The page's origin.
    pub origin: String,
    /// The key of the site whose chat it is, if there is one.
    pub site: Option<String>,
    /// Why there is no chat, if there is none.
    pub problem: Option<String>,
    /// The keys of all loaders in the page.
    pub tags: Vec<String>,
    /// The directives of the page's policy that keep something of the chat's out.
    pub blocked: Vec<String>,
    /// What the browser's clock says.
    pub now: Instant,
}

/// What there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallChecked {
    /// What is wrong, and what to do; nothing: the chat is on the page.
    pub findings: Vec<Finding>,
}
