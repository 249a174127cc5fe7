//! The verbs of Parlor: pure functions over the nouns of `parlor-domain`.
//!
//! Values in, values out. No clock, no chance, no I/O; linked for WebAssembly it imports nothing.
//! The browser decides with it what to show ([`visit`]), the server checks with it what was
//! reported ([`judge`]), authors learn from it what is wrong with a draft ([`publish`]).

pub mod capture;
pub mod condition;
pub mod display;
pub mod drop_off;
pub mod explain;
pub mod facts;
pub mod install;
pub mod judge;
pub mod merge;
pub mod outbox;
pub mod pages;
pub mod path;
pub mod person;
pub mod publish;
pub mod resolve;
pub mod retry;
pub mod sending;
pub mod simulate;
pub mod step;
pub mod token;
pub mod transcript;
pub mod verdicts;
pub mod view;
pub mod visit;
pub mod webhook;
