//! The author's side: reading a file, checking a draft, freezing it as a version.

mod asking;
mod audience;
mod cards;
mod check;
mod compile;
mod conditions;
mod graph;
mod import;
mod markdown;
mod pattern;
mod shape;
mod site;
mod starting;
mod targeting;
mod texts;
mod tokens;
mod whole;
mod world;

pub use audience::fold;
pub use check::check;
pub use compile::{Compiled, compile_flow};
pub use import::{BadFile, read_file};
pub use markdown::{BadMarkdown, parse as parse_markdown};
pub use pattern::{BadPattern, parse as parse_pattern};
pub use site::{TooMuch, check_site, compile_pages, publish_dialogue, publish_flow, site_file};
pub use world::{Work, World};
