//! The author's side: reading a file, checking a draft, freezing it as a version.

mod action;
mod asking;
mod audience;
mod cards;
mod check;
mod compile;
mod conditions;
mod contradiction;
mod graph;
mod import;
mod look;
mod markdown;
mod overlap;
mod pattern;
mod served;
mod shape;
mod site;
mod starting;
mod targeting;
mod texts;
mod tokens;
mod twice;
mod whole;
mod words;
mod world;

pub use audience::{fold, fold_text};
pub use check::check;
pub use compile::{Compiled, compile_flow};
pub use import::{BadFile, check_settings, is_reserved, read_file, read_settings};
pub use look::check_look;
pub use markdown::{BadMarkdown, parse as parse_markdown};
pub(crate) use pattern::decode_parameter;
pub use pattern::{BadPattern, parse as parse_pattern};
pub use site::{TooMuch, check_site, compile_pages, publish_dialogue, publish_flow, site_file};
pub use words::{english, languages, words};
pub use world::{Work, World};
