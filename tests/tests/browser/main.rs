//! Stories in a real browser, with the website and Parlor on different sites.

mod access;
mod console;
mod conversation;
mod delivery;
mod failures;
mod privacy;
mod tabs;
mod targeting;
mod weight;
