//! The author's side: reading a file, checking a draft, freezing it as a version.

mod audience;
mod cards;
mod check;
mod compile;
mod graph;
mod import;
mod markdown;
mod pattern;

pub use audience::fold;
pub use check::{World, check};
pub use compile::{compile_flow, compile_pages, publish_dialogue, site_file};
pub use import::{BadFile, read_file};
pub use markdown::{BadMarkdown, parse as parse_markdown};
pub use pattern::{BadPattern, parse as parse_pattern};
