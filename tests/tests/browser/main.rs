//! Stories in a real browser, with the website and Parlor on different sites.

mod access;
mod api;
mod apps;
mod console;
mod conversation;
mod conversations;
mod crowd;
mod delivery;
mod documents;
mod erased;
mod events;
mod failures;
mod forms;
mod identity;
mod images;
mod numbers;
mod privacy;
mod served;
mod starts;
mod storage;
mod storms;
mod tabs;
mod targeting;
mod waiting;
mod weight;
