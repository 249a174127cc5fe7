//! How a site is set up: read, changed, saved as a whole, and taken back.
//!
//! The console knows settings as JSON: which there are, stands in [`table`]; what they may be, the server says.

pub(crate) mod draft;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod lines;
pub(crate) mod preview;
pub(crate) mod save_bar;
pub(crate) mod table;
pub(crate) mod texts;
pub(crate) mod unsaved;
