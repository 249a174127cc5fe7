//! What the stories are told with: the real program, a website around it, and browsers.

pub mod admin;
pub mod axe;
pub mod browser;
pub mod client;
pub mod crowd;
pub mod engine;
pub mod host_site;
pub mod keyboard;
pub mod layout;
pub mod log;
mod npm;
pub mod page_code;
pub mod picture;
pub mod post;
pub mod program;
pub mod proxy;
pub mod reader;
pub mod samples;
pub mod soak;
pub mod spoken;
pub mod stage;
pub mod visitor;
