//! The server over HTTP, in this process: small assets, a folder of its own, a free port.

mod console;
mod documents;
mod door;
mod events;
mod identity;
mod images;
mod malformed;
mod support;
mod visitor;
mod webhooks;
