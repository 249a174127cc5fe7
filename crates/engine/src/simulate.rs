//! Stories of a visitor, played by the very engine that runs in browsers and on the server (`parlor simulate`).
//!
//! A site, a server and a browser as values, with a clock that only steps move: the same story always ends the same.

mod browser;
mod published;
mod screens;
mod server;
mod step;
mod story;
mod telling;
mod told;
mod world;

pub use browser::{Browser, Page, address};
pub use server::{Dropped, Reported};
pub use step::{Change, Known, NotAPause, OneOf, Pause, Plain, ReadOn, Start, Step, Values};
pub use story::{Story, simulate};
pub use told::value;
pub use world::{Happened, World};
